-- Claims of one story that do not agree: the same thing happened to the same people, but others count otherwise. A part
-- and its whole, two wordings of one number, one side under two names, and events of other days are no conflict.
create or replace view report.conflicting_claims as
with counted as (
    select
        casualty_claims.*,
        news.name_group(casualty_claims."group") as group_class,
        news.range_number(casualty_claims.low, casualty_claims.high, casualty_claims.bound) as meant,
        string_to_array(
            regexp_replace(lower(casualty_claims.claimant), '\s+(still|also|now|later|itself)$', ''), ' '
        ) as claimant_words
    from report.casualty_claims
    where
        casualty_claims.story_id is not null
        and casualty_claims.event <> ''
        and not casualty_claims.background
        and not casualty_claims.is_part
        -- of a past event, by its own words
        and coalesce(casualty_claims.date_said, '')
        !~* '\m(years?|decades?|months?|summers?|winters?)\s+(ago|earlier|before)\M'
        and (casualty_claims.low is not null or casualty_claims.high is not null)
        -- a bare number that nobody claims and that counts nobody in particular is a part of something
        and (casualty_claims.claimant is not null or casualty_claims."group" is not null)
),

placed as (
    select
        counted.*,
        array_agg(counted.claimant_side) filter (where counted.claimant_side is not null) over story as sides,
        array_agg(array_to_string(counted.claimant_words, ' '))
        filter (where counted.claimant_side is not null)
            over story as full_names
    from counted
    window story as (partition by counted.story_id)
),

sided as (
    select
        placed.*,
        -- who says so, each side under one name: in a story of one interior ministry `the ministry` is that one
        coalesce(
            placed.claimant_side,
            case when placed.claimant_entity_id is null then (
                select min(names.side) as side
                from unnest(placed.sides, placed.full_names) as names (side, full_name)
                where string_to_array(names.full_name, ' ') @> placed.claimant_words
                having count(distinct names.side) = 1
            ) end,
            placed.claimant_entity_id::text,
            array_to_string(placed.claimant_words, ' '),
            ''
        ) as rival,
        -- whose number it is: one side's people are one, whether they are called soldiers or not
        coalesce('side ' || placed.group_side, placed.group_class) as people
    from placed
),

claims as (
    select
        sided.*,
        bool_or(sided.claimant is not null) over (
            partition by sided.story_id, sided.happened, sided.people, sided.low, sided.high
        ) as is_somebodys
    from sided
),

-- One claim of each side: Kestria and Kestria's ministry say the same number once. What the article says by itself
-- is not counted beside one who is named and says the same.
firsts as (
    select distinct on (story_id, happened, people, rival, low, high) *
    from claims
    where claimant is not null or not is_somebodys
    order by
        story_id asc,
        happened asc,
        people asc,
        rival asc,
        low asc,
        high asc,
        group_class = 'people' asc,
        first_day asc nulls last,
        article_id asc,
        figure_no asc
),

-- In a story of two peoples a number without a people may be either's.
peoples as (
    select
        claims.story_id,
        claims.happened,
        count(distinct claims.group_side) as sides
    from claims
    group by claims.story_id, claims.happened
),

pairs as (
    select
        former.event,
        former.happened,
        case when former.group_class = 'people' then latter.group_class else former.group_class end as group_class,
        former.claimant as one_claimant,
        former."group" as one_group,
        former.low as one_low,
        former.high as one_high,
        former.bound as one_bound,
        former.sentence as one_sentence,
        former.url as one_url,
        former.first_day as one_first_day,
        latter.claimant as other_claimant,
        latter."group" as other_group,
        latter.low as other_low,
        latter.high as other_high,
        latter.bound as other_bound,
        latter.sentence as other_sentence,
        latter.url as other_url,
        latter.first_day as other_first_day,
        former.rival <> latter.rival as claimants_differ,
        true as numbers_differ,
        former.story_id,
        former.number as one_number,
        latter.number as other_number,
        former.claimant_side as one_claimant_side,
        latter.claimant_side as other_claimant_side,
        coalesce(former.group_side, latter.group_side) as group_side,
        former.happened_on as one_happened_on,
        latter.happened_on as other_happened_on,
        not former.meant && latter.meant as numbers_disagree,
        least(former.first_day, latter.first_day) as first_day,
        greatest(former.first_day, latter.first_day) as last_day,
        array(
            select distinct source_id
            from unnest(former.source_ids || latter.source_ids) as source_id
            order by source_id
        ) as source_ids,
        former.article_id as one_article_id,
        former.figure_no as one_figure_no,
        latter.article_id as other_article_id,
        latter.figure_no as other_figure_no
    from firsts as former
    inner join firsts as latter
        on
            former.story_id = latter.story_id
            and former.happened = latter.happened
            and (coalesce(former.first_day, 'infinity'), former.article_id, former.figure_no)
            < (coalesce(latter.first_day, 'infinity'), latter.article_id, latter.figure_no)
    inner join peoples on former.story_id = peoples.story_id and former.happened = peoples.happened
    where
        (former.low, former.high) is distinct from (latter.low, latter.high)
        and (not former.meant && latter.meant or former.rival <> latter.rival)
        -- one side is no rival of itself, whatever its name; only the same claimant can change a number
        and (former.rival <> latter.rival or lower(former.claimant) is not distinct from lower(latter.claimant))
        -- two numbers of one claimant in one article are parts of each other
        and not (former.rival = latter.rival and former.article_ids && latter.article_ids)
        and (
            former.group_side = latter.group_side
            or (former.group_side is null and latter.group_side is null)
            or ((former.group_side is null or latter.group_side is null) and peoples.sides = 1)
        )
        and (
            former.group_class = latter.group_class
            -- soldiers among people are a part, unless two who are named count them
            or (
                'people' in (former.group_class, latter.group_class)
                and former.rival <> latter.rival
                and former.claimant is not null
                and latter.claimant is not null
                and (
                    former.group_side = latter.group_side
                    or case when former.group_class = 'people' then latter.group_class else former.group_class end
                    in ('military', 'police', 'guards', 'civilians', 'crew')
                )
            )
        )
        and (former.happened_on = latter.happened_on) is not false
        -- farther apart are counts of different things: a bombing and its war
        and greatest(coalesce(former.low, former.high), coalesce(latter.low, latter.high))
        <= case when coalesce(former.claimant, latter.claimant) is null then 5 else 20 end
        * greatest(least(coalesce(former.high, former.low), coalesce(latter.high, latter.low)), 1)
)

select pairs.*
from pairs
order by
    pairs.last_day desc nulls last,
    pairs.event asc,
    pairs.happened asc,
    pairs.claimants_differ desc,
    pairs.first_day desc nulls last,
    pairs.one_article_id asc,
    pairs.one_figure_no asc,
    pairs.other_article_id asc,
    pairs.other_figure_no asc;

comment on view report.conflicting_claims is 'Pairs of claims of one story about the same people that do not agree: other claimants with other numbers, or one who changed a number; the newest first.';
comment on column report.conflicting_claims.event is 'Headline of the story.';
comment on column report.conflicting_claims.happened is 'killed, wounded, missing …';
comment on column report.conflicting_claims.group_class is 'people, military, police, militants, children, women, civilians, crew or another noun: what both groups are.';
comment on column report.conflicting_claims.one_claimant is 'Who makes the one claim; null where the article itself does.';
comment on column report.conflicting_claims.one_group is 'Its group, in its words.';
comment on column report.conflicting_claims.one_low is 'Its lowest number.';
comment on column report.conflicting_claims.one_high is 'Its highest number.';
comment on column report.conflicting_claims.one_bound is 'Its bound.';
comment on column report.conflicting_claims.one_sentence is 'Its sentence.';
comment on column report.conflicting_claims.one_url is 'Where it stands.';
comment on column report.conflicting_claims.one_first_day is 'Since when.';
comment on column report.conflicting_claims.other_claimant is 'Who makes the other claim.';
comment on column report.conflicting_claims.other_group is 'Its group, in its words.';
comment on column report.conflicting_claims.other_low is 'Its lowest number.';
comment on column report.conflicting_claims.other_high is 'Its highest number.';
comment on column report.conflicting_claims.other_bound is 'Its bound.';
comment on column report.conflicting_claims.other_sentence is 'Its sentence.';
comment on column report.conflicting_claims.other_url is 'Where it stands.';
comment on column report.conflicting_claims.other_first_day is 'Since when.';
comment on column report.conflicting_claims.claimants_differ is 'Whether different sides say so: a country''s ministries are one.';
comment on column report.conflicting_claims.numbers_differ is 'Whether the numbers differ: always, since the same number is no conflict.';
comment on column report.conflicting_claims.story_id is 'The story.';
comment on column report.conflicting_claims.one_number is 'The one number with its bound, to be read: about 40.';
comment on column report.conflicting_claims.other_number is 'The other number with its bound.';
comment on column report.conflicting_claims.one_claimant_side is 'Country that the one claimant speaks for.';
comment on column report.conflicting_claims.other_claimant_side is 'Country that the other claimant speaks for.';
comment on column report.conflicting_claims.group_side is 'Country whose people are counted; null where nothing tells.';
comment on column report.conflicting_claims.one_happened_on is 'Day of the one event, where its sentence tells.';
comment on column report.conflicting_claims.other_happened_on is 'Day of the other event; never another one, where both are known.';
comment on column report.conflicting_claims.numbers_disagree is 'Whether no number can be meant by both: 41 agrees with at least 30.';
comment on column report.conflicting_claims.first_day is 'Published day of the earlier claim.';
comment on column report.conflicting_claims.last_day is 'Published day of the later claim.';
comment on column report.conflicting_claims.source_ids is 'The sources that report either.';
comment on column report.conflicting_claims.one_article_id is 'First article with the one claim.';
comment on column report.conflicting_claims.one_figure_no is 'The figure in that article.';
comment on column report.conflicting_claims.other_article_id is 'First article with the other claim.';
comment on column report.conflicting_claims.other_figure_no is 'The figure in that article.';

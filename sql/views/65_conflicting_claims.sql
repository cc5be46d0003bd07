-- Claims of one story that do not agree: the same thing happened to the same group, but others count, or count otherwise.
create or replace view report.conflicting_claims as
with claims as (
    select
        casualty_claims.*,
        news.name_group(casualty_claims."group") as group_class
    from report.casualty_claims
    where casualty_claims.story_id is not null and not casualty_claims.background
)

select
    former.event,
    former.happened,
    former.group_class,
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
    coalesce(lower(former.claimant), '') <> coalesce(lower(latter.claimant), '') as claimants_differ,
    coalesce(former.low, -1) <> coalesce(latter.low, -1)
    or coalesce(former.high, -1) <> coalesce(latter.high, -1) as numbers_differ,
    former.story_id
from claims as former
inner join claims as latter
    on
        former.story_id = latter.story_id
        and former.happened = latter.happened
        and former.group_class = latter.group_class
        and (former.article_id, former.figure_no) < (latter.article_id, latter.figure_no)
where
    coalesce(former.low, -1) <> coalesce(latter.low, -1)
    or coalesce(former.high, -1) <> coalesce(latter.high, -1)
    or coalesce(lower(former.claimant), '') <> coalesce(lower(latter.claimant), '')
order by former.event asc, former.happened asc, former.group_class asc, former.first_day asc, latter.first_day asc;

comment on view report.conflicting_claims is 'Pairs of claims of one story about one group whose claimants or numbers differ.';
comment on column report.conflicting_claims.event is 'Headline of the story.';
comment on column report.conflicting_claims.happened is 'killed, wounded, missing …';
comment on column report.conflicting_claims.group_class is 'people, military, police, militants, children, women or civilians: what both groups are.';
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
comment on column report.conflicting_claims.claimants_differ is 'Whether different people say so.';
comment on column report.conflicting_claims.numbers_differ is 'Whether the numbers differ.';
comment on column report.conflicting_claims.story_id is 'The story.';

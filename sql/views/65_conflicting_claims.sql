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
    one.event,
    one.happened,
    one.group_class,
    one.claimant as one_claimant,
    one."group" as one_group,
    one.low as one_low,
    one.high as one_high,
    one.bound as one_bound,
    one.sentence as one_sentence,
    one.url as one_url,
    one.first_day as one_first_day,
    other.claimant as other_claimant,
    other."group" as other_group,
    other.low as other_low,
    other.high as other_high,
    other.bound as other_bound,
    other.sentence as other_sentence,
    other.url as other_url,
    other.first_day as other_first_day,
    one.claimant is distinct from other.claimant as claimants_differ,
    one.low is distinct from other.low or one.high is distinct from other.high as numbers_differ,
    one.story_id
from claims as one
inner join claims as other
    on
        one.story_id = other.story_id
        and one.happened = other.happened
        and one.group_class = other.group_class
        and (one.article_id, one.figure_no) < (other.article_id, other.figure_no)
where
    one.low is distinct from other.low
    or one.high is distinct from other.high
    or lower(one.claimant) is distinct from lower(other.claimant)
order by one.event asc, one.happened asc, one.group_class asc, one.first_day asc, other.first_day asc;

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

-- How much is said of whom over time: each day beside the seven days up to it, and since when the name is known here.
create or replace view report.entity_timeline as
select
    entity_days.day,
    entity_days.kind,
    entity_days.name,
    entity_days.articles,
    entity_days.mentions,
    entity_days.sources,
    sum(entity_days.articles) over (
        partition by entity_days.kind, entity_days.entity_id, entity_days.name_key
        order by entity_days.day range between interval '6 days' preceding and current row
    ) as articles_7_days,
    sum(entity_days.mentions) over (
        partition by entity_days.kind, entity_days.entity_id, entity_days.name_key
        order by entity_days.day range between interval '6 days' preceding and current row
    ) as mentions_7_days,
    min(entity_days.day) over (
        partition by entity_days.kind, entity_days.entity_id, entity_days.name_key
    ) as first_day,
    entity_days.entity_id,
    entity_days.name_key
from report.entity_days
where entity_days.day is not null
order by entity_days.day desc, entity_days.articles desc, entity_days.mentions desc, entity_days.name_key asc;

comment on view report.entity_timeline is 'Persons, organisations and places by day with the week up to it; days on which nothing was said have no row.';
comment on column report.entity_timeline.day is 'Published day.';
comment on column report.entity_timeline.kind is 'PER, ORG or LOC.';
comment on column report.entity_timeline.name is 'The name as it is mostly written that day.';
comment on column report.entity_timeline.articles is 'Articles of that day that mention it.';
comment on column report.entity_timeline.mentions is 'Mentions of it that day.';
comment on column report.entity_timeline.sources is 'Sources that mention it that day.';
comment on column report.entity_timeline.articles_7_days is 'Articles of the seven days up to that day.';
comment on column report.entity_timeline.mentions_7_days is 'Mentions of the seven days up to that day.';
comment on column report.entity_timeline.first_day is 'First day on which it was mentioned.';
comment on column report.entity_timeline.entity_id is 'The resolved entity; null where the name stands for itself.';
comment on column report.entity_timeline.name_key is 'The name in lower case, to follow it by.';

-- Who is suddenly spoken of: the last day with articles beside the four weeks before it.
create or replace view report.trending_entities as
with last_day as (
    select articles.published_day as day
    from news.articles
    where
        articles.published_day is not null
        and articles.merged_into is null
        and articles.taken_down_at is null
        and exists (
            select 1
            from news.mentions
            where mentions.article_id = articles.article_id and mentions.kind in ('PER', 'ORG', 'LOC')
        )
    order by articles.published_day desc
    limit 1
),

counted as (
    select
        entity_days.kind,
        entity_days.entity_id,
        entity_days.name_key,
        (array_agg(entity_days.name order by entity_days.day desc))[1] as name,
        sum(entity_days.articles) filter (where entity_days.day = (select last_day.day from last_day)) as articles,
        max(entity_days.sources) filter (where entity_days.day = (select last_day.day from last_day)) as sources,
        coalesce(sum(entity_days.articles) filter (where entity_days.day < (select last_day.day from last_day)), 0)
            as articles_before,
        min(entity_days.day) as since
    from report.entity_days
    where entity_days.day between (select last_day.day from last_day) - 28 and (select last_day.day from last_day)
    group by entity_days.kind, entity_days.entity_id, entity_days.name_key
)

select
    last_day.day,
    counted.name,
    counted.kind,
    counted.articles,
    counted.sources,
    round(counted.articles_before / 28.0, 2) as articles_a_day_before,
    round((counted.articles + 1) / (counted.articles_before / 28.0 + 1), 2) as rise,
    counted.since = last_day.day as is_new,
    counted.entity_id
from counted
cross join last_day
where counted.articles is not null
order by rise desc, counted.articles desc, counted.name asc;

comment on view report.trending_entities is 'Persons, organisations and places of the last day, those first that are spoken of more than in the 28 days before.';
comment on column report.trending_entities.day is 'The last day that has articles.';
comment on column report.trending_entities.name is 'The name as it is mostly written.';
comment on column report.trending_entities.kind is 'PER, ORG or LOC.';
comment on column report.trending_entities.articles is 'Articles of that day that name it.';
comment on column report.trending_entities.sources is 'Sources that name it that day.';
comment on column report.trending_entities.articles_a_day_before is 'Articles a day in the 28 days before.';
comment on column report.trending_entities.rise is 'Articles of the day and one more, divided by those of a usual day and one more.';
comment on column report.trending_entities.is_new is 'Whether nobody named it in the 28 days before.';
comment on column report.trending_entities.entity_id is 'The resolved entity; null where the name stands for itself.';

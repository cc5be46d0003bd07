-- Who and where was spoken of, day by day; the resolved entity where there is one, else the words without article and
-- possessive.
create or replace view report.entity_days as
with named as (
    select
        mentions.article_id,
        mentions.kind,
        coalesce(entities.merged_into, mentions.entity_id) as entity_id,
        coalesce(
            merged.name,
            entities.name,
            regexp_replace(regexp_replace(mentions.surface, '^the\s+', '', 'i'), '[''’]s?$', '')
        ) as name
    from news.mentions
    left join news.entities on mentions.entity_id = entities.entity_id
    left join news.entities as merged on entities.merged_into = merged.entity_id
    where mentions.kind in ('PER', 'ORG', 'LOC')
)

select
    articles.published_day as day,
    named.kind,
    named.entity_id,
    lower(named.name) as name_key,
    mode() within group (order by named.name) as name,
    count(distinct named.article_id) as articles,
    count(*) as mentions,
    count(distinct articles.source_id) as sources
from named
inner join news.articles on named.article_id = articles.article_id
where articles.merged_into is null and articles.taken_down_at is null
group by articles.published_day, named.kind, named.entity_id, lower(named.name)
order by articles.published_day desc nulls last, articles desc, mentions desc, name_key asc;

comment on view report.entity_days is 'Persons, organisations and places by published day: how many articles and mentions.';
comment on column report.entity_days.day is 'Published day; null for undated articles.';
comment on column report.entity_days.kind is 'PER, ORG or LOC.';
comment on column report.entity_days.entity_id is 'The resolved entity; null where the name stands for itself.';
comment on column report.entity_days.name_key is 'The name in lower case, to join days by.';
comment on column report.entity_days.name is 'The name as it is mostly written that day.';
comment on column report.entity_days.articles is 'Articles that mention it.';
comment on column report.entity_days.mentions is 'Mentions of it.';
comment on column report.entity_days.sources is 'Sources that mention it.';

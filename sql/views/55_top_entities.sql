-- Who and where is spoken of most, over all articles; report.entity_days has the same by day.
create or replace view report.top_entities as
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
    mode() within group (order by named.name) as name,
    named.kind,
    count(distinct named.article_id) as articles,
    count(*) as mentions,
    count(distinct articles.source_id) as sources,
    min(articles.published_day) as first_day,
    max(articles.published_day) as last_day,
    named.entity_id
from named
inner join news.articles on named.article_id = articles.article_id
where articles.merged_into is null and articles.taken_down_at is null
group by named.kind, named.entity_id, lower(named.name)
order by articles desc, mentions desc, name asc;

comment on view report.top_entities is 'Persons, organisations and places, the most reported first.';
comment on column report.top_entities.name is 'The name as it is mostly written.';
comment on column report.top_entities.kind is 'PER, ORG or LOC.';
comment on column report.top_entities.articles is 'Articles that mention it.';
comment on column report.top_entities.mentions is 'Mentions of it.';
comment on column report.top_entities.sources is 'Sources that mention it.';
comment on column report.top_entities.first_day is 'Published day of the first article.';
comment on column report.top_entities.last_day is 'Published day of the last article.';
comment on column report.top_entities.entity_id is 'The resolved entity; null where the name stands for itself.';

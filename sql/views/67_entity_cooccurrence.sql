-- Who is named together with whom: pairs of entities by the articles that name both.
create or replace view report.entity_cooccurrence as
with named as (
    select distinct
        mentions.article_id,
        coalesce(entities.merged_into, entities.entity_id) as entity_id
    from news.mentions
    inner join news.entities on mentions.entity_id = entities.entity_id
    inner join news.articles on mentions.article_id = articles.article_id
    where
        mentions.kind in ('PER', 'ORG', 'LOC')
        and articles.merged_into is null
        and articles.taken_down_at is null
        and articles.duplicate_of is null
)

select
    one_entity.name as one,
    one_entity.kind as one_kind,
    other_entity.name as other,
    other_entity.kind as other_kind,
    count(*) as articles,
    count(distinct articles.source_id) as sources,
    min(articles.published_day) as first_day,
    max(articles.published_day) as last_day,
    one.entity_id as one_entity_id,
    other.entity_id as other_entity_id
from named as one
inner join named as other on one.article_id = other.article_id and one.entity_id < other.entity_id
inner join news.articles on one.article_id = articles.article_id
inner join news.entities as one_entity on one.entity_id = one_entity.entity_id
inner join news.entities as other_entity on other.entity_id = other_entity.entity_id
group by
    one.entity_id, one_entity.name, one_entity.kind, other.entity_id, other_entity.name, other_entity.kind
order by articles desc, one asc, other asc;

comment on view report.entity_cooccurrence is 'Pairs of persons, organisations and places that articles name together, each pair once; copies do not count.';
comment on column report.entity_cooccurrence.one is 'The one name.';
comment on column report.entity_cooccurrence.one_kind is 'PER, ORG or LOC.';
comment on column report.entity_cooccurrence.other is 'The other name.';
comment on column report.entity_cooccurrence.other_kind is 'PER, ORG or LOC.';
comment on column report.entity_cooccurrence.articles is 'Articles that name both.';
comment on column report.entity_cooccurrence.sources is 'Their sources.';
comment on column report.entity_cooccurrence.first_day is 'Published day of the first one.';
comment on column report.entity_cooccurrence.last_day is 'Published day of the last one.';
comment on column report.entity_cooccurrence.one_entity_id is 'The one entity.';
comment on column report.entity_cooccurrence.other_entity_id is 'The other entity.';

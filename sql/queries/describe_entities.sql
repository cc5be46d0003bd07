-- Entities as the articles that are left describe them, whichever came first: the longest name and all others; country and
-- role as the latest article has them that gives one.
with said as (
    select
        article_entities.entity_id,
        article_entities.article_id,
        article_entities.name,
        article_entities.aliases,
        article_entities.country,
        article_entities.role,
        article_entities.method,
        coalesce(articles.published_at, articles.published_day::timestamp at time zone 'UTC') as at
    from news.article_entities
    inner join news.articles on article_entities.article_id = articles.article_id
    where article_entities.entity_id = any(%(entity_ids)s::uuid[])
),

chosen as (
    select
        said.entity_id,
        news.choose_name(array_agg(said.name)) as name,
        (
            array_agg(said.country order by said.at desc nulls last, said.article_id asc)
            filter (where said.country is not null)
        )[1] as country,
        (
            array_agg(said.role order by said.at desc nulls last, said.article_id asc)
            filter (where said.role is not null)
        )[1] as role,
        min(said.method) as method
    from said
    group by said.entity_id
),

spelt as (
    select
        said.entity_id,
        array_agg(spelling.name) as names
    from said
    cross join lateral unnest(said.aliases || said.name) as spelling (name)
    group by said.entity_id
)

update news.entities
set
    name = chosen.name,
    aliases = news.join_names(chosen.name, spelt.names),
    country = chosen.country,
    role = chosen.role,
    method = chosen.method,
    updated_at = now()
from chosen
inner join spelt on chosen.entity_id = spelt.entity_id
where
    entities.entity_id = chosen.entity_id
    and (entities.name, entities.aliases, entities.country, entities.role, entities.method)
    is distinct from (
        chosen.name, news.join_names(chosen.name, spelt.names), chosen.country, chosen.role, chosen.method
    );

-- What articles say of the entities that they name.
with found as (
    select
        item.article_id,
        found.entity_id,
        found.name,
        found.country,
        found.role,
        found.method,
        array(select jsonb_array_elements_text(found.aliases)) as aliases
    from jsonb_to_recordset(%(items)s) as item (article_id uuid, capture_id bigint)
    inner join staging.analyses on item.capture_id = analyses.capture_id and analyses.run_id = %(run_id)s
    cross join
        lateral jsonb_to_recordset(analyses.entities)
            as found (entity_id uuid, name text, aliases jsonb, country text, role text, method text)
),

named as (
    select
        found.article_id,
        found.entity_id,
        news.choose_name(array_agg(found.name)) as name,
        min(found.country) as country,
        min(found.role) as role,
        min(found.method) as method
    from found
    group by found.article_id, found.entity_id
),

spelt as (
    select
        found.article_id,
        found.entity_id,
        array_agg(spelling.name) as names
    from found
    cross join lateral unnest(found.aliases || found.name) as spelling (name)
    group by found.article_id, found.entity_id
)

insert into news.article_entities (article_id, entity_id, name, aliases, country, role, method, run_id)
select
    named.article_id,
    named.entity_id,
    named.name,
    news.join_names(named.name, spelt.names) as aliases,
    named.country,
    named.role,
    named.method,
    %(run_id)s as run_id
from named
inner join spelt on named.article_id = spelt.article_id and named.entity_id = spelt.entity_id
order by named.article_id, named.entity_id;

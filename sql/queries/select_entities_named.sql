-- Entities of a name or alias, or of an id, those with most mentions first; merged ones say into what.
with asked as (
    select entity_id
    from news.entities
    where
        entity_id::text = %(words)s
        or lower(left(name, 200)) = lower(left(%(words)s, 200))
        or lower(%(words)s) = any(lower(aliases::text)::text[])
)

select
    entities.entity_id,
    entities.kind,
    entities.name,
    entities.aliases,
    entities.country,
    entities.role,
    entities.merged_into,
    merged.name as merged_into_name,
    (
        select count(*)
        from news.mentions
        where mentions.entity_id = entities.entity_id
    ) as mentions
from asked
inner join news.entities on asked.entity_id = entities.entity_id
left join news.entities as merged on entities.merged_into = merged.entity_id
order by mentions desc, entities.name asc, entities.entity_id asc
limit 50;

-- Entities of a name or alias, or of an id, those with most mentions first; merged ones say into what.
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
from news.entities
left join news.entities as merged on entities.merged_into = merged.entity_id
where
    entities.entity_id::text = %(words)s
    or lower(left(entities.name, 200)) = lower(left(%(words)s, 200))
    or exists (
        select 1
        from unnest(entities.aliases) as alias (name)
        where lower(alias.name) = lower(%(words)s)
    )
order by mentions desc, entities.name asc, entities.entity_id asc
limit 50;

-- Where each entity stands by the merges that still hold, each entity following its own chain to the end.
with recursive chains as (
    select
        decided.entity_id,
        decided.into_entity_id
    from news.entity_merges as decided
    where decided.undone_at is null
    union
    select
        chains.entity_id,
        decided.into_entity_id
    from chains
    inner join
        news.entity_merges as decided
        on chains.into_entity_id = decided.entity_id and decided.undone_at is null
),

ends as (
    select
        chains.entity_id,
        chains.into_entity_id
    from chains
    where
        not exists (
            select 1
            from news.entity_merges as onward
            where onward.entity_id = chains.into_entity_id and onward.undone_at is null
        )
)

update news.entities
set merged_into = ends.into_entity_id, updated_at = now()
from news.entities as every
left join ends on every.entity_id = ends.entity_id
where
    entities.entity_id = every.entity_id
    and (every.merged_into is not null or ends.entity_id is not null)
    and entities.merged_into is distinct from ends.into_entity_id;

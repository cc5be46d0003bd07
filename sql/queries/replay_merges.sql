-- Where each entity stands by the merges that still hold, each entity following its own chain to the end.
with recursive chains as (
    select
        decided.entity_id,
        decided.into_entity_id,
        1 as steps
    from news.entity_merges as decided
    where decided.undone_at is null
    union all
    select
        chains.entity_id,
        decided.into_entity_id,
        chains.steps + 1
    from chains
    inner join
        news.entity_merges as decided
        on chains.into_entity_id = decided.entity_id and decided.undone_at is null
    where chains.steps < 100
),

ends as (
    select distinct on (chains.entity_id)
        chains.entity_id,
        chains.into_entity_id
    from chains
    order by chains.entity_id asc, chains.steps desc
)

update news.entities
set merged_into = ends.into_entity_id, updated_at = now()
from news.entities as every
left join ends on every.entity_id = ends.entity_id
where
    entities.entity_id = every.entity_id
    and (every.merged_into is not null or ends.entity_id is not null)
    and entities.merged_into is distinct from ends.into_entity_id;

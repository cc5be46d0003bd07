-- Merges of entities, the last one first.
select
    merges.merge_id,
    merges.entity_id,
    one.name,
    one.kind,
    merges.into_entity_id,
    other.name as into_name,
    merges.because,
    merges.decided_by,
    merges.decided_at,
    merges.undone_at
from news.entity_merges as merges
inner join news.entities as one on merges.entity_id = one.entity_id
inner join news.entities as other on merges.into_entity_id = other.entity_id
order by merges.merge_id desc
limit %(most)s;

-- Merges of entities, the last one first.
select
    decided.merge_id,
    decided.entity_id,
    one.name,
    one.kind,
    decided.into_entity_id,
    other.name as into_name,
    decided.because,
    decided.decided_by,
    decided.decided_at,
    decided.undone_at
from news.entity_merges as decided
inner join news.entities as one on decided.entity_id = one.entity_id
inner join news.entities as other on decided.into_entity_id = other.entity_id
order by decided.merge_id desc
limit %(most)s;

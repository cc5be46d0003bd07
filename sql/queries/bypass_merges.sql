-- Merges into an entity that is to be forgotten lead to where that one led.
update news.entity_merges
set into_entity_id = between_them.merged_into, because = 'both were merged with one whose texts were taken down'
from news.entities as between_them
where
    entity_merges.into_entity_id = between_them.entity_id
    and entity_merges.undone_at is null
    and between_them.entity_id = any(%(entity_ids)s::uuid[])
    and between_them.merged_into <> all(%(entity_ids)s::uuid[])
    and entity_merges.entity_id <> all(%(entity_ids)s::uuid[]);

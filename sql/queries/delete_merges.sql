-- Merges of entities that are to be forgotten, with what was said of them.
delete from news.entity_merges
where entity_id = any(%(entity_ids)s::uuid[]) or into_entity_id = any(%(entity_ids)s::uuid[]);

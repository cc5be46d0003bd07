-- A merge that stands no longer.
update news.entity_merges
set undone_at = now()
where merge_id = %(merge_id)s and undone_at is null
returning entity_id, into_entity_id;

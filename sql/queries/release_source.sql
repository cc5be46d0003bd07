-- A person has decided about a source that was held back.
update crawl.sources
set
    held_at = null,
    held_because = null,
    held_by = null
where source_id = %(source_id)s;

-- A collapse of quality holds a source back until a person decides; the first reason stays.
update crawl.sources
set
    held_at = now(),
    held_because = %(because)s,
    held_by = %(run_id)s
where source_id = %(source_id)s and held_at is null;

-- Validation starts from nothing: sources that an earlier attempt of this run held back are judged again.
update crawl.sources
set
    held_at = null,
    held_because = null,
    held_by = null
where held_by = %(run_id)s;

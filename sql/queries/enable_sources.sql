-- A plan over the enabled sources says which these are; the others stay known, and not enabled.
update crawl.sources
set enabled = (source_id = any(%(enabled)s)), updated_at = now()
where enabled <> (source_id = any(%(enabled)s));

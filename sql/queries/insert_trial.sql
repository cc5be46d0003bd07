-- Keep what came of trying a source by hand.
insert into crawl.trials (source_id, tried_at, worked, way, entries, detail)
values (%(source_id)s, %(tried_at)s, %(worked)s, %(way)s, %(entries)s, %(detail)s)
on conflict (source_id, tried_at) do nothing;

-- Plan a reprocess, or plan it again.
insert into crawl.runs (run_id, dag_id, mode, first_day, last_day, sources, reprocess)
values (%(run_id)s, %(dag_id)s, 'exact', %(first_day)s, %(last_day)s, %(sources)s, true)
on conflict (run_id) do update
    set
        first_day = excluded.first_day,
        last_day = excluded.last_day,
        sources = excluded.sources,
        attempt = runs.attempt + 1,
        state = 'running',
        message = null,
        settled_at = null;

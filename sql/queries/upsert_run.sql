-- Plan a run, or plan it again: the row stays, since the ledger's partition key is the day of the first plan.
insert into crawl.runs (run_id, dag_id, mode, first_day, last_day, sources)
values (%(run_id)s, %(dag_id)s, %(mode)s, %(first_day)s, %(last_day)s, %(sources)s)
on conflict (run_id) do update
    set
        dag_id = excluded.dag_id,
        mode = excluded.mode,
        first_day = excluded.first_day,
        last_day = excluded.last_day,
        sources = excluded.sources,
        attempt = runs.attempt + 1,
        state = 'running',
        message = null,
        settled_at = null
returning (started_at at time zone 'UTC')::date as started_on, attempt;

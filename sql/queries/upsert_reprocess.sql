-- What a reprocess was asked.
insert into crawl.reprocesses (run_id, first_day, last_day, dry_run, force, gone)
values (%(run_id)s, %(asked_first_day)s, %(asked_last_day)s, %(dry_run)s, %(force)s, %(gone)s)
on conflict (run_id) do update
    set
        first_day = excluded.first_day,
        last_day = excluded.last_day,
        dry_run = excluded.dry_run,
        force = excluded.force,
        gone = excluded.gone;

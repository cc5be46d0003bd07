-- What a reprocess was asked; no row for a run that is none.
select
    run_id,
    first_day,
    last_day,
    dry_run,
    force,
    gone
from crawl.reprocesses
where run_id = %(run_id)s;

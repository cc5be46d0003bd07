-- A command that was killed must not hold its captures for ever: its run is running, and nobody holds its lock.
with running as materialized (
    select run_id
    from crawl.runs
    where dag_id = 'command' and state = 'running'
)

update crawl.runs
set
    state = 'failed',
    message = 'ended before it was settled: the command was stopped; run the window again',
    settled_at = now()
from running
where
    runs.run_id = running.run_id
    and pg_catalog.pg_try_advisory_xact_lock(
        pg_catalog.hashtext('dateline run'), pg_catalog.hashtext(running.run_id)
    )
returning runs.run_id;

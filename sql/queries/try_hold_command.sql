-- A command that was killed must not hold its captures for ever: its run is running, and nobody holds its lock.
select
    pg_catalog.pg_try_advisory_xact_lock(
        pg_catalog.hashtext('dateline run'), pg_catalog.hashtext(%(run_id)s)
    ) as held;

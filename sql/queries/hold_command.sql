-- Held for as long as the session lives: when the process dies, however it dies, the lock is free.
select pg_catalog.pg_advisory_lock(pg_catalog.hashtext('dateline run'), pg_catalog.hashtext(%(run_id)s));

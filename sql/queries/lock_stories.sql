-- One grouping at a time; released with the transaction.
select pg_advisory_xact_lock(hashtext('dateline stories'), 0);

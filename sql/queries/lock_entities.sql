-- Merges are decided one after another; released with the transaction.
select pg_advisory_xact_lock(hashtext('dateline entities'), 0);

-- Who writes pages waits for a takedown that is under way, and a takedown waits for them. Ends with the transaction.
select pg_advisory_xact_lock_shared(hashtext('dateline takedown'));

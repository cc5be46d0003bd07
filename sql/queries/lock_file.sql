-- One process at a time rewrites a file of the archive: the second waits, and finds less to do. Ends with the transaction.
select pg_advisory_xact_lock(hashtext('dateline wipe'), hashtext(%(warc_file)s));

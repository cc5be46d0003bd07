-- Two publications of one source never interleave, whichever runs they belong to; released with the transaction.
select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('dateline publish'), pg_catalog.hashtext(%(source_id)s));

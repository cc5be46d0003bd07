-- Two publications of one source never interleave, whichever runs they belong to; released with the transaction.
select pg_advisory_xact_lock(hashtext('dateline publish'), hashtext(%(source_id)s));

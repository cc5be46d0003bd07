-- What no step has decided goes to the next run: nothing ends without an outcome.
update crawl.ledger
set
    outcome = 'deferred',
    reason = 'not_processed',
    detail = 'no step of the run got to it',
    decided_at = now()
where run_id = %(run_id)s and outcome is null;

-- A retried capture has no outcome again: the next run that wants it takes it over and judges it anew.
with retried as (
    update quality.quarantine
    set
        state = 'retried',
        state_by = current_user,
        state_at = now()
    where quarantine_id = any(%(cases)s) and state = 'held'
    returning capture_id
)

update crawl.captures
set
    outcome = null,
    reason = null,
    outcome_run_id = null,
    outcome_at = null,
    claimed_by = null
from retried
where captures.capture_id = retried.capture_id and captures.outcome = 'quarantined';

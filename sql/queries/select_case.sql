-- One case of quarantine, with the row as it was staged.
select
    quarantine_id,
    run_id,
    source_id,
    capture_id,
    url,
    reason,
    expectation,
    in_words,
    state,
    state_by,
    state_at,
    quarantined_at,
    row_as_staged
from quality.quarantine
where quarantine_id = %(quarantine_id)s;

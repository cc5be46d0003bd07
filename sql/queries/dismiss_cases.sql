-- A dismissed case stays out: its capture keeps its outcome, and the row stays here for the record.
update quality.quarantine
set
    state = 'dismissed',
    state_by = current_user,
    state_at = now()
where quarantine_id = any(%(cases)s) and state = 'held';

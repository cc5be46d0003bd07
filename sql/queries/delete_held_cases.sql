-- Validation starts from nothing: cases of an earlier attempt that nobody has decided are dropped.
delete from quality.quarantine
where run_id = %(run_id)s and state = 'held';

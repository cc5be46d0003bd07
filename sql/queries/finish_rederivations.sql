-- From here on a retry leaves these alone.
update quality.rederivations
set replaced_at = now()
where run_id = %(run_id)s and capture_id = any(%(capture_ids)s);

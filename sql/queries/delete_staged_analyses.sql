-- An attempt at analysing starts from nothing.
delete from staging.analyses
where run_id = %(run_id)s and batch_id = %(batch_id)s

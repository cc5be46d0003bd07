-- A plan starts from nothing: batches of an earlier plan go, with what was staged for them.
delete from staging.batches
where run_id = %(run_id)s

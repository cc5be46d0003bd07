-- A batch is clean once each of its captures is staged.
update staging.batches
set cleaned_at = clock_timestamp()
where run_id = %(run_id)s and batch_id = %(batch_id)s

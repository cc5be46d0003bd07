-- A batch is analysed once each of its articles is.
update staging.batches
set analysed_at = clock_timestamp()
where run_id = %(run_id)s and batch_id = %(batch_id)s

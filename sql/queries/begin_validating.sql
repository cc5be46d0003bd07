-- Validation judges the run's whole batches, and holds them until it has written its verdicts: what a newer attempt stages
-- is not judged by then, and loses this mark.
update staging.batches
set validated_at = clock_timestamp()
where run_id = %(run_id)s and cleaned_at is not null and analysed_at is not null

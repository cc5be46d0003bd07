-- A new attempt at analysing a batch takes its token; a batch whose cleaning failed is left alone.
update staging.batches
set
    attempt_token = %(token)s,
    analysed_at = null,
    validated_at = null
where run_id = %(run_id)s and batch_id = %(batch_id)s and cleaned_at is not null
returning batch_id

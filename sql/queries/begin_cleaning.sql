-- A new attempt at cleaning a batch takes its token, after any write of the attempt before it has ended.
update staging.batches
set
    attempt_token = %(token)s,
    cleaned_at = null,
    analysed_at = null,
    validated_at = null
where run_id = %(run_id)s and batch_id = %(batch_id)s
returning captures

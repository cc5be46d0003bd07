-- A publication stands on the batches that it judged: those still as they were, held so that nobody cleans them meanwhile.
select batches.batch_id
from staging.batches
inner join unnest(%(batches)s::integer[], %(tokens)s::uuid[]) as judged (batch_id, attempt_token)
    on batches.batch_id = judged.batch_id and batches.attempt_token = judged.attempt_token
where
    batches.run_id = %(run_id)s
    and batches.cleaned_at is not null
    and batches.analysed_at is not null
    and batches.validated_at is not null
order by batches.batch_id
for share of batches;

-- Whether an attempt still holds its batch; shared, so that a new attempt waits until this write has ended.
select attempt_token
from staging.batches
where run_id = %(run_id)s and batch_id = %(batch_id)s and attempt_token = %(token)s
for share

-- A batch gets a token that nobody holds: the first attempt at it sets its own.
insert into staging.batches (run_id, batch_id, attempt_token, captures)
values (%(run_id)s, %(batch_id)s, gen_random_uuid(), cardinality(%(captures)s::bigint[]))

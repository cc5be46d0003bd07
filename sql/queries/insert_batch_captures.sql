-- Which captures a batch holds.
insert into staging.batch_captures (run_id, batch_id, capture_id)
select
    %(run_id)s,
    %(batch_id)s,
    dealt.capture_id
from unnest(%(captures)s::bigint[]) as dealt (capture_id)

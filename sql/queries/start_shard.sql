-- A new attempt takes the shard over: from here on writes with an older token fail.
update crawl.shards
set
    attempt_token = %(token)s,
    attempts = attempts + 1,
    state = 'running',
    message = null,
    started_at = now(),
    finished_at = null
from crawl.runs
where
    shards.run_id = %(run_id)s
    and shards.shard_id = %(shard_id)s
    and runs.run_id = shards.run_id
returning
    shards.label,
    shards.sources,
    shards.attempts,
    runs.mode,
    runs.first_day,
    runs.last_day,
    (runs.started_at at time zone 'UTC')::date as started_on;

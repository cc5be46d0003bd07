-- A new attempt takes the shard over: from here on writes with an older token fail. Attempts after one that failed or was
-- killed share its deadline; one that is cleared by hand, after a good end or after settle, has a deadline of its own.
update crawl.shards
set
    attempt_token = %(token)s,
    attempts = attempts + 1,
    state = 'running',
    message = null,
    started_at = now(),
    first_started_at = case
        when %(reopened)s or shards.state in ('planned', 'done') then now()
        else coalesce(shards.first_started_at, now())
    end,
    finished_at = null
from crawl.runs
where
    shards.run_id = %(run_id)s
    and shards.shard_id = %(shard_id)s
    and runs.run_id = shards.run_id
returning
    shards.label,
    array(
        select source.source_id
        from unnest(shards.sources) with ordinality as source (source_id, place)
        where
            not exists (
                select 1
                from crawl.source_crawls as ended
                where ended.run_id = shards.run_id and ended.source_id = source.source_id and ended.state = 'done'
            )
        order by source.place
    ) as sources,
    shards.attempts,
    extract(epoch from now() - shards.first_started_at)::double precision as elapsed,
    runs.mode,
    runs.first_day,
    runs.last_day,
    (runs.started_at at time zone 'UTC')::date as started_on;

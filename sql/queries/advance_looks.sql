-- The last completed look of each strategy: of runs that look back until now only, since an exact run sees no more than
-- its own days; never of a strategy that failed, nor of a source whose crawl did not finish what it had found.
insert into crawl.looks (
    source_id, strategy, looked_at, read_at, read_since, tells, rules, reach, entries, oldest_at, newest_at,
    listing_ended, etag, last_modified, body_digest, run_id
)
select
    observations.source_id,
    observations.strategy,
    observations.started_at,
    coalesce(observations.read_at, observations.started_at) as read_at,
    observations.read_since,
    observations.tells,
    observations.rules,
    observations.reach,
    observations.entries,
    observations.oldest_at,
    observations.newest_at,
    observations.listing_ended,
    observations.etag,
    observations.last_modified,
    observations.body_digest,
    observations.run_id
from crawl.observations
inner join crawl.runs on observations.run_id = runs.run_id
left join crawl.source_crawls as crawled
    on observations.run_id = crawled.run_id and observations.source_id = crawled.source_id
left join crawl.shards
    on observations.run_id = shards.run_id and observations.shard_id = shards.shard_id
where
    observations.run_id = %(run_id)s
    and observations.source_id = %(source_id)s
    and observations.finished_at is not null
    and observations.reach <> 'unreachable'
    and (observations.problem is null or observations.problem = 'listing_too_short')
    and runs.mode = 'look_back'
    and coalesce(crawled.state, shards.state, 'done') = 'done'
order by observations.strategy
on conflict (source_id, strategy) do update set
    looked_at = excluded.looked_at,
    read_at = excluded.read_at,
    read_since = excluded.read_since,
    tells = excluded.tells,
    rules = excluded.rules,
    reach = excluded.reach,
    entries = excluded.entries,
    oldest_at = excluded.oldest_at,
    newest_at = excluded.newest_at,
    listing_ended = excluded.listing_ended,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    body_digest = excluded.body_digest,
    run_id = excluded.run_id
where looks.looked_at < excluded.looked_at;

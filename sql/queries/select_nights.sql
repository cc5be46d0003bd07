-- What settle looks at of each source of a run, one row each: how its crawl ended, or else how its shard did; the last look
-- is of the runs before this one. Archives are the ways in that are read whole, whatever the window.
with planned as (
    select
        runs.run_id,
        runs.started_at,
        source.source_id
    from crawl.runs
    cross join lateral unnest(runs.sources) as source (source_id)
    where runs.run_id = %(run_id)s
    union
    select
        runs.run_id,
        runs.started_at,
        ledger.source_id
    from crawl.ledger
    inner join crawl.runs on ledger.run_id = runs.run_id
    where ledger.run_id = %(run_id)s
)

select
    planned.source_id,
    planned.source_id = any(runs.sources) as planned,
    sources.held_because,
    sources.held_at is not null as held,
    sources.expected_minimum,
    sources.expected_maximum,
    coalesce(sources.expected_days, 7) as expected_days,
    coalesce(crawled.state, shards.state) as shard_state,
    case when crawled.state is null then shards.message else crawled.message end as shard_message,
    looks.looked_at as last_look,
    coalesce(ways.archives, '{}') as archives,
    coalesce(ways.only_archives, false) as only_archives
from planned
inner join crawl.runs on planned.run_id = runs.run_id
left join crawl.sources on planned.source_id = sources.source_id
left join crawl.source_crawls as crawled
    on planned.run_id = crawled.run_id and planned.source_id = crawled.source_id
left join lateral (
    select
        shard.state,
        shard.message
    from crawl.shards as shard
    where shard.run_id = planned.run_id and planned.source_id = any(shard.sources)
    order by shard.shard_id
    limit 1
) as shards on true
left join lateral (
    select max(seen.started_at) as looked_at
    from crawl.observations as seen
    inner join crawl.runs as earlier on seen.run_id = earlier.run_id
    where
        seen.source_id = planned.source_id
        and seen.run_id <> planned.run_id
        and seen.started_at < planned.started_at
        and seen.finished_at is not null
        and seen.reach <> 'unreachable'
        and earlier.mode = 'look_back'
) as looks on true
left join lateral (
    select
        array_agg('warc:' || (way.item ->> 'url')) filter (where archive.whole) as archives,
        bool_and(archive.whole) as only_archives
    from jsonb_array_elements(sources.entry -> 'discovery') as way (item)
    cross join lateral (
        select way.item ->> 'strategy' = 'warc' and coalesce(way.item ->> 'dates', 'any') = 'any' as whole
    ) as archive
) as ways on true
order by planned.source_id;

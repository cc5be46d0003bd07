-- Takedowns of which records may still lie in the archive: their addresses, and the shards of all runs that met these. While
-- one of those runs is under way it may write another record.
select
    takedowns.asked_url,
    array_agg(distinct takedowns.url) as urls,
    coalesce(
        (
            select jsonb_agg(distinct jsonb_build_array(met.run_id, met.shard_id))
            from (
                select
                    ledger.run_id,
                    ledger.shard_id
                from crawl.ledger
                where ledger.url = any(array_agg(takedowns.url)) and ledger.shard_id is not null
                union
                select
                    captures.run_id,
                    captures.shard_id
                from crawl.captures
                where captures.url = any(array_agg(takedowns.url))
            ) as met
        ),
        '[]'
    ) as shards,
    exists(
        select 1
        from crawl.ledger
        inner join crawl.runs on ledger.run_id = runs.run_id
        where ledger.url = any(array_agg(takedowns.url)) and runs.state = 'running'
    ) as is_met_now
from crawl.takedowns
where takedowns.wiped_at is null and (%(asked_url)s::text is null or takedowns.asked_url = %(asked_url)s)
group by takedowns.asked_url
order by takedowns.asked_url;

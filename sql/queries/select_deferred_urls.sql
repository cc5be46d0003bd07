-- What earlier runs put off goes first, even when no listing shows it any more, if this run's window wants it.
with asked as (
    select
        %(run_id)s::text as run_id,
        %(source_id)s::text as source_id,
        %(since)s::timestamptz as since,
        %(until)s::timestamptz as until
),

recent_runs as (
    select
        runs.run_id,
        runs.started_at,
        runs.first_day,
        runs.last_day
    from asked
    inner join crawl.runs on asked.source_id = any(runs.sources) and asked.run_id <> runs.run_id
    order by runs.started_at desc
    limit 10
),

latest as (
    select distinct on (ledger.url)
        ledger.url,
        ledger.strategy,
        ledger.outcome,
        recent_runs.first_day,
        recent_runs.last_day
    from asked
    inner join crawl.ledger on asked.source_id = ledger.source_id
    inner join recent_runs on ledger.run_id = recent_runs.run_id
    order by ledger.url asc, recent_runs.started_at desc
)

select
    urls.url,
    urls.listed_published_at as published_at,
    coalesce(urls.strategy, latest.strategy, 'deferred') as strategy
from asked
inner join crawl.urls on asked.source_id = urls.source_id
left join latest on urls.url = latest.url
where
    (urls.deferred_at is not null or latest.outcome = 'deferred')
    and (
        asked.until is null
        or (urls.listed_published_at >= asked.since and urls.listed_published_at < asked.until)
        or (
            urls.listed_published_at is null
            and latest.first_day < asked.until::date
            and latest.last_day >= asked.since::date
        )
    )
order by urls.deferred_at asc nulls last, urls.url asc
limit %(budget)s;

-- Everything that says whether a URL must be fetched, in one look: tombstone, this run's ledger, captures, frontier.
with asked as (
    select
        %(started_on)s::date as started_on,
        %(run_id)s::text as run_id,
        %(source_id)s::text as source_id,
        %(url)s::text as url
),

waiting as (
    select
        captures.capture_id,
        captures.outcome,
        captures.reason,
        captures.published_day
    from asked
    inner join crawl.captures
        on asked.source_id = captures.source_id and asked.url = captures.url
    left join crawl.runs on captures.claimed_by = runs.run_id
    where
        captures.erased_at is null
        and captures.expired_at is null
        and (
            captures.outcome is null
            or (captures.outcome = 'skipped' and captures.reason in ('outside_window', 'undated'))
        )
        and (runs.run_id is null or runs.run_id = asked.run_id or runs.state <> 'running')
    order by captures.fetched_at desc
    limit 1
)

select
    takedowns.url is not null as taken_down,
    ledger.capture_id is not null or ledger.outcome is not null as done,
    waiting.capture_id as waiting_capture,
    waiting.outcome as waiting_outcome,
    waiting.reason as waiting_reason,
    waiting.published_day as waiting_day,
    urls.article_id,
    urls.outcome,
    urls.etag,
    urls.last_modified,
    urls.body_digest,
    urls.fetched_at,
    urls.first_seen_at,
    urls.wanted_since,
    urls.wanted_until,
    coalesce(urls.published_day, (urls.listed_published_at at time zone 'UTC')::date) as published_day
from asked
left join crawl.takedowns on asked.url = takedowns.url
left join crawl.ledger
    on
        asked.started_on = ledger.started_on
        and asked.run_id = ledger.run_id
        and asked.source_id = ledger.source_id
        and asked.url = ledger.url
left join crawl.urls on asked.source_id = urls.source_id and asked.url = urls.url
left join waiting on true;

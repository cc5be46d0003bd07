-- What earlier runs put off goes first, even when no listing shows it any more. A run that looks back until now takes all
-- of it, however long it waits; an exact run takes what it may want itself and leaves the rest waiting.
with asked as (
    select
        %(source_id)s::text as source_id,
        %(since)s::timestamptz as since,
        %(until)s::timestamptz as until
)

select
    urls.url,
    urls.listed_published_at as published_at,
    coalesce(urls.strategy, 'deferred') as strategy
from asked
inner join crawl.urls on asked.source_id = urls.source_id
where
    urls.deferred_at is not null
    and (
        asked.until is null
        or (urls.listed_published_at >= asked.since and urls.listed_published_at < asked.until)
        or (
            urls.listed_published_at is null
            and coalesce(urls.wanted_since, '-infinity') < asked.until
            and coalesce(urls.wanted_until, 'infinity') > asked.since
        )
    )
order by urls.deferred_at asc, urls.url asc
limit %(budget)s;

-- What a source's crawl did not get to is put off, each URL in the ledger and in the frontier.
with rest as (
    update crawl.ledger
    set
        outcome = 'deferred',
        reason = %(reason)s,
        detail = %(detail)s,
        attempt_token = %(token)s,
        decided_at = now()
    where
        started_on = %(started_on)s
        and run_id = %(run_id)s
        and source_id = %(source_id)s
        and shard_id = %(shard_id)s
        and outcome is null
        and capture_id is null
        and (%(urls)s::text[] is null or url = any(%(urls)s::text[]))
    returning source_id, url
)

update crawl.urls
set deferred_at = coalesce(urls.deferred_at, now())
from rest
where urls.source_id = rest.source_id and urls.url = rest.url;

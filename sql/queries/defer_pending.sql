-- What no step has decided goes to the next run: nothing ends without an outcome. A URL without a page waits in the
-- frontier, as one does that the crawl itself put off; a page that was fetched waits as a capture.
with pending as (
    update crawl.ledger
    set
        outcome = 'deferred',
        reason = 'not_processed',
        detail = 'no step of the run got to it',
        decided_at = now()
    where run_id = %(run_id)s and outcome is null
    returning source_id, url, capture_id
)

update crawl.urls
set deferred_at = coalesce(urls.deferred_at, now())
from pending
where pending.capture_id is null and urls.source_id = pending.source_id and urls.url = pending.url;

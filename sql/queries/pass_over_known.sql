-- Known articles that a crawl did not come to look at again are not put off: they would go before what is new next time.
update crawl.ledger
set
    outcome = 'unchanged',
    reason = 'not_due',
    detail = 'not looked at again: the run had no room left',
    article_id = urls.article_id,
    attempt_token = %(token)s,
    decided_at = now()
from crawl.urls
where
    ledger.started_on = %(started_on)s
    and ledger.run_id = %(run_id)s
    and ledger.source_id = %(source_id)s
    and ledger.shard_id = %(shard_id)s
    and ledger.url = any(%(urls)s)
    and ledger.outcome is null
    and ledger.capture_id is null
    and urls.source_id = ledger.source_id
    and urls.url = ledger.url
    and urls.article_id is not null;

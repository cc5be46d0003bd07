-- The frontier advances with what the crawl alone could say: unchanged, gone, failed, put off. A URL that is not due
-- keeps its state; one that a later page has answered since is left alone.
update crawl.urls
set
    fetched_at = case
        when ledger.outcome = 'unchanged' and ledger.reason is null
            then coalesce(ledger.decided_at, ledger.noted_at)
        else urls.fetched_at
    end,
    outcome = case when ledger.outcome = 'unchanged' then urls.outcome else ledger.outcome end,
    reason = case when ledger.outcome = 'unchanged' then urls.reason else ledger.reason end,
    outcome_run_id = case when ledger.outcome = 'unchanged' then urls.outcome_run_id else ledger.run_id end,
    gone_at = case
        when ledger.outcome = 'failed' and ledger.reason in ('not_found', 'gone') and urls.fetched_at is not null
            then coalesce(urls.gone_at, ledger.decided_at, ledger.noted_at)
        when ledger.outcome = 'unchanged' and ledger.reason is null then null
        else urls.gone_at
    end,
    deferred_at = case when ledger.outcome = 'deferred' then coalesce(urls.deferred_at, ledger.noted_at) end
from crawl.ledger
where
    ledger.run_id = %(run_id)s
    and ledger.source_id = %(source_id)s
    and ledger.capture_id is null
    and ledger.outcome is not null
    and urls.source_id = ledger.source_id
    and urls.url = ledger.url
    and (urls.fetched_at is null or urls.fetched_at <= coalesce(ledger.decided_at, ledger.noted_at));

-- The run's outcomes; what settle had put off for want of processing, or validation had held back, is decided after all. Of an
-- address with several captures in this run, one whose first became an article and whose last an edit of it was stored.
with decided as (
    select
        captures.url,
        item.capture_id,
        item.outcome,
        item.reason,
        item.detail,
        item.article_id,
        bool_or(item.outcome = 'stored') over (partition by captures.url, item.article_id) as is_new
    from
        jsonb_to_recordset(%(items)s)
            as item (
                capture_id bigint, outcome text, reason text, detail text, article_id uuid
            )
    inner join crawl.captures on item.capture_id = captures.capture_id
)

update crawl.ledger
set
    outcome = case when decided.is_new then 'stored' else decided.outcome end,
    reason = decided.reason,
    detail = decided.detail,
    article_id = decided.article_id,
    decided_at = now()
from decided
where
    ledger.run_id = %(run_id)s
    and ledger.source_id = %(source_id)s
    and ledger.capture_id = decided.capture_id
    and (
        ledger.outcome is null
        or ledger.outcome = 'quarantined'
        or (ledger.outcome = 'deferred' and ledger.reason = 'not_processed')
    );

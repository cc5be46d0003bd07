-- The run's outcomes; what settle had put off for want of processing, or validation had held back, is decided after all.
update crawl.ledger
set
    outcome = item.outcome,
    reason = item.reason,
    detail = item.detail,
    article_id = item.article_id,
    decided_at = now()
from
    jsonb_to_recordset(%(items)s)
        as item (
            capture_id bigint, outcome text, reason text, detail text, article_id uuid
        )
where
    ledger.run_id = %(run_id)s
    and ledger.source_id = %(source_id)s
    and ledger.capture_id = item.capture_id
    and (
        ledger.outcome is null
        or ledger.outcome = 'quarantined'
        or (ledger.outcome = 'deferred' and ledger.reason = 'not_processed')
    );

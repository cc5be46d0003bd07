-- The ledgers' words on addresses that were taken down may hold the page's own; runs that are under way decide them so.
update crawl.ledger
set
    detail = null,
    reason = case when outcome is null and capture_id is not null then 'taken_down' else reason end,
    decided_at = case when outcome is null and capture_id is not null then now() else decided_at end,
    outcome = case when outcome is null and capture_id is not null then 'skipped' else outcome end
where url = any(%(urls)s) and (detail is not null or (outcome is null and capture_id is not null));

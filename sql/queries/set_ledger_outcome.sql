-- What the crawl itself can say of a URL; an outcome that stands is never overwritten.
update crawl.ledger
set
    outcome = %(outcome)s,
    reason = %(reason)s,
    detail = %(detail)s,
    article_id = %(article_id)s,
    attempt_token = %(token)s,
    decided_at = now()
where
    started_on = %(started_on)s
    and run_id = %(run_id)s
    and source_id = %(source_id)s
    and url = %(url)s
    and outcome is null
    and capture_id is null;

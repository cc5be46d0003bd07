-- The ledger's row of a URL now stands for this capture; its outcome comes when it is published.
update crawl.ledger
set capture_id = %(capture_id)s, attempt_token = %(token)s
where
    started_on = %(started_on)s
    and run_id = %(run_id)s
    and source_id = %(source_id)s
    and url = %(url)s
    and outcome is null;

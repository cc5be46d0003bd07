-- Rows of a reprocess that fail an expectation do not replace what is stored: they say why, and wait for nobody.
update staging.articles
set outcome = 'quarantined', reason = 'expectation_failed', detail = coalesce(detail || ' ', '') || %(in_words)s
where
    run_id = %(run_id)s
    and capture_id = any(%(captures)s)
    and (outcome is null or (outcome = 'quarantined' and strpos(coalesce(detail, ''), %(in_words)s) = 0));

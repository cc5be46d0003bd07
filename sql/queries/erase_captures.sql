-- Captures of what was taken down: where their records lie is kept until these are erased too. Those that no run has
-- decided are decided now.
update crawl.captures
set
    erased_at = now(),
    headers = '{}',
    content_type = null,
    listed_published_raw = null,
    listed_title = null,
    outcome = coalesce(outcome, 'skipped'),
    reason = case when outcome is null then 'taken_down' else reason end,
    outcome_at = coalesce(outcome_at, now())
where capture_id = any(%(capture_ids)s) and erased_at is null;

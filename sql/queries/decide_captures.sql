-- The captures' latest outcome; from here on no run takes them for unfinished.
update crawl.captures
set
    outcome = item.outcome,
    reason = item.reason,
    outcome_run_id = %(run_id)s,
    outcome_at = now(),
    published_day = articles.published_day
from jsonb_to_recordset(%(items)s) as item (capture_id bigint, outcome text, reason text)
inner join staging.articles on item.capture_id = articles.capture_id and articles.run_id = %(run_id)s
where captures.capture_id = item.capture_id and captures.outcome is null;

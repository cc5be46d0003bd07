-- Staged articles with a case are held back, dismissed ones for good: publish sees them as decided.
with cases as (
    select
        capture_id,
        min(reason) as reason,
        string_agg(in_words, ' ' order by quarantine_id) as in_words
    from quality.quarantine
    where run_id = %(run_id)s and state in ('held', 'dismissed')
    group by capture_id
)

update staging.articles
set
    outcome = 'quarantined',
    reason = cases.reason,
    detail = cases.in_words
from cases
where articles.run_id = %(run_id)s and articles.capture_id = cases.capture_id and articles.outcome is null;

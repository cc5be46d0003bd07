-- Validation starts from nothing: pages that this run had put into quarantine and judges again are undecided again.
update crawl.captures
set
    outcome = null,
    reason = null,
    claimed_by = %(run_id)s
from quality.quarantine
inner join staging.articles
    on quarantine.run_id = articles.run_id and quarantine.capture_id = articles.capture_id
where
    quarantine.run_id = %(run_id)s
    and quarantine.state = 'held'
    and captures.capture_id = quarantine.capture_id
    and captures.outcome = 'quarantined'
    and captures.outcome_run_id = %(run_id)s;

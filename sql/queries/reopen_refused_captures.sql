-- Pages that were refused and are seen otherwise now are decided anew, in this transaction: no other run can meet them
-- undecided. What cannot be read now keeps what was said of it when it could.
update crawl.captures
set
    outcome = null,
    reason = null,
    outcome_run_id = null,
    outcome_at = null,
    claimed_by = %(run_id)s
from quality.rederivations
inner join staging.articles
    on rederivations.run_id = articles.run_id and rederivations.capture_id = articles.capture_id
where
    rederivations.run_id = %(run_id)s
    and rederivations.source_id = %(source_id)s
    and rederivations.result in ('accepted', 'refused')
    and rederivations.replaced_at is null
    and articles.batch_id = any(%(batches)s)
    and captures.capture_id = rederivations.capture_id
    and captures.erased_at is null
    and (
        captures.outcome in ('rejected', 'failed')
        or (captures.outcome = 'skipped' and captures.reason = 'undated')
    )
    and (articles.outcome, articles.reason) is distinct from (captures.outcome, captures.reason)
returning captures.capture_id;

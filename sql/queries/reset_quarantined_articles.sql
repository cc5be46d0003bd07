-- Validation starts from nothing: rows that an earlier attempt held back are judged again.
update staging.articles
set
    outcome = null,
    reason = null,
    detail = null
where run_id = %(run_id)s and outcome = 'quarantined';

-- A capture that waits is worked on by this run instead of being fetched again; nobody else may take it meanwhile. It is
-- wanted by this run too, as if this run had fetched it.
update crawl.captures
set
    claimed_by = %(run_id)s,
    outcome = null,
    reason = null,
    outcome_run_id = null,
    outcome_at = null,
    wanted_since = least(captures.wanted_since, coalesce(%(wanted_since)s::timestamptz, '-infinity')),
    wanted_until = case
        when captures.wanted_until is null or %(wanted_until)s::timestamptz is null then null
        else greatest(captures.wanted_until, %(wanted_until)s::timestamptz)
    end
where
    captures.capture_id = %(capture_id)s
    and (captures.outcome is null or captures.outcome = 'skipped')
    and not exists (
        select 1
        from crawl.runs
        where runs.run_id = captures.claimed_by and runs.run_id <> %(run_id)s and runs.state = 'running'
    )
returning captures.capture_id;

-- The funnel of a reprocess: each capture that it was to derive again, once. What was held, or that no step got to, says so.
with asked as (
    select
        captures.source_id,
        captures.capture_id
    from staging.batch_captures
    inner join crawl.captures on batch_captures.capture_id = captures.capture_id
    where batch_captures.run_id = %(run_id)s
    union
    select
        source_id,
        capture_id
    from quality.rederivations
    where run_id = %(run_id)s
),

decided as (
    select
        asked.source_id,
        case
            when captures.erased_at is not null then 'skipped'
            when captures.outcome_run_id = %(run_id)s then captures.outcome
            when found.outcome is not null then found.outcome
            when found.result = 'changed' and found.replaced_at is not null then 'updated'
            when found.result = 'kept' or (found.result = 'unchanged' and found.replaced_at is not null)
                then 'unchanged'
            when found.result in ('changed', 'unchanged', 'accepted') and holds.source_id is not null
                then 'quarantined'
            else 'deferred'
        end as outcome,
        case
            when captures.erased_at is not null then 'taken_down'
            when captures.outcome_run_id = %(run_id)s then coalesce(captures.reason, '')
            when found.outcome is not null then coalesce(found.reason, '')
            when found.result = 'kept' then ''
            when found.result in ('changed', 'unchanged') and found.replaced_at is not null then ''
            when found.result in ('changed', 'unchanged', 'accepted') and holds.source_id is not null
                then 'source_held'
            else 'not_processed'
        end as reason
    from asked
    inner join crawl.captures on asked.capture_id = captures.capture_id
    left join quality.rederivations as found
        on asked.capture_id = found.capture_id and found.run_id = %(run_id)s
    left join quality.reprocess_holds as holds
        on asked.source_id = holds.source_id and holds.run_id = %(run_id)s
)

insert into quality.funnel (run_id, source_id, outcome, reason, entries, pruned)
select
    %(run_id)s,
    source_id,
    outcome,
    reason,
    count(*) as entries,
    false as pruned
from decided
group by source_id, outcome, reason;

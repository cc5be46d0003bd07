-- What a reprocess came to, source by source: the results, what no step got to, and a few pages that cannot be read.
with asked as (
    select
        captures.source_id,
        count(*) as planned
    from staging.batch_captures
    inner join crawl.captures on batch_captures.capture_id = captures.capture_id
    where batch_captures.run_id = %(run_id)s and captures.erased_at is null
    group by captures.source_id
),

compared as (
    select
        source_id,
        count(*) as looked_at,
        count(*) filter (where result = 'changed') as changed,
        count(*) filter (where result = 'accepted') as accepted,
        count(*) filter (where result in ('rejected', 'quarantined')) as rejected,
        count(*) filter (where result = 'failed') as failed,
        count(*) filter (where result = 'kept') as kept,
        count(*) filter (
            where replaced_at is null and result in ('changed', 'unchanged', 'accepted')
        ) as not_replaced,
        (array_agg(
            'capture ' || capture_id || ': ' || coalesce(detail, reason, '') order by capture_id
        ) filter (where result = 'failed'))[:3] as failures
    from quality.rederivations
    where run_id = %(run_id)s
    group by source_id
)

select
    coalesce(asked.source_id, compared.source_id) as source_id,
    coalesce(asked.planned, 0) as planned,
    coalesce(compared.looked_at, 0) as looked_at,
    coalesce(compared.changed, 0) as changed,
    coalesce(compared.accepted, 0) as accepted,
    coalesce(compared.rejected, 0) as rejected,
    coalesce(compared.failed, 0) as failed,
    coalesce(compared.kept, 0) as kept,
    coalesce(compared.not_replaced, 0) as not_replaced,
    coalesce(compared.failures, '{}') as failures,
    holds.because
from asked
full join compared on asked.source_id = compared.source_id
left join quality.reprocess_holds as holds
    on holds.source_id = coalesce(asked.source_id, compared.source_id) and holds.run_id = %(run_id)s
order by asked.source_id, compared.source_id;

-- Retention: pages older than their source's entry, or the setting, keeps them are given up; never one that still waits for
-- a step or a person.
with asked as (
    select %(retention_days)s::integer as days
),

shortest as (
    select least(asked.days, min((sources.entry ->> 'retention_days')::integer)) as days
    from asked
    left join crawl.sources on true
    group by asked.days
),

aged as (
    select captures.capture_id
    from crawl.captures
    cross join asked
    left join crawl.sources on captures.source_id = sources.source_id
    where
        captures.expired_at is null
        and captures.erased_at is null
        and captures.claimed_by is null
        and captures.outcome in ('stored', 'updated', 'unchanged', 'duplicate', 'rejected', 'skipped', 'failed')
        and captures.fetched_at < now() - (select shortest.days from shortest) * interval '1 day'
        and captures.fetched_at
        < now() - coalesce((sources.entry ->> 'retention_days')::integer, asked.days) * interval '1 day'
    order by captures.capture_id
    limit %(most)s
    for update of captures skip locked
)

update crawl.captures
set expired_at = now()
from aged
where captures.capture_id = aged.capture_id;

-- Captures that no live run works on belong to the next run: what is locked is being claimed by another one at this
-- moment. An exact run takes only what was wanted for its own days, since it publishes nothing else. Of several captures
-- of one URL the oldest goes first, so that versions are published in their order. Pages that an earlier window had no
-- use for belong to the run that wants their day, even when no listing shows them there.
with run as (
    select
        run_id,
        mode,
        sources,
        first_day,
        case when mode = 'look_back' then 'infinity' else last_day end as until_day,
        first_day::timestamp at time zone 'UTC' as starts_at,
        (last_day + 1)::timestamp at time zone 'UTC' as ends_at
    from crawl.runs
    where run_id = %(run_id)s
),

leftovers as (
    select capture.capture_id
    from crawl.captures as capture
    cross join run
    left join crawl.runs as claimer on capture.claimed_by = claimer.run_id
    where
        capture.outcome is null
        and capture.erased_at is null
        and capture.expired_at is null
        and capture.claimed_by is distinct from run.run_id
        and claimer.state is distinct from 'running'
        and (
            run.mode = 'look_back'
            or (
                capture.source_id = any(run.sources)
                and (
                    capture.wanted_since is null
                    or (capture.wanted_since >= run.starts_at and capture.wanted_until <= run.ends_at)
                )
            )
        )
        and not exists (
            select 1
            from crawl.captures as older
            where
                older.source_id = capture.source_id
                and older.url = capture.url
                and older.capture_id < capture.capture_id
                and older.outcome is null
                and older.erased_at is null
                and older.expired_at is null
        )
        and not exists (
            select 1
            from crawl.ledger as noted
            where
                noted.run_id = run.run_id
                and noted.source_id = capture.source_id
                and noted.url = capture.url
                and (noted.outcome is not null or noted.capture_id is not null)
                -- the run's own page, which settle put off and set free, is taken again
                and not (
                    noted.capture_id is not distinct from capture.capture_id
                    and coalesce(noted.reason, 'not_processed') = 'not_processed'
                )
        )
    for update of capture skip locked
),

parked as (
    select capture.capture_id
    from crawl.captures as capture
    cross join run
    left join crawl.runs as claimer on capture.claimed_by = claimer.run_id
    where
        capture.source_id = any(run.sources)
        and capture.published_day >= run.first_day
        and capture.published_day <= run.until_day
        and capture.outcome = 'skipped'
        and capture.reason = 'outside_window'
        and capture.erased_at is null
        and capture.expired_at is null
        and claimer.state is distinct from 'running'
        and not exists (
            select 1
            from crawl.captures as newer
            where
                newer.source_id = capture.source_id
                and newer.url = capture.url
                and newer.capture_id > capture.capture_id
        )
        and not exists (
            select 1
            from crawl.urls as known
            where known.source_id = capture.source_id and known.url = capture.url and known.article_id is not null
        )
        and not exists (
            select 1
            from crawl.ledger as noted
            where
                noted.run_id = run.run_id
                and noted.source_id = capture.source_id
                and noted.url = capture.url
                and (noted.outcome is not null or noted.capture_id is not null)
        )
    for update of capture skip locked
),

taken as (
    select leftovers.capture_id
    from leftovers
    union all
    select parked.capture_id
    from parked
)

update crawl.captures
set claimed_by = %(run_id)s, outcome = null, reason = null, outcome_run_id = null, outcome_at = null
from taken
where crawl.captures.capture_id = taken.capture_id

-- Each capture that a run works on has a row in its ledger, those of earlier runs too: the funnel adds up.
with run as (
    select
        run_id,
        (started_at at time zone 'UTC')::date as started_on
    from crawl.runs
    where run_id = %(run_id)s
)

insert into crawl.ledger (started_on, run_id, source_id, url, strategy, capture_id)
select
    run.started_on,
    run.run_id,
    capture.source_id,
    capture.url,
    capture.strategy,
    capture.capture_id
from run
inner join crawl.captures as capture on run.run_id = capture.claimed_by
where
    capture.outcome is null
    and not exists (
        select 1
        from crawl.ledger as noted
        where noted.run_id = run.run_id and noted.capture_id = capture.capture_id
    )
order by capture.capture_id
on conflict (started_on, run_id, source_id, url) do update
    set capture_id = excluded.capture_id
    where crawl.ledger.capture_id is null and crawl.ledger.outcome is null

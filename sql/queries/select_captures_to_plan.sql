-- What a run works on: the captures that it claimed, and after its publication the same ones again. An address has one row
-- in the ledger, and of an archive as many captures as that holds bodies of it.
with noted as (
    select
        run_id,
        source_id,
        url
    from crawl.ledger
    where run_id = %(run_id)s and capture_id is not null
)

select
    capture.source_id,
    capture.capture_id
from noted
inner join crawl.captures as capture on noted.url = capture.url and noted.source_id = capture.source_id
where
    capture.erased_at is null
    and capture.expired_at is null
    and (
        (capture.outcome is null and capture.claimed_by = noted.run_id)
        or capture.outcome_run_id = noted.run_id
    )
order by capture.source_id, capture.capture_id

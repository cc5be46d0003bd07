-- A run's ledger, counted.
select
    source_id,
    outcome,
    coalesce(reason, '') as reason,
    count(*) as entries
from crawl.ledger
where run_id = %(run_id)s
group by source_id, outcome, coalesce(reason, '')
order by source_id, outcome, reason;

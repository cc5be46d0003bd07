-- How the URLs of some runs ended, for the progress of a backfill; entries that a window pruned are not URLs.
select
    run_id,
    outcome,
    sum(entries)::integer as entries
from quality.funnel
where run_id = any(%(run_ids)s) and not pruned
group by run_id, outcome
order by run_id, outcome;

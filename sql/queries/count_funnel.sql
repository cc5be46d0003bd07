-- A settled run's outcomes, counted.
select
    outcome,
    sum(entries) as entries
from quality.funnel
where run_id = %(run_id)s
group by outcome
order by outcome;

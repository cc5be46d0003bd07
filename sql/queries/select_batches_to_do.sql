-- Which batches of a run are still to be cleaned or analysed.
select
    batch_id,
    cleaned_at is not null as cleaned,
    analysed_at is not null as analysed
from staging.batches
where run_id = %(run_id)s
order by batch_id;

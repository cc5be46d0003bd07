-- What settle said of some runs.
select
    run_id,
    message
from crawl.runs
where run_id = any(%(run_ids)s);

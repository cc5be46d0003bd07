-- Runs that were never settled: whether they still run is Airflow's to say, or a command's lock.
select
    dag_id,
    run_id
from crawl.runs
where state = 'running' and dag_id = any(%(dag_ids)s)
order by started_at;

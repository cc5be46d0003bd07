-- The run that is settled, held so that nobody plans or settles it meanwhile.
select
    run_id,
    mode,
    first_day,
    last_day,
    sources,
    started_at,
    state,
    reprocess
from crawl.runs
where run_id = %(run_id)s
for update;

-- The window that a run was planned for.
select
    mode,
    first_day,
    last_day
from crawl.runs
where run_id = %(run_id)s

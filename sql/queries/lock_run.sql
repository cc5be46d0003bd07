-- One planner or validator of a run at a time: the second waits here, then finds the first one's rows.
select run_id
from crawl.runs
where run_id = %(run_id)s
for no key update

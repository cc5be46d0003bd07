-- A publication holds its run, so that nobody plans it anew meanwhile; others may publish it too.
select run_id
from crawl.runs
where run_id = %(run_id)s
for share;

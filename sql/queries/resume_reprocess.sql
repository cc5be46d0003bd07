-- A reprocess goes on where it was stopped; force is taken back by nobody.
with resumed as (
    update crawl.runs
    set state = 'running', message = null, settled_at = null
    where run_id = %(run_id)s and reprocess
    returning run_id
)

update crawl.reprocesses
set force = reprocesses.force or %(force)s
from resumed
where reprocesses.run_id = resumed.run_id
returning reprocesses.dry_run;

-- A run that ended without settle must not hold its captures for ever: later runs take those of runs that ended.
update crawl.runs
set state = 'failed', message = %(message)s, settled_at = now()
where run_id = %(run_id)s and state = 'running'
returning run_id;

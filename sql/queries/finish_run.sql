-- The run's end and the night's one message.
update crawl.runs
set state = %(state)s, message = %(message)s, settled_at = now()
where run_id = %(run_id)s;

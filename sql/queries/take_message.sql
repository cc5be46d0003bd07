-- The run's message, once: it is marked as told before it is sent, so that two settles never send it twice.
update crawl.runs
set told_message = message, told_at = now()
where
    run_id = %(run_id)s
    and message is not null
    and told_message is distinct from message
    and (
        %(always)s
        or state = 'failed'
        or run_id in (
            select health.run_id
            from quality.health
            where health.state = 'warned'
        )
    )
returning run_id, dag_id, state, message, first_day, last_day

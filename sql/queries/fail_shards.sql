-- A run that ended by itself has no crawl under way; without its token an attempt that outlived it can write no more.
update crawl.shards
set
    state = 'failed',
    message = 'the crawl was stopped before its end',
    attempt_token = null,
    finished_at = now()
where run_id = %(run_id)s and state = 'running';

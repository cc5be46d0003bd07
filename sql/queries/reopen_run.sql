-- A crawl task that is cleared after settle sets its run going again: nobody else may take what it claims.
update crawl.runs
set state = 'running', message = null, settled_at = null
where
    runs.run_id = %(run_id)s
    and runs.state <> 'running'
    and exists (
        select 1
        from crawl.shards
        where shards.run_id = runs.run_id and shards.shard_id = %(shard_id)s
    );

-- A new attempt at a shard gets to what the attempt before it, or settle, had put off of the sources that it crawls.
update crawl.ledger
set outcome = null, reason = null, detail = null, decided_at = null
where
    started_on = %(started_on)s
    and run_id = %(run_id)s
    and shard_id = %(shard_id)s
    and source_id = any(%(sources)s)
    and outcome = 'deferred'
    and capture_id is null;

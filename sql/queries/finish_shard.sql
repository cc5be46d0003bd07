-- Say how an attempt ended, unless a newer one has taken over.
update crawl.shards
set state = %(state)s, message = %(message)s, finished_at = now()
where run_id = %(run_id)s and shard_id = %(shard_id)s and attempt_token = %(token)s;

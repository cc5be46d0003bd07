-- Every write of an attempt first makes sure, under a lock, that no newer attempt has taken over.
select 1 as current
from crawl.shards
where run_id = %(run_id)s and shard_id = %(shard_id)s and attempt_token = %(token)s
for share;

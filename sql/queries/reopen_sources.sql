-- Before a new attempt at a shard: what failed is tried again, what was done stays so; of a shard that ended well, or never
-- began, everything is crawled.
delete from crawl.source_crawls
using crawl.shards
where
    shards.run_id = %(run_id)s
    and shards.shard_id = %(shard_id)s
    and source_crawls.run_id = shards.run_id
    and source_crawls.shard_id = shards.shard_id
    and (source_crawls.state = 'failed' or shards.state in ('planned', 'done'));

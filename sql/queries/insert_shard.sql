-- What one crawl task will serve.
insert into crawl.shards (run_id, shard_id, label, sources)
values (%(run_id)s, %(shard_id)s, %(label)s, %(sources)s);

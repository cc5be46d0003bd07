-- The shards of runs under way: they may still write to the archive.
select
    shards.run_id,
    shards.shard_id
from crawl.shards
inner join crawl.runs on shards.run_id = runs.run_id
where runs.state = 'running';

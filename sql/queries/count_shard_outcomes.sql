-- How many pages a shard's crawl has captured for this run, and how its other URLs ended.
select
    count(*) filter (where capture_id is not null) as captured,
    count(*) filter (where outcome = 'unchanged') as unchanged,
    count(*) filter (where outcome = 'skipped') as skipped,
    count(*) filter (where outcome = 'deferred') as deferred,
    count(*) filter (where outcome = 'failed') as failed
from crawl.ledger
where started_on = %(started_on)s and run_id = %(run_id)s and shard_id = %(shard_id)s;

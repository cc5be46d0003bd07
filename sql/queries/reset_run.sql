-- A run that is planned again starts from nothing but its captures, which are kept and given free.
with
shards as (
    delete from crawl.shards
    where run_id = %(run_id)s
),

observations as (
    delete from crawl.observations
    where run_id = %(run_id)s
),

pruned as (
    delete from crawl.pruned
    where run_id = %(run_id)s
),

ledger as (
    delete from crawl.ledger
    where run_id = %(run_id)s
),

batches as (
    delete from staging.batches
    where run_id = %(run_id)s
),

verdicts as (
    delete from quality.verdicts
    where run_id = %(run_id)s
)

update crawl.captures
set claimed_by = null
where claimed_by = %(run_id)s;

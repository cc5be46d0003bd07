-- The sources that a run touched, in the order in which every publication locks them.
with touched as (
    select unnest(runs.sources) as source_id
    from crawl.runs
    where runs.run_id = %(run_id)s
    union
    select ledger.source_id
    from crawl.ledger
    where ledger.run_id = %(run_id)s
    union
    select articles.source_id
    from staging.articles
    where articles.run_id = %(run_id)s
)

select source_id
from touched
order by source_id;

-- How many pages a run has fetched itself of each source: what earlier runs left says nothing on how a site is tonight.
select
    ledger.source_id,
    count(*) as pages
from crawl.ledger
inner join crawl.captures on ledger.capture_id = captures.capture_id and ledger.run_id = captures.run_id
where ledger.run_id = %(run_id)s
group by ledger.source_id
order by ledger.source_id;

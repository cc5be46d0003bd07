-- The funnel of a run: its ledger, what was pruned with its reason's own outcome, and with 0 entries where discovery did
-- not reach.
insert into quality.funnel (run_id, source_id, outcome, reason, entries, pruned)
select
    ledger.run_id,
    ledger.source_id,
    ledger.outcome,
    coalesce(ledger.reason, '') as reason,
    count(*) as entries,
    false as pruned
from crawl.ledger
where ledger.run_id = %(run_id)s and ledger.outcome is not null
group by ledger.run_id, ledger.source_id, ledger.outcome, coalesce(ledger.reason, '')
union all
select
    pruned.run_id,
    pruned.source_id,
    %(outcomes)s::jsonb ->> pruned.reason as outcome,
    pruned.reason,
    sum(pruned.entries) as entries,
    true as pruned
from crawl.pruned
where pruned.run_id = %(run_id)s and pruned.entries > 0
group by pruned.run_id, pruned.source_id, pruned.reason
union all
select
    %(run_id)s,
    item.source_id,
    item.reach,
    coalesce(item.problem, '') as reason,
    0 as entries,
    false as pruned
from jsonb_to_recordset(%(items)s) as item (source_id text, reach text, problem text);

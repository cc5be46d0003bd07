-- Which fields one reprocess run changes, with samples.
select
    field,
    looked_at,
    changed,
    samples
from report.reprocess_changes
where run_id = %(run_id)s;

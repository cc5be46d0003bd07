-- What one reprocess run came to, source by source.
select
    source_id,
    looked_at,
    changed,
    unchanged,
    newly_accepted,
    newly_rejected,
    still_refused,
    failed,
    kept,
    mentions_before,
    mentions_after,
    replaced,
    held_because
from report.reprocess_sources
where run_id = %(run_id)s
order by source_id;

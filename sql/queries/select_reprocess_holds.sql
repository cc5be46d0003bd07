-- Sources that a reprocess leaves as they are.
select
    source_id,
    because
from quality.reprocess_holds
where run_id = %(run_id)s
order by source_id;

-- What each strategy of a run saw.
select
    source_id,
    strategy,
    position,
    finished_at is not null as finished,
    started_at,
    wanted_since,
    oldest_at,
    listing_ended,
    reach,
    problem,
    detail
from crawl.observations
where run_id = %(run_id)s
order by source_id, position;

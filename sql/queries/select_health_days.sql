-- How many of the 28 days before the judged one were seen in full, and whether this run saw the day itself: a source that
-- could not be reached is not silent.
select
    asked.source_id,
    (
        select count(*)
        from quality.coverage
        where
            coverage.source_id = asked.source_id
            and coverage.reach = 'full'
            and coverage.day between runs.last_day - 28 and runs.last_day - 1
    ) as days_seen,
    exists(
        select 1
        from crawl.observations
        where
            observations.run_id = runs.run_id
            and observations.source_id = asked.source_id
            and observations.reach = 'full'
            and observations.finished_at is not null
    ) as seen,
    runs.last_day as day
from crawl.runs
cross join lateral unnest(runs.sources) as asked (source_id)
where runs.run_id = %(run_id)s and runs.mode = 'look_back'
order by asked.source_id

-- How much was found of each source over the days that its bounds speak of, and how many of these days were seen.
select
    coverage.source_id,
    sum(coverage.found) as found,
    count(*) filter (where coverage.reach <> 'unreachable') as days_covered
from crawl.runs
inner join quality.coverage on coverage.source_id = any(runs.sources)
inner join crawl.sources on coverage.source_id = sources.source_id
where
    runs.run_id = %(run_id)s
    and coverage.day <= runs.last_day
    and coverage.day > runs.last_day - sources.expected_days
group by coverage.source_id
order by coverage.source_id;

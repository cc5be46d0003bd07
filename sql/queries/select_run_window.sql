-- The window that a run was planned for; a reprocess that was asked for every day wants any.
select
    runs.mode,
    case when runs.reprocess and asked.first_day is null then '0001-01-01' else runs.first_day end as first_day,
    case when runs.reprocess and asked.last_day is null then '9999-12-30' else runs.last_day end as last_day
from crawl.runs
left join crawl.reprocesses as asked on runs.run_id = asked.run_id
where runs.run_id = %(run_id)s

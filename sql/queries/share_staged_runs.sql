-- Runs that have staged these captures are not validated meanwhile: quarantine copies staged rows.
select runs.run_id
from crawl.runs
where
    runs.run_id in (
        select batch_captures.run_id
        from staging.batch_captures
        where batch_captures.capture_id = any(%(capture_ids)s)
    )
order by runs.run_id
for share;

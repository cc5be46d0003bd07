-- Whether a capture lives in a file, or a run is under way that may still write to it.
with found as (
    select
        run_id,
        erased_at is null and expired_at is null as is_alive
    from crawl.captures
    where warc_file = %(warc_file)s
)

select
    coalesce(bool_or(found.is_alive), false) as is_alive,
    coalesce(bool_or(runs.state = 'running'), false) as is_written
from found
left join crawl.runs on found.run_id = runs.run_id;

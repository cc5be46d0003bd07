-- What was found in staged texts that are erased.
delete from staging.analyses
using crawl.captures
where
    analyses.capture_id = any(%(capture_ids)s)
    and captures.capture_id = analyses.capture_id
    and captures.erased_at is not null;

-- Captures that were not decided are free for the next run.
update crawl.captures
set claimed_by = null
where claimed_by = %(run_id)s;

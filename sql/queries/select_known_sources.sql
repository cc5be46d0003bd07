-- The sources in whose frontier addresses stand: a page that was never fetched can be forbidden too.
select distinct source_id
from crawl.urls
where url = any(%(urls)s)
order by source_id;

-- The files that captures lie in.
select distinct warc_file
from crawl.captures;

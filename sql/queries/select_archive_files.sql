-- The files in which a record lies that is kept, or that is still to be erased.
select distinct warc_file
from crawl.captures
where wiped_at is null;

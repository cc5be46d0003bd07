-- Files in which records of addresses lie that were taken down.
select distinct warc_file
from crawl.captures
where
    wiped_at is null
    and erased_at is not null
    and (url = any(%(urls)s) or (final_url = any(%(urls)s) and final_url <> url))
order by warc_file;

-- Files in which records lie that are to be erased.
select
    warc_file,
    count(*) as records
from crawl.captures
where wiped_at is null and (erased_at is not null or expired_at is not null)
group by warc_file
order by warc_file;

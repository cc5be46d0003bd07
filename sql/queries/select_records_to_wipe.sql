-- The records of a file that are to be erased.
select
    capture_id,
    warc_offset,
    warc_length
from crawl.captures
where warc_file = %(warc_file)s and wiped_at is null and (erased_at is not null or expired_at is not null)
order by warc_offset
for update;

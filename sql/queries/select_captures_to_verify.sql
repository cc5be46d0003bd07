-- Every capture whose record should be in the archive, file by file.
select
    capture_id,
    url,
    warc_file,
    warc_offset,
    warc_length,
    body_digest
from crawl.captures
where expired_at is null and erased_at is null
order by warc_file, warc_offset;

-- Every capture whose record should be in the archive, file by file.
select
    capture_id,
    url,
    warc_file,
    warc_offset,
    warc_length,
    body_digest
from crawl.captures
where
    expired_at is null
    and erased_at is null
    and (%(source_id)s::text is null or source_id = %(source_id)s)
order by warc_file, warc_offset;

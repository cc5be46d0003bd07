-- The row of a page that now lies durably in the archive; the run that fetched it works on it.
insert into crawl.captures (
    source_id, run_id, shard_id, url, final_url, redirects, status, headers, content_type, fetched_at,
    body_digest, body_bytes, warc_file, warc_offset, warc_length, strategy,
    listed_published_at, listed_published_raw, listed_title, wanted_since, wanted_until, claimed_by
) values (
    %(source_id)s, %(run_id)s, %(shard_id)s, %(url)s, %(final_url)s, %(redirects)s, %(status)s, %(headers)s,
    %(content_type)s, %(fetched_at)s, %(body_digest)s, %(body_bytes)s, %(warc_file)s, %(warc_offset)s,
    %(warc_length)s, %(strategy)s, %(listed_published_at)s, %(listed_published_raw)s, %(listed_title)s,
    coalesce(%(wanted_since)s::timestamptz, '-infinity'), %(wanted_until)s, %(run_id)s
)
returning capture_id;

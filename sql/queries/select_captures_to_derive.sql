-- Captures whose text is derived again, with what reading their pages needs; what is gone from the archive is left out.
select
    captures.capture_id,
    captures.source_id,
    captures.url,
    captures.final_url,
    captures.content_type,
    captures.fetched_at,
    captures.body_digest,
    captures.warc_file,
    captures.warc_offset,
    captures.warc_length,
    captures.listed_published_at,
    captures.listed_published_raw,
    captures.listed_title,
    sources.timezone,
    coalesce(sources.languages, '{}') as languages,
    coalesce(sources.entry -> 'overrides', '{}') as overrides
from crawl.captures
left join crawl.sources on captures.source_id = sources.source_id
where
    captures.capture_id = any(%(capture_ids)s)
    and captures.erased_at is null
    and captures.expired_at is null
order by captures.capture_id;

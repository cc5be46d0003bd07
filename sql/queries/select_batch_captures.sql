-- The captures of a batch with what reading their pages needs; -infinity marks archives that are taken whole. What is
-- published already and derived again is wanted whatever its day.
with dealt as (
    select capture_id
    from staging.batch_captures
    where run_id = %(run_id)s and batch_id = %(batch_id)s
)

select
    capture.capture_id,
    capture.source_id,
    capture.url,
    capture.final_url,
    capture.content_type,
    capture.fetched_at,
    capture.body_digest,
    capture.warc_file,
    capture.warc_offset,
    capture.warc_length,
    capture.listed_published_at,
    capture.listed_published_raw,
    capture.listed_title,
    nullif(capture.wanted_since, '-infinity') as wanted_since,
    nullif(capture.wanted_until, 'infinity') as wanted_until,
    coalesce(capture.wanted_since = '-infinity', false)
    or exists (
        select 1 from news.article_versions as version
        where version.capture_id = capture.capture_id
    )
    or exists (
        select 1 from news.articles as article
        where article.capture_id = capture.capture_id
    ) as wants_everything,
    source.timezone,
    coalesce(source.languages, '{}') as languages,
    coalesce(source.entry -> 'overrides', '{}') as overrides
from dealt
inner join crawl.captures as capture on dealt.capture_id = capture.capture_id
left join crawl.sources as source on capture.source_id = source.source_id
order by capture.capture_id

-- The versions of articles, the text as a digest: deciding needs no more.
select
    article_id,
    version_no,
    capture_id,
    fetched_at,
    extractor,
    title,
    authors,
    published_at,
    published_day,
    encode(sha256(convert_to(body, 'UTF8')), 'hex') as text_digest
from news.article_versions
where article_id = any(%(article_ids)s)
order by article_id, version_no;

-- A version that came back: the latest page says again what an older version said, with another text in between.
-- Written under a negative number until the stored ones have moved.
insert into news.article_versions (
    article_id, version_no, title, authors, published_at, published_day, published_raw, published_precision,
    published_problem, modified_at, body, content_digest, changed, capture_id, fetched_at, methods, extractor,
    run_id
)
select
    item.article_id,
    -item.version_no as version_no,
    versions.title,
    versions.authors,
    versions.published_at,
    versions.published_day,
    versions.published_raw,
    versions.published_precision,
    versions.published_problem,
    versions.modified_at,
    versions.body,
    versions.content_digest,
    item.changed,
    articles.capture_id,
    articles.fetched_at,
    versions.methods,
    versions.extractor,
    %(run_id)s as run_id
from jsonb_to_recordset(%(items)s) as item (article_id uuid, version_no integer, changed text[], copy_of integer)
inner join news.articles on item.article_id = articles.article_id
inner join news.article_versions as versions
    on item.article_id = versions.article_id and item.copy_of = versions.version_no
order by item.article_id, item.version_no;

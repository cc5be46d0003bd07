-- New versions from staging.
insert into news.article_versions (
    article_id, version_no, title, authors, published_at, published_day, published_raw, published_precision,
    published_problem, modified_at, body, content_digest, changed, capture_id, fetched_at, methods, extractor,
    run_id
)
select
    item.article_id,
    item.version_no,
    articles.title,
    articles.authors,
    articles.published_at,
    articles.published_day,
    articles.published_raw,
    articles.published_precision,
    articles.published_problem,
    articles.modified_at,
    articles.body,
    articles.content_digest,
    item.changed,
    articles.capture_id,
    captures.fetched_at,
    articles.methods,
    articles.extractor,
    articles.run_id
from
    jsonb_to_recordset(%(items)s)
        as item (
            article_id uuid, version_no integer, changed text[], capture_id bigint
        )
inner join staging.articles on item.capture_id = articles.capture_id and articles.run_id = %(run_id)s
inner join crawl.captures on item.capture_id = captures.capture_id
order by item.article_id, item.version_no;

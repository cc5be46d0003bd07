-- Versions as derived again: their captures and places in the line stay.
update news.article_versions
set
    title = articles.title,
    authors = articles.authors,
    published_at = articles.published_at,
    published_day = articles.published_day,
    published_raw = articles.published_raw,
    published_precision = articles.published_precision,
    published_problem = articles.published_problem,
    modified_at = articles.modified_at,
    body = articles.body,
    content_digest = articles.content_digest,
    methods = articles.methods,
    extractor = articles.extractor,
    run_id = articles.run_id,
    derived_at = now()
from jsonb_to_recordset(%(items)s) as item (article_id uuid, version_no integer, capture_id bigint)
inner join staging.articles on item.capture_id = articles.capture_id and articles.run_id = %(run_id)s
where article_versions.article_id = item.article_id and article_versions.version_no = item.version_no;

-- Staged rows of erased captures: the batch keeps its count of rows, and publishes nothing of them.
update staging.articles
set
    outcome = 'skipped',
    reason = 'taken_down',
    detail = 'the page was taken down',
    title = null,
    authors = '{}',
    published_at = null,
    published_day = null,
    published_raw = null,
    published_precision = null,
    published_problem = null,
    modified_at = null,
    language = null,
    section = null,
    tags = '{}',
    image_url = null,
    canonical_url = null,
    body = '',
    truncated = false,
    methods = '{}',
    content_digest = null
from crawl.captures
where
    articles.capture_id = any(%(capture_ids)s)
    and captures.capture_id = articles.capture_id
    and captures.erased_at is not null
    and articles.reason is distinct from 'taken_down';

-- The frontier asks for these addresses no more, and remembers nothing of their pages.
update crawl.urls
set
    etag = null,
    last_modified = null,
    body_digest = null,
    listed_published_at = null,
    published_day = null,
    deferred_at = null,
    outcome = 'skipped',
    reason = 'taken_down'
where url = any(%(urls)s);

-- A page that was taken down while it was fetched is decided and erased at once: only where its record lies is kept, until
-- that is erased too.
update crawl.captures
set
    erased_at = now(),
    headers = '{}',
    content_type = null,
    listed_published_raw = null,
    listed_title = null,
    outcome = 'skipped',
    reason = 'taken_down',
    outcome_at = now()
where
    captures.capture_id = %(capture_id)s
    and exists (
        select 1
        from crawl.takedowns
        where takedowns.url in (captures.url, captures.final_url) or takedowns.url = any(captures.redirects)
    )
returning captures.outcome, captures.reason;

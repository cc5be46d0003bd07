-- What the last completed look of a strategy saw, to compare the listing with.
select
    coalesce(read_at, looked_at) as read_at,
    read_since,
    tells,
    rules,
    reach,
    entries,
    oldest_at,
    newest_at,
    listing_ended,
    etag,
    last_modified,
    body_digest
from crawl.looks
where source_id = %(source_id)s and strategy = %(strategy)s;

-- Whether a source's page was captured with this very body, and decided unless those that wait count too: it needs no
-- second record.
select exists(
    select 1
    from crawl.captures
    where
        source_id = %(source_id)s
        and url = %(url)s
        and body_digest = %(body_digest)s
        and (outcome is not null or %(waiting)s::boolean)
        and expired_at is null
) as captured;

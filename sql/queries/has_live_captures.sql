-- Whether there should be anything in the archive at all.
select exists(
    select 1
    from crawl.captures
    where erased_at is null and expired_at is null
) as found;

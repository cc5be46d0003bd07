-- Nothing of a takedown is left in the archive, unless a capture of it came meanwhile.
update crawl.takedowns
set wiped_at = now()
where
    asked_url = %(asked_url)s
    and wiped_at is null
    and not exists (
        select 1
        from crawl.captures
        where
            captures.erased_at is not null
            and captures.wiped_at is null
            and (
                captures.url = takedowns.url
                or (captures.final_url = takedowns.url and captures.final_url <> captures.url)
            )
    );

-- The frontier learns that a URL was seen, and what the run wants that saw it: for as long as a URL waits it is wanted by
-- each run that wanted it. Everything else of its state advances only when it is published.
insert into crawl.urls (source_id, url, strategy, listed_published_at, wanted_since, wanted_until)
values (
    %(source_id)s, %(url)s, %(strategy)s, %(published_at)s,
    %(wanted_since)s::timestamptz, %(wanted_until)s::timestamptz
)
on conflict (source_id, url) do update set
    strategy = excluded.strategy,
    last_seen_at = now(),
    listed_published_at = coalesce(excluded.listed_published_at, urls.listed_published_at),
    wanted_since = case
        when urls.deferred_at is null then excluded.wanted_since
        else least(urls.wanted_since, excluded.wanted_since)
    end,
    wanted_until = case
        when urls.deferred_at is null then excluded.wanted_until
        when urls.wanted_until is null or excluded.wanted_until is null then null
        else greatest(urls.wanted_until, excluded.wanted_until)
    end;

-- The frontier learns that a URL was seen; everything else of its state advances only when it is published.
insert into crawl.urls (source_id, url, strategy, listed_published_at)
values (%(source_id)s, %(url)s, %(strategy)s, %(published_at)s)
on conflict (source_id, url) do update set
    strategy = excluded.strategy,
    last_seen_at = now(),
    listed_published_at = coalesce(excluded.listed_published_at, urls.listed_published_at);

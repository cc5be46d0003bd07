-- Keep a host's robots.txt for all workers and runs.
insert into crawl.hosts (host, robots_status, robots_body, robots_fetched_at, robots_expires_at, crawl_delay)
values (
    %(host)s, %(status)s, %(body)s, now(), now() + make_interval(secs => %(seconds)s), %(crawl_delay)s
)
on conflict (host) do update set
    robots_status = excluded.robots_status,
    robots_body = excluded.robots_body,
    robots_fetched_at = excluded.robots_fetched_at,
    robots_expires_at = excluded.robots_expires_at,
    crawl_delay = excluded.crawl_delay;

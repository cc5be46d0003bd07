-- The host asked to be left alone: nobody of any run calls on it before.
insert into crawl.hosts (host, retry_after)
values (%(host)s, clock_timestamp() + make_interval(secs => %(seconds)s))
on conflict (host) do update set retry_after = greatest(hosts.retry_after, excluded.retry_after);

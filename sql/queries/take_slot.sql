-- Take the host's next slot if it is free now (database clock), else say how long to wait; never reserve ahead.
with host as (
    select
        host,
        greatest(next_at, coalesce(retry_after, '-infinity')) as free_at,
        retry_after
    from crawl.hosts
    where host = %(host)s
    for update
),

taken as (
    update crawl.hosts
    set
        next_at = clock_timestamp() + make_interval(secs => %(interval)s),
        interval_seconds = %(interval)s
    from host
    where hosts.host = host.host and host.free_at <= clock_timestamp()
    returning hosts.host
)

select
    exists(select 1 from taken) as taken,
    case
        when host.free_at = '-infinity' then 0
        else greatest(0, extract(epoch from host.free_at - clock_timestamp()))
    end::double precision as wait,
    coalesce(host.retry_after >= host.free_at and host.retry_after > clock_timestamp(), false) as asked
from host;

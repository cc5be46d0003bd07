-- Take the host's slot if it is free now (database clock), else say how long to wait; never reserve ahead. A request
-- keeps away from the last one by its own interval, or by the strictest that a source of the host has kept in the last two
-- hours (the longest that there is lasts one): sources that share a host are as polite as the politest of them.
with host as (
    select
        host,
        last_at,
        retry_after,
        case
            when interval_at > clock_timestamp() - interval '2 hours' then interval_seconds else 0
        end as strictest
    from crawl.hosts
    where host = %(host)s
    for update
),

due as (
    select
        host,
        retry_after,
        strictest,
        greatest(
            last_at + make_interval(secs => greatest(strictest, %(interval)s::double precision)),
            coalesce(retry_after, '-infinity')
        ) as free_at
    from host
),

taken as (
    update crawl.hosts
    set
        last_at = clock_timestamp(),
        interval_seconds = greatest(due.strictest, %(interval)s),
        interval_at = case when %(interval)s >= due.strictest then clock_timestamp() else hosts.interval_at end
    from due
    where hosts.host = due.host and due.free_at <= clock_timestamp()
    returning hosts.host
)

select
    exists(select 1 from taken) as taken,
    case
        when due.free_at = '-infinity' then 0
        else greatest(0, extract(epoch from due.free_at - clock_timestamp()))
    end::double precision as wait,
    coalesce(due.retry_after >= due.free_at and due.retry_after > clock_timestamp(), false) as asked
from due;

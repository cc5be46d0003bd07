-- What the archive holds of each source and month of fetching (UTC).
select
    source_id,
    to_char(date_trunc('month', fetched_at at time zone 'UTC'), 'YYYY-MM') as month,
    count(*) as captures,
    count(distinct warc_file) as files,
    coalesce(sum(warc_length) filter (where wiped_at is null), 0)::bigint as packed_bytes,
    coalesce(sum(body_bytes) filter (where wiped_at is null), 0)::bigint as page_bytes,
    count(*) filter (where erased_at is not null) as taken_down,
    count(*) filter (where expired_at is not null) as expired,
    min(fetched_at) as oldest,
    max(fetched_at) as newest
from crawl.captures
where %(source_id)s::text is null or source_id = %(source_id)s
group by source_id, month
order by source_id, month;

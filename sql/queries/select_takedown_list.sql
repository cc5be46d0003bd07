-- Every takedown with its addresses, the latest first.
select
    takedowns.asked_url as url,
    min(takedowns.taken_down_at) as taken_down_at,
    min(takedowns.source_id) as source_id,
    min(takedowns.because) as because,
    min(takedowns.taken_down_by) as taken_down_by,
    count(*) as addresses,
    case when bool_and(takedowns.wiped_at is not null) then max(takedowns.wiped_at) end as wiped_at
from crawl.takedowns
group by takedowns.asked_url
order by taken_down_at desc, url asc;

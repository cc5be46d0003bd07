-- The takedown that an address belongs to.
select
    asked_url,
    because,
    taken_down_by,
    taken_down_at
from crawl.takedowns
where url = any(%(urls)s)
order by taken_down_at
limit 1;

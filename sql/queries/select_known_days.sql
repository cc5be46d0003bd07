-- When the addresses of a source were published, as far as known: it dates the entries of listings that show no dates.
select
    url,
    published_day
from crawl.urls
where source_id = %(source_id)s and published_day is not null
order by published_day desc, url asc
limit %(most)s;

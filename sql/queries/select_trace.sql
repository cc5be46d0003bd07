-- The story of an address and of every other address of its article, in the order of time.
with addresses as (
    select %(url)s::text as address
    union
    select others.url as address
    from news.article_urls as named
    inner join news.article_urls as others on named.article_id = others.article_id
    where named.url = %(url)s
    union
    select others.url as address
    from crawl.takedowns as named
    inner join crawl.takedowns as others on named.asked_url = others.asked_url
    where named.url = %(url)s
)

select
    url_trace.at,
    url_trace.step,
    url_trace.event,
    url_trace.detail,
    url_trace.url,
    url_trace.run_id,
    url_trace.source_id,
    url_trace.capture_id,
    url_trace.article_id
from addresses
inner join report.url_trace on addresses.address = url_trace.url
order by url_trace.at, url_trace.capture_id nulls first, url_trace.event

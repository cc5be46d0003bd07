-- Windows look for pages and addresses by the day that is known now.
with days as (
    select
        articles.capture_id,
        articles.published_day
    from staging.articles
    where articles.run_id = %(run_id)s and articles.capture_id = any(%(capture_ids)s)
),

addresses as (
    update crawl.urls
    set published_day = coalesce(days.published_day, urls.published_day)
    from days
    where urls.source_id = %(source_id)s and urls.capture_id = days.capture_id
)

update crawl.captures
set published_day = days.published_day
from days
where captures.capture_id = days.capture_id;

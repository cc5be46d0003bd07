-- Articles by published day, of the judged day and the 28 before it: those that are published, and those of this run that
-- are on their way.
with run as (
    select
        run_id,
        sources,
        last_day
    from crawl.runs
    where run_id = %(run_id)s
),

known as (
    select
        articles.source_id,
        articles.published_day,
        articles.url
    from run
    inner join news.articles on articles.source_id = any(run.sources)
    where
        articles.published_day between run.last_day - 28 and run.last_day
        and articles.merged_into is null
        and articles.taken_down_at is null
    union
    select
        staged.source_id,
        staged.published_day,
        captures.final_url as url
    from run
    inner join staging.articles as staged on run.run_id = staged.run_id
    inner join crawl.captures on staged.capture_id = captures.capture_id
    where
        staged.outcome is null
        and staged.published_day between run.last_day - 28 and run.last_day
)

select
    source_id,
    published_day as day,
    count(*) as articles
from known
group by source_id, published_day
order by source_id, published_day

-- Sources of a run's articles that are held back, by this run or by an earlier one.
select
    source_id,
    held_at,
    held_because,
    held_by
from crawl.sources
where
    held_at is not null
    and source_id in (
        select articles.source_id
        from staging.articles as articles
        where articles.run_id = %(run_id)s
    )
order by source_id;

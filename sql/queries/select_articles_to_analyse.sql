-- The next articles of a batch on their way to publication, a chunk at a time: texts never fill the memory.
select
    capture_id,
    title,
    body,
    language,
    published_day
from staging.articles
where
    run_id = %(run_id)s
    and batch_id = %(batch_id)s
    and outcome is null
    and capture_id > %(after)s
order by capture_id
limit %(most)s

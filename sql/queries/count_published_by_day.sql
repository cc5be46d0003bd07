-- What a backfill's days hold already, by source: shown before anything is started.
select
    source_id,
    published_day,
    count(*)::integer as articles
from news.articles
where
    source_id = any(%(sources)s)
    and published_day between %(first_day)s and %(last_day)s
    and merged_into is null
    and taken_down_at is null
group by source_id, published_day
order by published_day, source_id;

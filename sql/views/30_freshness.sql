-- How old the newest article of each source is, to tell a quiet source from a broken one.
create or replace view report.freshness as
with newest as (
    select
        source_id,
        max(published_day) as published_day,
        max(published_at) as published_at,
        max(fetched_at) as fetched_at,
        count(*) as articles,
        count(*) filter (where published_day > current_date - 7) as last_week
    from news.articles
    where merged_into is null and taken_down_at is null
    group by source_id
),

last_looks as (
    select
        source_id,
        max(looked_at) as looked_at
    from crawl.looks
    group by source_id
)

select
    sources.source_id,
    sources.name as source,
    sources.kind,
    sources.enabled,
    newest.published_day as latest_day,
    newest.published_at as latest_published_at,
    newest.fetched_at as latest_fetched_at,
    last_looks.looked_at as last_looked_at,
    current_date - newest.published_day as days_since_latest,
    coalesce(newest.articles, 0) as articles,
    coalesce(newest.last_week, 0) as articles_last_week,
    sources.held_at,
    sources.held_because
from crawl.sources
left join newest on sources.source_id = newest.source_id
left join last_looks on sources.source_id = last_looks.source_id
order by newest.published_day asc nulls first, sources.source_id asc;

comment on view report.freshness is 'The newest article and the last completed look of each source; the stalest first.';
comment on column report.freshness.source_id is 'The source.';
comment on column report.freshness.source is 'Its name.';
comment on column report.freshness.kind is 'think_tank, news, agency, magazine, broadcaster or government.';
comment on column report.freshness.enabled is 'Whether it is still collected.';
comment on column report.freshness.latest_day is 'Published day of its newest article.';
comment on column report.freshness.latest_published_at is 'Latest published time among articles that have one.';
comment on column report.freshness.latest_fetched_at is 'When an article of it was last fetched.';
comment on column report.freshness.last_looked_at is 'When a nightly run last looked at it to the end; null if none has.';
comment on column report.freshness.days_since_latest is 'Days from its newest article to today.';
comment on column report.freshness.articles is 'Its articles.';
comment on column report.freshness.articles_last_week is 'Its articles of the last seven days.';
comment on column report.freshness.held_at is 'Since when it is held back for a collapse of quality.';
comment on column report.freshness.held_because is 'Why it is held back.';

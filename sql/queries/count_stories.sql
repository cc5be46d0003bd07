-- First and last day, sources, reports and copies of stories, from the articles that are in them.
with chosen as (
    select
        story_id,
        article_id,
        day
    from news.story_articles
    where story_id = any(%(story_ids)s::uuid[])
),

counted as (
    select
        chosen.story_id,
        min(chosen.day) as first_day,
        max(chosen.day) as last_day,
        count(distinct articles.source_id) as sources,
        count(*) filter (where articles.duplicate_of is null) as reports,
        count(*) filter (where articles.duplicate_of is not null) as copies
    from chosen
    inner join news.articles on chosen.article_id = articles.article_id
    group by chosen.story_id
)

update news.stories
set
    first_day = counted.first_day,
    last_day = counted.last_day,
    sources = counted.sources,
    reports = counted.reports,
    copies = counted.copies,
    updated_at = now()
from counted
where
    stories.story_id = counted.story_id
    and (stories.first_day, stories.last_day, stories.sources, stories.reports, stories.copies)
    is distinct from (counted.first_day, counted.last_day, counted.sources, counted.reports, counted.copies);

-- Headline, days, sources, reports and copies of stories, from the articles that are in them now. The headline is that of
-- the most central article of the largest part; what has no title is called by its address.
with chosen as (
    select
        story_articles.story_id,
        story_articles.article_id,
        story_articles.day,
        story_articles.similarity,
        articles.source_id,
        articles.published_at,
        articles.title,
        articles.url,
        articles.duplicate_of is not null as is_copy,
        count(*) over (
            partition by story_articles.story_id, story_articles.part_id
        ) as part_size
    from news.story_articles
    inner join news.articles on story_articles.article_id = articles.article_id
    where story_articles.story_id = any(%(story_ids)s::uuid[])
),

counted as (
    select
        chosen.story_id,
        min(chosen.day) as first_day,
        max(chosen.day) as last_day,
        count(distinct chosen.source_id) as sources,
        count(*) filter (where not chosen.is_copy) as reports,
        count(*) filter (where chosen.is_copy) as copies
    from chosen
    group by chosen.story_id
),

headlines as (
    select distinct on (chosen.story_id)
        chosen.story_id,
        coalesce(nullif(chosen.title, ''), chosen.url) as headline
    from chosen
    order by
        chosen.story_id asc,
        (coalesce(chosen.title, '') = '') asc,
        chosen.is_copy asc,
        chosen.part_size desc,
        chosen.similarity desc,
        chosen.day asc,
        chosen.published_at asc nulls last,
        chosen.article_id asc
)

update news.stories
set
    headline = headlines.headline,
    first_day = counted.first_day,
    last_day = counted.last_day,
    sources = counted.sources,
    reports = counted.reports,
    copies = counted.copies,
    updated_at = now()
from counted
inner join headlines on counted.story_id = headlines.story_id
where
    stories.story_id = counted.story_id
    and (
        stories.headline, stories.first_day, stories.last_day, stories.sources, stories.reports, stories.copies
    ) is distinct from (
        headlines.headline, counted.first_day, counted.last_day, counted.sources, counted.reports, counted.copies
    );

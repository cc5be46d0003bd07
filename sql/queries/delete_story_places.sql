-- Articles leave their stories: what is left of each is counted again and takes a headline of its own, since the one that it
-- had may be one of theirs.
with left_out as (
    delete from news.story_articles
    where article_id = any(%(article_ids)s::uuid[])
    returning story_id
),

staying as (
    select
        story_articles.story_id,
        story_articles.article_id,
        story_articles.day,
        story_articles.similarity,
        articles.source_id,
        coalesce(articles.title, articles.url) as headline,
        coalesce(articles.duplicate_of <> all(%(article_ids)s::uuid[]), false) as is_copy
    from news.story_articles
    inner join news.articles on story_articles.article_id = articles.article_id
    where
        story_articles.story_id in (select left_out.story_id from left_out)
        and story_articles.article_id <> all(%(article_ids)s::uuid[])
),

counted as (
    select
        story_id,
        min(day) as first_day,
        max(day) as last_day,
        count(distinct source_id) as sources,
        count(*) filter (where not is_copy) as reports,
        count(*) filter (where is_copy) as copies,
        (array_agg(headline order by is_copy asc, similarity desc nulls last, article_id asc))[1] as headline
    from staying
    group by story_id
)

update news.stories
set
    headline = coalesce(counted.headline, ''),
    first_day = coalesce(counted.first_day, stories.first_day),
    last_day = coalesce(counted.last_day, stories.last_day),
    sources = coalesce(counted.sources, 0),
    reports = coalesce(counted.reports, 0),
    copies = coalesce(counted.copies, 0),
    updated_at = now()
from (select distinct story_id from left_out) as touched
left join counted on touched.story_id = counted.story_id
where stories.story_id = touched.story_id;

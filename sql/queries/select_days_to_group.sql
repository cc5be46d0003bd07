-- Days with articles that are in no story yet, or whose text changed since; the oldest first.
with fresh as (
    select coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date) as day
    from news.articles
    left join news.story_articles on articles.article_id = story_articles.article_id
    where
        articles.merged_into is null
        and articles.taken_down_at is null
        and (story_articles.article_id is null or story_articles.version_no <> articles.version_no)
)

select
    fresh.day,
    count(*) as articles
from fresh
group by fresh.day
order by fresh.day;

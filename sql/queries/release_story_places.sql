-- Stories with an article that proved to be another one, was taken down or has another day now are made anew: all their
-- articles leave them, so that none stays where only the one that is gone had put it.
with changed as (
    select distinct story_articles.story_id
    from news.story_articles
    inner join news.articles on story_articles.article_id = articles.article_id
    where
        articles.merged_into is not null
        or articles.taken_down_at is not null
        or story_articles.day
        is distinct from coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date)
)

delete from news.story_articles
using changed
where story_articles.story_id = changed.story_id;

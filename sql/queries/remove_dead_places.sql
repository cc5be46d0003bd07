-- Articles that are gone leave their stories.
with gone as (
    delete from news.story_articles
    using news.articles
    where
        story_articles.article_id = articles.article_id
        and (articles.merged_into is not null or articles.taken_down_at is not null)
    returning story_articles.story_id, story_articles.day
),

noted as (
    insert into news.weeks_to_group (week)
    select distinct news.find_week(gone.day) + ahead.days
    from gone
    cross join (values (0), (7)) as ahead (days)
    where gone.day is not null
    on conflict (week) do nothing
)

select distinct story_id
from gone;

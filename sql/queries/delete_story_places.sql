-- Articles leave their stories: their weeks, the weeks after them and what had the same original are to be grouped anew.
with left_out as (
    delete from news.story_articles
    where article_id = any(%(article_ids)s::uuid[])
    returning day
),

compared_anew as (
    update news.story_articles
    set version_no = 0
    from news.articles as gone
    inner join news.articles on articles.duplicate_of in (gone.article_id, gone.duplicate_of)
    where
        gone.article_id = any(%(article_ids)s::uuid[])
        and articles.article_id <> all(%(article_ids)s::uuid[])
        and story_articles.article_id = articles.article_id
)

insert into news.weeks_to_group (week)
select distinct news.find_week(left_out.day) + ahead.days
from left_out
cross join (values (0), (7)) as ahead (days)
where left_out.day is not null
on conflict (week) do nothing;

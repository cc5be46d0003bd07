-- Weeks of articles that are in no story yet, whose text or day changed since, or that became copies or ceased to be. What
-- leaves a week changes the week after it too, since words weigh by both.
with looked_at as (
    select
        articles.article_id,
        articles.version_no,
        coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date) as day,
        case when articles.duplicate_of is not null then news.find_original(articles.article_id) end as original_id
    from news.articles
    where articles.merged_into is null and articles.taken_down_at is null
),

fresh as (
    select
        looked_at.article_id,
        looked_at.day,
        story_articles.day as was_day,
        story_articles.part_id
    from looked_at
    left join news.story_articles on looked_at.article_id = story_articles.article_id
    left join news.story_articles as originals on looked_at.original_id = originals.article_id
    where
        story_articles.article_id is null
        or story_articles.version_no <> looked_at.version_no
        or story_articles.day is distinct from looked_at.day
        or (story_articles.part_id is null) <> (looked_at.original_id is not null)
        or (looked_at.original_id is not null and story_articles.story_id is distinct from originals.story_id)
),

left_out as (
    update news.story_articles
    set part_id = null
    from fresh
    where
        story_articles.article_id = fresh.article_id and story_articles.part_id is not null
        and fresh.was_day is distinct from fresh.day
)

insert into news.weeks_to_group (week)
select news.find_week(fresh.day)
from fresh
union
select news.find_week(fresh.was_day) + ahead.days
from fresh
cross join (values (0), (7)) as ahead (days)
where fresh.was_day is not null and fresh.was_day <> fresh.day
on conflict (week) do nothing;

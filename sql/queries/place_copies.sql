-- Copies are where their originals are, whenever they were published: those of these stories' articles, and of this week.
-- One of another week that nobody compared with others yet is still to be compared, with the others of its own week.
with recursive asked as (
    select coalesce(news.find_original(story_articles.article_id), story_articles.article_id) as original_id
    from news.story_articles
    where story_articles.story_id = any(%(story_ids)s::uuid[]) and story_articles.part_id is not null
    union
    select news.find_original(articles.article_id) as original_id
    from news.articles
    where
        articles.duplicate_of is not null
        and articles.merged_into is null
        and articles.taken_down_at is null
        and coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date)
        between %(week)s::date and %(week)s::date + 6
),

copies as (
    select
        asked.original_id as article_id,
        asked.original_id
    from asked
    where asked.original_id is not null
    union
    select
        articles.article_id,
        copies.original_id
    from copies
    inner join
        news.articles
        on coalesce(articles.merged_into, articles.duplicate_of) = copies.article_id
),

placed as (
    select
        articles.article_id,
        case
            when
                news.find_week(
                    coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date)
                ) = %(week)s::date
                or (
                    story_articles.version_no = articles.version_no
                    and story_articles.day
                    = coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date)
                )
                then articles.version_no
            else 0
        end as version_no,
        coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date) as day,
        coalesce(articles.duplicate_similarity, 1) as similarity,
        originals.story_id,
        story_articles.story_id as was_story_id
    from copies
    inner join news.articles on copies.article_id = articles.article_id
    inner join news.story_articles as originals on copies.original_id = originals.article_id
    left join news.story_articles on articles.article_id = story_articles.article_id
    where
        articles.duplicate_of is not null
        and articles.merged_into is null
        and articles.taken_down_at is null
        and originals.part_id is not null
        and news.find_original(articles.article_id) = copies.original_id
),

written as (
    insert into news.story_articles (article_id, story_id, part_id, similarity, method, version_no, day, run_id)
    select
        placed.article_id,
        placed.story_id,
        null::uuid as part_id,
        placed.similarity,
        'copy' as method,
        placed.version_no,
        placed.day,
        %(run_id)s
    from placed
    order by placed.article_id
    on conflict (article_id) do update
        set
            story_id = excluded.story_id,
            part_id = excluded.part_id,
            similarity = excluded.similarity,
            method = excluded.method,
            version_no = excluded.version_no,
            day = excluded.day,
            run_id = excluded.run_id
        where
        (
            story_articles.story_id, story_articles.part_id, story_articles.similarity, story_articles.method,
            story_articles.version_no, story_articles.day
        ) is distinct from (
            excluded.story_id, excluded.part_id, excluded.similarity, excluded.method, excluded.version_no,
            excluded.day
        )
)

select placed.story_id
from placed
union
select placed.was_story_id
from placed
where placed.was_story_id is not null;

-- Texts in which copies of a week's new or changed articles are looked for: two weeks before and after, with the originals
-- and copies that are known of these. Nothing if the week has no new or changed article.
with dated as (
    select
        articles.article_id,
        articles.duplicate_of,
        articles.version_no,
        coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date) as day
    from news.articles
    where articles.merged_into is null and articles.taken_down_at is null
),

chosen as (
    select
        dated.article_id,
        dated.duplicate_of,
        dated.day,
        (
            story_articles.article_id is null
            or story_articles.version_no <> dated.version_no
            or story_articles.day <> dated.day
        ) as is_fresh
    from dated
    left join news.story_articles on dated.article_id = story_articles.article_id
    where dated.day between %(week)s::date - 14 and %(week)s::date + 20
),

known as (
    select chosen.article_id
    from chosen
    union
    select chosen.duplicate_of
    from chosen
    where chosen.duplicate_of is not null
    union
    select copies.article_id
    from chosen
    inner join news.articles as copies on coalesce(chosen.duplicate_of, chosen.article_id) = copies.duplicate_of
)

select
    articles.article_id,
    articles.source_id,
    articles.body,
    articles.url,
    articles.original_url,
    articles.duplicate_of,
    coalesce(
        articles.published_at,
        (coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date) + time '23:59:59')
        at time zone 'UTC'
    ) as published_at,
    coalesce(chosen.is_fresh, false) as is_fresh
from known
inner join news.articles on known.article_id = articles.article_id
left join chosen on articles.article_id = chosen.article_id
where
    articles.merged_into is null
    and articles.taken_down_at is null
    and exists (
        select 1
        from chosen as own
        where own.is_fresh and own.day between %(week)s::date and %(week)s::date + 6
    )
order by articles.article_id;

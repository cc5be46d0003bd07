-- Articles leave their stories; a story's headline may be one of their titles, and then another article's takes its place.
with left_out as (
    delete from news.story_articles
    where article_id = any(%(article_ids)s::uuid[])
    returning story_id
),

rest as (
    select
        left_out.story_id,
        (
            select articles.title
            from news.story_articles
            inner join news.articles on story_articles.article_id = articles.article_id
            where
                story_articles.story_id = left_out.story_id
                and story_articles.article_id <> all(%(article_ids)s::uuid[])
                and articles.title is not null
            order by articles.published_at asc nulls last, articles.article_id asc
            limit 1
        ) as headline
    from left_out
)

update news.stories
set headline = coalesce(rest.headline, ''), updated_at = now()
from rest
where
    stories.story_id = rest.story_id
    and stories.headline in (
        select articles.title
        from news.articles
        where articles.article_id = any(%(article_ids)s::uuid[])
    );

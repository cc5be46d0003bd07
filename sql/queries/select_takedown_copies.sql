-- Other articles that say the same: those that name one of these as their original, or have its very words. Each way by an
-- index of its own, since publication waits while this is asked.
with asked as (
    select
        %(article_ids)s::uuid[] as article_ids,
        %(urls)s::text[] as urls
),

found as (
    select articles.article_id
    from asked
    inner join news.articles on articles.duplicate_of = any(asked.article_ids)
    union
    select articles.article_id
    from asked
    inner join news.articles on articles.original_url = any(asked.urls)
    union
    select theirs.article_id
    from asked
    inner join news.article_versions as ours on ours.article_id = any(asked.article_ids) and ours.body <> ''
    inner join news.article_versions as theirs on ours.content_digest = theirs.content_digest
)

select
    copies.article_id,
    copies.source_id,
    copies.url
from asked
cross join found
inner join news.articles as copies on found.article_id = copies.article_id
where
    copies.article_id <> all(asked.article_ids)
    and copies.merged_into is null
    and copies.taken_down_at is null
order by copies.source_id, copies.url;

-- What articles were found to repeat, where it lies outside the days that are grouped: without it they would be copies of
-- nothing, or of each other.
select
    originals.article_id,
    originals.source_id,
    originals.body,
    originals.published_at,
    originals.url,
    null::text as linked_url
from news.articles as originals
where
    originals.article_id in (
        select copies.duplicate_of
        from news.articles as copies
        where copies.article_id = any(%(article_ids)s::uuid[])
    )
    and originals.article_id <> all(%(article_ids)s::uuid[])
    and originals.merged_into is null
    and originals.taken_down_at is null
order by originals.article_id;

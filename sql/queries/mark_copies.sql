-- Syndicated copies, whichever of the two was published first: articles whose page names another source's article as its
-- canonical address. What the wording told is the business of the grouping.
with claims as (
    select
        copies.article_id,
        coalesce(originals.merged_into, originals.article_id) as original_id
    from news.articles as copies
    left join news.article_urls on copies.original_url = article_urls.url
    left join news.articles as originals
        on
            article_urls.article_id = originals.article_id
            and copies.source_id <> originals.source_id
            and originals.taken_down_at is null
    where
        copies.article_id = any(%(article_ids)s)
        or (copies.original_url is not null and article_urls.article_id = any(%(article_ids)s))
    order by copies.article_id
)

update news.articles
set
    duplicate_of = claims.original_id,
    duplicate_method = case when claims.original_id is not null then 'canonical_link' end,
    duplicate_similarity = null,
    duplicate_run_id = case when claims.original_id is not null then %(run_id)s end
from claims
where
    articles.article_id = claims.article_id
    and articles.duplicate_of is distinct from claims.original_id
    and (claims.original_id is not null or articles.duplicate_method is distinct from 'shingles');

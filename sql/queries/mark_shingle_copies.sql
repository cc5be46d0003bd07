-- Syndicated copies that share their wording with another source's article; what a link told stays. Gives the days of
-- those whose mark changed.
with found as (
    select
        looked_at.article_id,
        item.original_id,
        item.similarity
    from unnest(%(article_ids)s::uuid[]) as looked_at (article_id)
    left join
        jsonb_to_recordset(%(copies)s) as item (article_id uuid, original_id uuid, similarity double precision)
        on looked_at.article_id = item.article_id
)

update news.articles
set
    duplicate_of = found.original_id,
    duplicate_method = case when found.original_id is not null then 'shingles' end,
    duplicate_similarity = found.similarity,
    duplicate_run_id = case when found.original_id is not null then %(run_id)s end
from found
where
    articles.article_id = found.article_id
    and coalesce(articles.duplicate_method, 'shingles') = 'shingles'
    and (
        articles.duplicate_of is distinct from found.original_id
        or articles.duplicate_similarity is distinct from found.similarity
    )
returning coalesce(articles.published_day, (articles.first_stored_at at time zone 'UTC')::date) as day;

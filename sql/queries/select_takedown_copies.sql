-- Other articles that say the same: those that name one of these as their original, or have its very words.
select
    copies.article_id,
    copies.source_id,
    copies.url
from news.articles as copies
where
    copies.article_id <> all(%(article_ids)s::uuid[])
    and copies.merged_into is null
    and copies.taken_down_at is null
    and (
        copies.duplicate_of = any(%(article_ids)s::uuid[])
        or copies.original_url = any(%(urls)s)
        or exists (
            select 1
            from news.article_versions as theirs
            inner join news.article_versions as ours on theirs.content_digest = ours.content_digest
            where
                theirs.article_id = copies.article_id
                and ours.article_id = any(%(article_ids)s::uuid[])
                and ours.body <> ''
        )
    )
order by copies.source_id, copies.url;

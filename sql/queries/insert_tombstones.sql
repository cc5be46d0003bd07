-- Addresses that are neither crawled nor published nor derived again, and the words that are not to come back under another
-- one. Said again, only what is new is to be looked for in the archive.
with digests as (
    select versions.content_digest as digest
    from news.article_versions as versions
    where versions.article_id = any(%(article_ids)s::uuid[]) and versions.body <> ''
    union
    select articles.content_digest as digest
    from staging.articles
    where articles.capture_id = any(%(capture_ids)s) and articles.body <> ''
)

insert into crawl.takedowns as stones (
    url, asked_url, article_id, source_id, because, taken_down_by, content_digests
)
select
    item.url,
    item.asked_url,
    articles.article_id,
    coalesce(articles.source_id, item.source_id) as source_id,
    item.because,
    item.taken_down_by,
    array(
        select digests.digest
        from digests
        where digests.digest is not null
        order by digests.digest
    ) as content_digests
from
    jsonb_to_recordset(%(items)s)
        as item (url text, asked_url text, source_id text, because text, taken_down_by text)
left join news.article_urls on item.url = article_urls.url
left join news.articles on article_urls.article_id = articles.article_id
order by item.url
on conflict (url) do update set
    article_id = coalesce(stones.article_id, excluded.article_id),
    source_id = coalesce(stones.source_id, excluded.source_id),
    content_digests = stones.content_digests || excluded.content_digests,
    wiped_at = case when not %(has_more)s then stones.wiped_at end;

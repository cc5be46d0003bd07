-- Articles of a source that say the very same (title, authors, date and text), whatever their address.
select distinct on (versions.content_digest)
    versions.content_digest,
    coalesce(articles.merged_into, articles.article_id) as article_id
from news.article_versions as versions
inner join news.articles on versions.article_id = articles.article_id
where
    versions.content_digest = any(%(digests)s)
    and articles.source_id = %(source_id)s
    and articles.taken_down_at is null
    and versions.body <> ''
order by versions.content_digest asc, versions.fetched_at asc, articles.article_id asc;

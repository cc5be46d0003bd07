-- The captures of addresses, whoever asked for them, and those that articles were made of. A page that another article was
-- made of is that one's, whatever address led to it.
with candidates as (
    select captures.capture_id
    from crawl.captures
    where captures.url = any(%(urls)s)
    union
    select captures.capture_id
    from crawl.captures
    where captures.final_url = any(%(urls)s) and captures.final_url <> captures.url
    union
    select versions.capture_id
    from news.article_versions as versions
    where versions.article_id = any(%(article_ids)s::uuid[])
    union
    select articles.capture_id
    from news.articles
    where articles.article_id = any(%(article_ids)s::uuid[])
)

select
    captures.capture_id,
    captures.source_id,
    captures.run_id,
    captures.shard_id,
    captures.url,
    captures.final_url,
    captures.warc_file,
    captures.erased_at
from candidates
inner join crawl.captures on candidates.capture_id = captures.capture_id
where
    not exists (
        select 1
        from news.article_versions as others
        where
            others.capture_id = captures.capture_id
            and others.article_id <> all(%(article_ids)s::uuid[])
    )
order by captures.capture_id;

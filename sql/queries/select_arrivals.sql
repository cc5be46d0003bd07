-- The staged rows of a source that no run has decided yet; their captures are held until the transaction ends. What was
-- taken down is skipped, under whatever address it comes: one of its own, one that names it as canonical, its very words.
select
    captures.capture_id,
    captures.url,
    captures.final_url,
    captures.redirects,
    captures.fetched_at,
    captures.strategy,
    case when tombstone.url is null then articles.outcome else 'skipped' end as outcome,
    case when tombstone.url is null then articles.reason else 'taken_down' end as reason,
    coalesce('it is ' || tombstone.url || ', which was taken down', articles.detail) as detail,
    articles.canonical_url,
    articles.title,
    articles.authors,
    articles.published_at,
    articles.published_day,
    articles.content_digest,
    articles.extractor,
    analyses.model_name,
    encode(sha256(convert_to(articles.body, 'UTF8')), 'hex') as text_digest
from staging.articles
inner join crawl.captures on articles.capture_id = captures.capture_id
left join lateral (
    select takedowns.url
    from crawl.takedowns
    where
        takedowns.url in (captures.url, captures.final_url)
        or takedowns.url = any(captures.redirects)
        or (
            takedowns.source_id = captures.source_id
            and (
                takedowns.url = articles.canonical_url
                or articles.content_digest = any(takedowns.content_digests)
            )
        )
    order by takedowns.url
    limit 1
) as tombstone on true
left join staging.analyses on articles.run_id = analyses.run_id and articles.capture_id = analyses.capture_id
where
    articles.run_id = %(run_id)s
    and articles.source_id = %(source_id)s
    and articles.batch_id = any(%(batches)s)
    and captures.outcome is null
    and captures.erased_at is null
    and (captures.claimed_by is null or captures.claimed_by = articles.run_id)
order by captures.capture_id
for update of captures;

-- The staged rows of a source that no run has decided yet; their captures are held until the transaction ends.
select
    captures.capture_id,
    captures.url,
    captures.final_url,
    captures.redirects,
    captures.fetched_at,
    captures.strategy,
    articles.outcome,
    articles.reason,
    articles.detail,
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

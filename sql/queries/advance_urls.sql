-- The frontier advances with what was published: what to send next time, and what the address led to. Only a page
-- that was read to its end may answer 304 next time; the same bytes as a page that waits for a person bring no second case.
-- An older page that turns up late changes nothing here.
with decided as (
    select distinct on (captures.url)
        captures.url,
        captures.strategy,
        captures.listed_published_at,
        captures.capture_id,
        captures.fetched_at,
        captures.body_digest,
        item.article_id,
        item.outcome,
        item.reason,
        articles.published_day,
        item.outcome in ('stored', 'updated', 'unchanged', 'duplicate', 'rejected') as was_read,
        (
            select header.value
            from jsonb_each_text(captures.headers) as header
            where lower(header.key) = 'etag'
            order by header.key
            limit 1
        ) as etag,
        (
            select header.value
            from jsonb_each_text(captures.headers) as header
            where lower(header.key) = 'last-modified'
            order by header.key
            limit 1
        ) as last_modified
    from jsonb_to_recordset(%(items)s) as item (capture_id bigint, outcome text, reason text, article_id uuid)
    inner join crawl.captures on item.capture_id = captures.capture_id
    inner join staging.articles on item.capture_id = articles.capture_id and articles.run_id = %(run_id)s
    order by captures.url asc, captures.fetched_at desc, captures.capture_id desc
)

insert into crawl.urls (
    source_id, url, strategy, listed_published_at, capture_id, fetched_at, etag, last_modified, body_digest,
    article_id, published_day, outcome, reason, outcome_run_id
)
select
    %(source_id)s as source_id,
    url,
    strategy,
    listed_published_at,
    capture_id,
    fetched_at,
    case when was_read then etag end as etag,
    case when was_read then last_modified end as last_modified,
    case when was_read or outcome = 'quarantined' then body_digest end as body_digest,
    article_id,
    published_day,
    outcome,
    reason,
    %(run_id)s as run_id
from decided
order by url
on conflict (source_id, url) do update set
    capture_id = excluded.capture_id,
    fetched_at = excluded.fetched_at,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    body_digest = excluded.body_digest,
    article_id = coalesce(excluded.article_id, urls.article_id),
    published_day = coalesce(excluded.published_day, urls.published_day),
    outcome = excluded.outcome,
    reason = excluded.reason,
    outcome_run_id = excluded.outcome_run_id,
    gone_at = case when urls.gone_at > excluded.fetched_at then urls.gone_at end,
    deferred_at = null
where urls.fetched_at is null or urls.fetched_at <= excluded.fetched_at;

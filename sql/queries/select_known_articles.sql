-- The articles that arrivals belong to, as they are stored, and whether this run looks at their own addresses.
select
    articles.article_id,
    articles.source_id,
    articles.url,
    articles.fetched_at,
    articles.capture_id,
    articles.model_name,
    articles.taken_down_at is not null as taken_down,
    captures.url as seen_url,
    captures.final_url as seen_final_url,
    exists (
        select 1
        from crawl.ledger
        where
            ledger.run_id = %(run_id)s
            and ledger.source_id = articles.source_id
            and ledger.url in (articles.url, captures.url, captures.final_url)
    )
    -- a reprocess looks at no site: that an address moved is not its to say
    or exists (
        select 1 from crawl.runs
        where runs.run_id = %(run_id)s and runs.reprocess
    ) as looked_at
from news.articles
left join crawl.captures on articles.capture_id = captures.capture_id
where articles.article_id = any(%(article_ids)s)
order by articles.article_id
for update of articles;

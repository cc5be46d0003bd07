-- An article is gone when its own address, the one to cite or the one that led to its current page, answers 404 or 410,
-- and back when it answers again.
update news.articles
set
    gone_at = case
        when ledger.outcome = 'failed' then coalesce(articles.gone_at, ledger.decided_at, ledger.noted_at)
    end
from crawl.ledger
inner join news.article_urls on ledger.url = article_urls.url
inner join news.articles as known on article_urls.article_id = known.article_id
left join crawl.captures on known.capture_id = captures.capture_id
where
    ledger.run_id = %(run_id)s
    and ledger.source_id = %(source_id)s
    and ledger.capture_id is null
    and articles.article_id = article_urls.article_id
    and ledger.url in (articles.url, captures.url, captures.final_url)
    and articles.fetched_at <= coalesce(ledger.decided_at, ledger.noted_at)
    and (
        (ledger.outcome = 'failed' and ledger.reason in ('not_found', 'gone') and articles.gone_at is null)
        or (ledger.outcome = 'unchanged' and ledger.reason is null and articles.gone_at is not null)
    );

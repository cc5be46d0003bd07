-- Whose an address is already; an article that proved to be another one stands for that one.
select
    article_urls.url,
    article_urls.kind,
    coalesce(articles.merged_into, articles.article_id) as article_id
from news.article_urls
inner join news.articles on article_urls.article_id = articles.article_id
where article_urls.url = any(%(urls)s);

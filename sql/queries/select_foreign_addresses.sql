-- Which addresses belong to other articles: a dead one that led to another article's page is no name of this one.
select url
from news.article_urls
where url = any(%(urls)s) and article_id <> all(%(article_ids)s::uuid[]);

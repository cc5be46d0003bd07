-- Every address that articles are known by.
select url
from news.article_urls
where article_id = any(%(article_ids)s::uuid[])
order by url;

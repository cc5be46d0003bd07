-- The stories that articles are in.
select distinct story_id
from news.story_articles
where article_id = any(%(article_ids)s::uuid[]);

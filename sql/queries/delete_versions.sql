-- All versions of articles that are taken down.
delete from news.article_versions
where article_id = any(%(article_ids)s::uuid[]);

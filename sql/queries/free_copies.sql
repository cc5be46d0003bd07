-- Copies of what was taken down stand for themselves.
update news.articles
set
    duplicate_of = null,
    duplicate_method = null,
    duplicate_similarity = null,
    duplicate_run_id = null
where duplicate_of = any(%(article_ids)s::uuid[]);

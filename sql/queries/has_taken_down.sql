-- Whether any of some articles was taken down.
select exists(
    select 1
    from news.articles
    where article_id = any(%(article_ids)s::uuid[]) and taken_down_at is not null
) as found;

-- The articles that addresses lead to, each with all that were merged with it: one takedown is for all of them.
with named as (
    select article_id
    from news.article_urls
    where url = any(%(urls)s)
    union
    select article_id
    from unnest(%(article_ids)s::uuid[]) as given (article_id)
),

roots as (
    select coalesce(articles.merged_into, articles.article_id) as root_id
    from named
    inner join news.articles on named.article_id = articles.article_id
)

select distinct
    articles.article_id,
    articles.source_id,
    articles.url,
    articles.taken_down_at
from roots
inner join news.articles on roots.root_id = articles.article_id or roots.root_id = articles.merged_into
order by articles.article_id;

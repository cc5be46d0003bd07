-- Addresses of articles. An address belongs to one article: only a canonical claim yields, to a page that answers there.
insert into news.article_urls (url, article_id, kind)
select
    item.url,
    item.article_id,
    item.kind
from jsonb_to_recordset(%(items)s) as item (url text, article_id uuid, kind text)
order by item.url
on conflict (url) do update
    set article_id = excluded.article_id, kind = excluded.kind
    where article_urls.kind = 'canonical' and excluded.kind <> 'canonical';

-- Articles whose title or text is another one now are grouped anew, whether or not that makes a new version.
update news.story_articles
set version_no = 0
from jsonb_to_recordset(%(items)s) as item (article_id uuid, capture_id bigint)
inner join staging.articles as staged on item.capture_id = staged.capture_id and staged.run_id = %(run_id)s
inner join news.articles as stored on item.article_id = stored.article_id
where
    story_articles.article_id = item.article_id
    and (staged.title is distinct from stored.title or staged.body <> stored.body);

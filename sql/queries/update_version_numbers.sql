-- The current version's number, where a page that turned up late moved the line but not its end.
update news.articles
set version_no = item.version_no, run_id = %(run_id)s, updated_at = now()
from jsonb_to_recordset(%(items)s) as item (article_id uuid, version_no integer)
where articles.article_id = item.article_id and articles.version_no <> item.version_no;

-- Stored versions make room for one that was fetched before them; numbers turn negative so that none collide.
update news.article_versions
set version_no = -item.version_no, changed = item.changed
from jsonb_to_recordset(%(items)s) as item (article_id uuid, was integer, version_no integer, changed text[])
where article_versions.article_id = item.article_id and article_versions.version_no = item.was;

-- The moved versions take their new numbers.
update news.article_versions
set version_no = -version_no
where article_id = any(%(article_ids)s) and version_no < 0;

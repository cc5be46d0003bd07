-- Articles whose text was derived anew are compared and grouped anew, though their version is the same.
update news.story_articles
set version_no = 0
where article_id = any(%(article_ids)s::uuid[]) and version_no <> 0;

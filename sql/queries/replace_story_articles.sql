-- Which story each article is in now.
insert into news.story_articles (article_id, story_id, similarity, method, version_no, day, run_id)
select
    item.article_id,
    item.story_id,
    item.similarity,
    %(method)s,
    item.version_no,
    item.day,
    %(run_id)s
from
    jsonb_to_recordset(%(places)s)
        as item (article_id uuid, story_id uuid, similarity double precision, version_no integer, day date)
order by item.article_id
on conflict (article_id) do update
    set
        story_id = excluded.story_id,
        similarity = excluded.similarity,
        method = excluded.method,
        version_no = excluded.version_no,
        day = excluded.day,
        run_id = excluded.run_id
    where
    (
        story_articles.story_id, story_articles.similarity, story_articles.method, story_articles.version_no,
        story_articles.day
    ) is distinct from (
        excluded.story_id, excluded.similarity, excluded.method, excluded.version_no, excluded.day
    );

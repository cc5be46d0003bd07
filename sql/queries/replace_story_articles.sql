-- Which part of which story each article is in now; gives the stories that they were in, and are in.
with item as (
    select
        item.article_id,
        item.part_id,
        item.similarity,
        item.version_no,
        item.day,
        story_parts.story_id,
        story_articles.story_id as was_story_id
    from
        jsonb_to_recordset(%(items)s)
            as item (article_id uuid, part_id uuid, similarity double precision, version_no integer, day date)
    inner join news.story_parts on item.part_id = story_parts.part_id
    left join news.story_articles on item.article_id = story_articles.article_id
),

written as (
    insert into news.story_articles (article_id, story_id, part_id, similarity, method, version_no, day, run_id)
    select
        item.article_id,
        item.story_id,
        item.part_id,
        item.similarity,
        %(method)s,
        item.version_no,
        item.day,
        %(run_id)s
    from item
    order by item.article_id
    on conflict (article_id) do update
        set
            story_id = excluded.story_id,
            part_id = excluded.part_id,
            similarity = excluded.similarity,
            method = excluded.method,
            version_no = excluded.version_no,
            day = excluded.day,
            run_id = excluded.run_id
        where
        (
            story_articles.story_id, story_articles.part_id, story_articles.similarity, story_articles.method,
            story_articles.version_no, story_articles.day
        ) is distinct from (
            excluded.story_id, excluded.part_id, excluded.similarity, excluded.method, excluded.version_no,
            excluded.day
        )
)

select item.story_id
from item
union
select item.was_story_id
from item
where item.was_story_id is not null;

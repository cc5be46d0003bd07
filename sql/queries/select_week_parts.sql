-- What the next week depends on: a week's articles as they were grouped, and into which parts.
select
    story_articles.article_id,
    story_articles.version_no,
    story_articles.part_id
from news.story_articles
inner join news.story_parts on story_articles.part_id = story_parts.part_id
where story_parts.week = %(week)s;

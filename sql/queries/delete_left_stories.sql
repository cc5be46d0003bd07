-- Stories that all their articles left for others.
delete from news.stories
where not exists (
    select 1
    from news.story_articles
    where story_articles.story_id = stories.story_id
);

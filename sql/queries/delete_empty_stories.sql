-- Stories that no article is left in.
delete from news.stories
where
    stories.headline = ''
    and not exists (
        select 1
        from news.story_articles
        where story_articles.story_id = stories.story_id
    );

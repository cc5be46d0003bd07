-- Stories that nothing is left in.
delete from news.stories
where
    story_id = any(%(story_ids)s::uuid[])
    and not exists (
        select 1
        from news.story_articles
        where story_articles.story_id = stories.story_id
    );

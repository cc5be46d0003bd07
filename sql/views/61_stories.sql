-- What happened: articles on one event, with how many tell it themselves and how many repeat others.
create or replace view report.stories as
select
    stories.headline,
    stories.first_day,
    stories.last_day,
    stories.sources,
    stories.reports,
    stories.copies,
    stories.reports + stories.copies as articles,
    stories.last_day - stories.first_day + 1 as days,
    stories.story_id,
    stories.method,
    stories.run_id,
    stories.updated_at,
    array(
        select distinct articles.source_id
        from news.story_articles
        inner join news.articles on story_articles.article_id = articles.article_id
        where
            story_articles.story_id = stories.story_id
            and articles.merged_into is null
            and articles.taken_down_at is null
        order by articles.source_id
    ) as source_ids
from news.stories
where stories.headline <> ''
order by
    stories.last_day desc, stories.sources desc, stories.reports desc, stories.headline asc, stories.story_id asc;

comment on view report.stories is 'Stories: articles on one event, those of the last days first.';
comment on column report.stories.headline is 'Title of its most central article that is no copy.';
comment on column report.stories.first_day is 'Day of its first article: published, else first stored.';
comment on column report.stories.last_day is 'Day of its last article.';
comment on column report.stories.sources is 'Sources that report it.';
comment on column report.stories.reports is 'Independent reports: articles that are no syndicated copies.';
comment on column report.stories.copies is 'Syndicated copies.';
comment on column report.stories.articles is 'Both together.';
comment on column report.stories.days is 'Days from the first article to the last, both included.';
comment on column report.stories.story_id is 'The story; made from its first article.';
comment on column report.stories.method is 'How articles were grouped, with the version of the method.';
comment on column report.stories.run_id is 'Run that last wrote it.';
comment on column report.stories.updated_at is 'When it was last written.';
comment on column report.stories.source_ids is 'The sources that report it.';

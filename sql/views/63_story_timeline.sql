-- How a story went on: its articles in the order of time, the first report, those that followed, and the copies.
create or replace view report.story_timeline as
select
    stories.headline,
    story_articles.day,
    articles.published_at,
    case
        when articles.duplicate_of is not null then 'copy'
        when
            row_number() over (
                partition by story_articles.story_id, articles.duplicate_of is null
                order by
                    story_articles.day asc, articles.published_at asc nulls last, articles.article_id asc
            ) = 1
            then 'first report'
        else 'report'
    end as part,
    articles.source_id,
    coalesce(sources.name, articles.source_id) as source,
    articles.title,
    articles.url,
    story_articles.similarity,
    story_articles.story_id,
    articles.article_id,
    articles.duplicate_of
from news.story_articles
inner join news.stories on story_articles.story_id = stories.story_id
inner join news.articles on story_articles.article_id = articles.article_id
left join crawl.sources on articles.source_id = sources.source_id
where articles.merged_into is null and articles.taken_down_at is null
order by
    stories.last_day desc,
    story_articles.story_id asc,
    story_articles.day asc,
    articles.published_at asc nulls last,
    articles.article_id asc;

comment on view report.story_timeline is 'The articles of each story in the order of time.';
comment on column report.story_timeline.headline is 'Headline of the story.';
comment on column report.story_timeline.day is 'Day of the article: published, else first stored.';
comment on column report.story_timeline.published_at is 'When it was published (UTC); null if unknown or only a day is known.';
comment on column report.story_timeline.part is 'first report, report, or copy.';
comment on column report.story_timeline.source_id is 'The source.';
comment on column report.story_timeline.source is 'Its name.';
comment on column report.story_timeline.title is 'The article''s title.';
comment on column report.story_timeline.url is 'Its address.';
comment on column report.story_timeline.similarity is 'How near it lies to the story''s other articles, 0 to 1.';
comment on column report.story_timeline.story_id is 'The story.';
comment on column report.story_timeline.article_id is 'The article.';
comment on column report.story_timeline.duplicate_of is 'Article that it is a syndicated copy of.';

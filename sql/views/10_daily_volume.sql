-- How much each source published on each day: the first thing that people look at.
create or replace view report.daily_volume as
select
    articles.published_day as day,
    articles.source_id,
    coalesce(sources.name, articles.source_id) as source,
    count(*) as articles,
    count(*) filter (where articles.duplicate_of is not null) as copies,
    count(*) filter (where articles.version_no > 1) as changed,
    sum(articles.words)::bigint as words,
    array_agg(distinct articles.language order by articles.language)
    filter (where articles.language is not null) as languages
from news.articles
left join crawl.sources on articles.source_id = sources.source_id
where articles.merged_into is null and articles.taken_down_at is null
group by articles.published_day, articles.source_id, sources.name
order by articles.published_day desc nulls last, articles.source_id asc;

comment on view report.daily_volume is 'Articles by published day and source; undated ones have no day.';
comment on column report.daily_volume.day is 'Published day; null for undated articles.';
comment on column report.daily_volume.source_id is 'The source.';
comment on column report.daily_volume.source is 'Its name.';
comment on column report.daily_volume.articles is 'Articles, syndicated copies included.';
comment on column report.daily_volume.copies is 'Of these: syndicated copies.';
comment on column report.daily_volume.changed is 'Of these: changed at the source since the first version.';
comment on column report.daily_volume.words is 'Words in their texts.';
comment on column report.daily_volume.languages is 'ISO 639-1 codes of their languages.';

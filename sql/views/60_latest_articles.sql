-- The articles as a reader wants them: the newest first, with where the raw page lies.
create or replace view report.latest_articles as
select
    articles.published_day as day,
    articles.published_at,
    articles.source_id,
    coalesce(sources.name, articles.source_id) as source,
    articles.title,
    articles.authors,
    articles.url,
    articles.language,
    articles.section,
    articles.tags,
    articles.words,
    articles.truncated,
    articles.version_no,
    articles.published_precision,
    articles.published_problem,
    articles.duplicate_of,
    articles.gone_at,
    articles.first_stored_at,
    articles.fetched_at,
    articles.article_id,
    articles.extractor,
    articles.model_name,
    articles.model_version,
    articles.run_id,
    case when captures.expired_at is null then captures.warc_file end as raw_file,
    captures.warc_offset as raw_offset,
    captures.body_digest as raw_digest,
    articles.body,
    to_char(articles.published_at at time zone 'UTC', 'HH24:MI') as time_utc
from news.articles
left join crawl.sources on articles.source_id = sources.source_id
left join crawl.captures on articles.capture_id = captures.capture_id
where articles.merged_into is null and articles.taken_down_at is null
order by
    articles.published_day desc nulls last,
    articles.published_at desc nulls last,
    articles.source_id asc,
    articles.article_id asc;

comment on view report.latest_articles is 'One row an article, its current version, the newest first; body is the full text.';
comment on column report.latest_articles.day is 'Published day: the source''s local date if only a day is known, else the UTC day; null if unknown.';
comment on column report.latest_articles.published_at is 'When it was published (UTC); null if unknown or only a day is known.';
comment on column report.latest_articles.source_id is 'The source.';
comment on column report.latest_articles.source is 'Its name.';
comment on column report.latest_articles.title is 'Title.';
comment on column report.latest_articles.authors is 'Authors'' names.';
comment on column report.latest_articles.url is 'Address to cite.';
comment on column report.latest_articles.language is 'ISO 639-1 code.';
comment on column report.latest_articles.section is 'Section of the site.';
comment on column report.latest_articles.tags is 'The site''s tags.';
comment on column report.latest_articles.words is 'Words in the text.';
comment on column report.latest_articles.truncated is 'Whether the text is a stub before a paywall.';
comment on column report.latest_articles.version_no is 'Number of the current version; above 1 the article changed at its source.';
comment on column report.latest_articles.published_precision is 'second, minute, hour or day.';
comment on column report.latest_articles.published_problem is 'Why there is no date, or which one was not believed.';
comment on column report.latest_articles.duplicate_of is 'Article that this one is a syndicated copy of.';
comment on column report.latest_articles.gone_at is 'When its address first answered 404 or 410.';
comment on column report.latest_articles.first_stored_at is 'When it was first published here.';
comment on column report.latest_articles.fetched_at is 'When its latest page was fetched.';
comment on column report.latest_articles.article_id is 'The article, for joins with news.*.';
comment on column report.latest_articles.extractor is 'Extractor and version that derived it.';
comment on column report.latest_articles.model_name is 'Model of its mentions; null if none was run.';
comment on column report.latest_articles.model_version is 'The model''s version.';
comment on column report.latest_articles.run_id is 'Run that last wrote it.';
comment on column report.latest_articles.raw_file is 'WARC file that holds its latest page, relative to the archive; null once retention gave the page up.';
comment on column report.latest_articles.raw_offset is 'Where the record starts in that file, in bytes.';
comment on column report.latest_articles.raw_digest is 'SHA-256 of the page as fetched.';
comment on column report.latest_articles.body is 'Full text: paragraphs parted by an empty line.';
comment on column report.latest_articles.time_utc is 'Hour and minute of its publication (UTC); null if only a day is known.';

-- What an article said when: every version with what changed, when it was seen and where its raw page lies.
create or replace view report.article_versions as
select
    versions.published_day as day,
    articles.source_id,
    coalesce(sources.name, articles.source_id) as source,
    articles.url,
    versions.version_no,
    versions.version_no = articles.version_no as is_current,
    versions.changed,
    versions.title,
    versions.authors,
    versions.published_at,
    versions.modified_at,
    versions.fetched_at,
    coalesce(array_length(regexp_split_to_array(nullif(btrim(versions.body), ''), '\s+'), 1), 0) as words,
    versions.article_id,
    versions.extractor,
    versions.run_id,
    case when captures.expired_at is null then captures.warc_file end as raw_file,
    captures.warc_offset as raw_offset,
    captures.body_digest as raw_digest,
    versions.body
from news.article_versions as versions
inner join news.articles on versions.article_id = articles.article_id
left join crawl.sources on articles.source_id = sources.source_id
left join crawl.captures on versions.capture_id = captures.capture_id
where articles.merged_into is null and articles.taken_down_at is null
order by articles.fetched_at desc, articles.article_id asc, versions.version_no desc;

comment on view report.article_versions is 'Every version of every article, the latest first; body is the full text of the version.';
comment on column report.article_versions.day is 'Published day of the version.';
comment on column report.article_versions.source_id is 'The source.';
comment on column report.article_versions.source is 'Its name.';
comment on column report.article_versions.url is 'Address to cite.';
comment on column report.article_versions.version_no is 'From 1, in the order of fetching.';
comment on column report.article_versions.is_current is 'Whether it is the version that the article shows.';
comment on column report.article_versions.changed is 'Which of title, authors, published_at and text changed against the version before.';
comment on column report.article_versions.title is 'Title.';
comment on column report.article_versions.authors is 'Authors'' names.';
comment on column report.article_versions.published_at is 'When it was published (UTC); null if unknown or only a day is known.';
comment on column report.article_versions.modified_at is 'When the source says that it changed it.';
comment on column report.article_versions.fetched_at is 'When the page that first showed it was fetched.';
comment on column report.article_versions.words is 'Words in its text.';
comment on column report.article_versions.article_id is 'The article.';
comment on column report.article_versions.extractor is 'Extractor and version.';
comment on column report.article_versions.run_id is 'Run that wrote it.';
comment on column report.article_versions.raw_file is 'WARC file of its raw page, relative to the archive; null once retention gave the page up.';
comment on column report.article_versions.raw_offset is 'Where the record starts in the file, in bytes.';
comment on column report.article_versions.raw_digest is 'Digest of the raw page.';
comment on column report.article_versions.body is 'Its text.';

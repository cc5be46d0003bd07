-- Current rows from staging: new articles, and those whose latest page is one of this run's. Mentions that were found
-- in the same text stay when no model looked this time.
insert into news.articles (
    article_id, source_id, url, canonical_url, title, authors, published_at, published_day, published_raw,
    published_precision, published_problem, modified_at, language, section, tags, image_url, body, words,
    truncated, version_no, methods, extractor, model_name, model_version, analysis_note, capture_id, original_url,
    first_published_run_id, run_id, fetched_at
)
select
    item.article_id,
    articles.source_id,
    item.url,
    articles.canonical_url,
    articles.title,
    articles.authors,
    articles.published_at,
    articles.published_day,
    articles.published_raw,
    articles.published_precision,
    articles.published_problem,
    articles.modified_at,
    articles.language,
    articles.section,
    articles.tags,
    articles.image_url,
    articles.body,
    case
        when articles.body ~ '\S' then array_length(regexp_split_to_array(btrim(articles.body), '\s+'), 1)
        else 0
    end as words,
    articles.truncated,
    item.version_no,
    articles.methods,
    articles.extractor,
    analyses.model_name,
    analyses.model_version,
    analyses.note,
    articles.capture_id,
    item.original_url,
    articles.run_id as first_published_run_id,
    articles.run_id,
    captures.fetched_at
from
    jsonb_to_recordset(%(items)s)
        as item (
            article_id uuid, capture_id bigint, url text, version_no integer, original_url text
        )
inner join staging.articles on item.capture_id = articles.capture_id and articles.run_id = %(run_id)s
inner join crawl.captures on item.capture_id = captures.capture_id
left join staging.analyses on articles.run_id = analyses.run_id and articles.capture_id = analyses.capture_id
order by item.article_id
on conflict (article_id) do update set
    url = excluded.url,
    canonical_url = excluded.canonical_url,
    title = excluded.title,
    authors = excluded.authors,
    published_at = excluded.published_at,
    published_day = excluded.published_day,
    published_raw = excluded.published_raw,
    published_precision = excluded.published_precision,
    published_problem = excluded.published_problem,
    modified_at = excluded.modified_at,
    language = excluded.language,
    section = excluded.section,
    tags = excluded.tags,
    image_url = excluded.image_url,
    body = excluded.body,
    words = excluded.words,
    truncated = excluded.truncated,
    version_no = excluded.version_no,
    methods = excluded.methods,
    extractor = excluded.extractor,
    model_name = case
        when articles.body = excluded.body then coalesce(excluded.model_name, articles.model_name)
        else excluded.model_name
    end,
    model_version = case
        when articles.body = excluded.body then coalesce(excluded.model_version, articles.model_version)
        else excluded.model_version
    end,
    analysis_note = case
        when articles.body = excluded.body and excluded.model_name is null and articles.model_name is not null
            then articles.analysis_note
        else excluded.analysis_note
    end,
    capture_id = excluded.capture_id,
    original_url = excluded.original_url,
    run_id = excluded.run_id,
    fetched_at = excluded.fetched_at,
    updated_at = now(),
    gone_at = case when articles.gone_at > excluded.fetched_at then articles.gone_at end;

-- Current rows follow their current version; what is updated in place at every look comes from the page seen last. Mentions
-- that were found in the same text stay when no model looked this time.
update news.articles
set
    canonical_url = latest.canonical_url,
    title = versions.title,
    authors = versions.authors,
    published_at = versions.published_at,
    published_day = versions.published_day,
    published_raw = versions.published_raw,
    published_precision = versions.published_precision,
    published_problem = versions.published_problem,
    modified_at = latest.modified_at,
    language = latest.language,
    section = latest.section,
    tags = latest.tags,
    image_url = latest.image_url,
    body = versions.body,
    words = case
        when versions.body ~ '\S' then array_length(regexp_split_to_array(btrim(versions.body), '\s+'), 1)
        else 0
    end,
    truncated = versions.truncated,
    methods = latest.methods
    - array['title', 'authors', 'published_at', 'text']
    || jsonb_strip_nulls(
        jsonb_build_object(
            'title', versions.methods -> 'title',
            'authors', versions.methods -> 'authors',
            'published_at', versions.methods -> 'published_at',
            'text', versions.methods -> 'text'
        )
    ),
    extractor = versions.extractor,
    model_name = case when item.keep_analysis then articles.model_name else analyses.model_name end,
    model_version = case when item.keep_analysis then articles.model_version else analyses.model_version end,
    analysis_note = case when item.keep_analysis then articles.analysis_note else analyses.note end,
    original_url = item.original_url,
    run_id = versions.run_id,
    updated_at = now()
from
    jsonb_to_recordset(%(items)s)
        as item (
            article_id uuid, capture_id bigint, latest_capture_id bigint, original_url text, keep_analysis boolean
        )
inner join staging.articles as versions on item.capture_id = versions.capture_id and versions.run_id = %(run_id)s
inner join staging.articles as latest on item.latest_capture_id = latest.capture_id and latest.run_id = %(run_id)s
left join staging.analyses on versions.run_id = analyses.run_id and versions.capture_id = analyses.capture_id
where articles.article_id = item.article_id;

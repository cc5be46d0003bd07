-- What the expectations judge of each article on its way to publication: measures only, since texts would fill the
-- memory, and no page's own words may reach the pages that show the verdicts.
with staged as (
    select *
    from staging.articles
    where run_id = %(run_id)s and outcome is null
),

authors as (
    select
        staged.capture_id,
        max(length(listed.author)) as longest
    from staged
    cross join unnest(staged.authors) as listed (author)
    group by staged.capture_id
)

select
    staged.capture_id,
    staged.source_id,
    length(staged.title) as title_characters,
    coalesce(
        lower(trim(staged.title)) in (
            lower(sources.name),
            regexp_replace(lower(sources.homepage), '^https?://|/$', '', 'g'),
            regexp_replace(lower(sources.homepage), '^https?://(www\.)?|/$', '', 'g')
        ),
        false
    ) as title_names_source,
    length(staged.body) as text_characters,
    -- a reprocess has several pages of one address: the two ranks count each address once
    dense_rank() over (partition by staged.source_id, md5(staged.body) order by staged.url asc)
    + dense_rank() over (partition by staged.source_id, md5(staged.body) order by staged.url desc)
    - 1 as addresses_with_text,
    (length(staged.body) - length(replace(staged.body, U&'\FFFD', '')))::double precision
    / greatest(length(staged.body), 1) as replacement_share,
    extract(
        epoch from
        coalesce(staged.published_at, staged.published_day::timestamp at time zone 'UTC') - captures.fetched_at
    )::double precision / 3600 as hours_published_after_fetch,
    extract(year from staged.published_day)::double precision as published_year,
    regexp_replace(left(staged.language, 8), '[^A-Za-z0-9-]', '?', 'g') as language,
    coalesce(
        cardinality(sources.languages) = 0 or staged.language = any(sources.languages), true
    ) as language_expected,
    staged.url ~ '^https?://' as address_of_web,
    coalesce(staged.canonical_url ~ '^https?://', true)
    and coalesce(staged.image_url ~ '^https?://', true) as links_of_web,
    staged.truncated,
    staged.body ~* '</?(div|span|p|a|script|style|iframe|img)(\s[^<>]*)?>|<!--|function\s*\([a-z, ]*\)\s*\{'
        as text_has_markup,
    authors.longest::double precision as longest_author,
    extract(epoch from staged.published_at - staged.modified_at)::double precision
    / 3600 as hours_modified_before_published,
    analyses.capture_id is not null as analysed
from staged
inner join crawl.captures as captures on staged.capture_id = captures.capture_id
left join crawl.sources as sources on staged.source_id = sources.source_id
left join staging.analyses as analyses
    on staged.run_id = analyses.run_id and staged.capture_id = analyses.capture_id
left join authors on staged.capture_id = authors.capture_id
order by staged.capture_id;

-- What a reprocess derives again: every version's own page, the page that last showed the current one, and pages that were
-- refused. Each counts on its published day, one without a day on the last day of the run that found it.
with asked as (
    select
        %(sources)s::text[] as sources,
        %(first_day)s::date as first_day,
        %(last_day)s::date as last_day
),

chosen as (
    select
        articles.article_id,
        articles.capture_id,
        coalesce(
            articles.published_day, finder.last_day, (articles.first_stored_at at time zone 'UTC')::date
        ) as day
    from asked
    inner join news.articles on asked.sources is null or articles.source_id = any(asked.sources)
    left join crawl.runs as finder on articles.first_published_run_id = finder.run_id
    where articles.taken_down_at is null
),

found as (
    select
        capture_id,
        day
    from chosen
    union all
    select
        versions.capture_id,
        chosen.day
    from chosen
    inner join news.article_versions as versions on chosen.article_id = versions.article_id
    union all
    select
        refused.capture_id,
        coalesce(refused.published_day, finder.last_day, (refused.fetched_at at time zone 'UTC')::date) as day
    from asked
    inner join crawl.captures as refused on asked.sources is null or refused.source_id = any(asked.sources)
    left join crawl.runs as finder on refused.run_id = finder.run_id
    where
        refused.outcome in ('rejected', 'failed')
        or (refused.outcome = 'skipped' and refused.reason = 'undated')
)

select
    captures.source_id,
    captures.capture_id,
    min(found.day) as day,
    captures.erased_at is not null
    or captures.expired_at is not null
    or exists (
        select 1 from crawl.takedowns
        where takedowns.url in (captures.url, captures.final_url)
    ) as gone
from asked
inner join found on asked.first_day is null or found.day between asked.first_day and asked.last_day
inner join crawl.captures on found.capture_id = captures.capture_id
group by captures.capture_id
order by captures.source_id, captures.capture_id;

-- Two samples a source: what arrived in the 28 days before this run, and what it brings; by the same extractor only, since
-- a better one finds fields in other ways.
with run as (
    select
        run_id,
        sources,
        started_at
    from crawl.runs
    where run_id = %(run_id)s
),

staged as (
    select
        articles.source_id,
        articles.extractor,
        articles.published_day is not null as dated,
        length(articles.body) - length(translate(articles.body, E' \n', '')) + 1 as words,
        articles.methods
    from run
    inner join staging.articles on run.run_id = articles.run_id
    where articles.outcome is null
),

extractors as (
    select max(extractor) as extractor
    from staged
),

arrived as (
    select
        'before' as period,
        articles.source_id,
        articles.published_day is not null as dated,
        articles.words,
        articles.methods
    from run
    cross join extractors
    inner join news.articles on articles.source_id = any(run.sources)
    where
        articles.first_stored_at >= run.started_at - interval '28 days'
        and articles.first_published_run_id <> run.run_id
        and articles.merged_into is null
        and articles.taken_down_at is null
        and articles.extractor = coalesce(extractors.extractor, articles.extractor)
    union all
    select
        'now' as period,
        staged.source_id,
        staged.dated,
        staged.words,
        staged.methods
    from staged
),

found as (
    select
        arrived.period,
        arrived.source_id,
        entries.key as field,
        entries.value as method,
        count(*) as articles
    from arrived
    cross join lateral jsonb_each_text(arrived.methods) as entries
    group by arrived.period, arrived.source_id, entries.key, entries.value
),

sized as (
    select
        period,
        source_id,
        count(*) as articles,
        count(*) filter (where dated) as dated,
        percentile_cont(0.5) within group (order by words) as median_words,
        percentile_cont(0.1) within group (order by words) as low_words
    from arrived
    group by period, source_id
)

select
    sized.period,
    sized.source_id,
    sized.articles,
    sized.dated,
    sized.median_words,
    sized.low_words,
    coalesce(
        jsonb_agg(
            jsonb_build_object(
                'field', found.field,
                'method', found.method,
                'share', found.articles::double precision / sized.articles
            )
        ) filter (where found.field is not null),
        '[]'
    ) as methods
from sized
left join found on sized.period = found.period and sized.source_id = found.source_id
group by
    sized.period, sized.source_id, sized.articles, sized.dated, sized.median_words, sized.low_words
order by sized.source_id, sized.period

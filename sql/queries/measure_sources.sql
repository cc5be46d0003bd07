-- What the expectations judge of each source of a run, in one row: shares are null where there are fewer than ten
-- rows to tell them from, so that small numbers neither warn nor hold a source back. A reprocess is judged by what is
-- published of its own pages; those that were refused before say nothing.
with run as (
    select
        run_id,
        mode,
        sources,
        reprocess,
        (started_at at time zone 'UTC')::date as started_on
    from crawl.runs
    where run_id = %(run_id)s
),

staged as (
    select
        articles.source_id,
        articles.outcome,
        articles.reason,
        articles.published_day is not null as dated,
        coalesce(captures.wanted_since = '-infinity', false) as taken_whole,
        length(articles.body) - length(translate(articles.body, E' \n', '')) + 1 as words,
        analyses.model_name is not null as analysed,
        coalesce(jsonb_array_length(analyses.mentions), 0) > 0 as has_mentions
    from run
    inner join staging.articles as articles on run.run_id = articles.run_id
    inner join crawl.captures as captures on articles.capture_id = captures.capture_id
    left join staging.analyses as analyses
        on articles.run_id = analyses.run_id and articles.capture_id = analyses.capture_id
    where not run.reprocess or captures.outcome in ('stored', 'updated', 'unchanged', 'duplicate')
),

counted as (
    select
        source_id,
        count(*) as staged,
        -- a page in a language that the source's entry leaves out says nothing on its quality
        count(*) filter (where reason is distinct from 'wrong_language') as pages,
        count(*) filter (where outcome in ('rejected', 'failed') and reason <> 'wrong_language') as rejected,
        count(*) filter (where outcome is null or outcome = 'skipped') as articles,
        count(*) filter (where (outcome is null or outcome = 'skipped') and dated) as dated,
        bool_or(taken_whole) as taken_whole,
        count(*) filter (where outcome is null) as kept,
        percentile_cont(0.5) within group (order by words) filter (where outcome is null) as median_words,
        count(*) filter (where outcome is null and analysed) as analysed,
        count(*) filter (where outcome is null and analysed and has_mentions) as with_mentions
    from staged
    group by source_id
),

asked as (
    select unnest(run.sources) as source_id
    from run
    union
    select counted.source_id
    from counted
),

latest as (
    select
        asked.source_id,
        unnest(array(
            select articles.article_id
            from news.articles as articles
            where
                articles.source_id = asked.source_id
                and articles.first_published_run_id <> run.run_id
                and articles.taken_down_at is null
                and articles.merged_into is null
            order by articles.first_stored_at desc
            limit 200
        )) as article_id
    from run
    cross join asked
    where not run.reprocess
    union all
    select
        articles.source_id,
        articles.article_id
    from run
    inner join staging.articles as again on run.run_id = again.run_id
    inner join news.articles as articles on again.capture_id = articles.capture_id
    where run.reprocess
),

known as (
    select
        latest.source_id,
        avg((articles.published_day is not null)::integer)::double precision as dated_share,
        percentile_cont(0.5) within group (order by articles.words) as median_words
    from latest
    inner join news.articles as articles on latest.article_id = articles.article_id
    group by latest.source_id
    having count(*) >= 10
),

seen as (
    select
        asked.source_id,
        count(distinct noted.url) as urls
    from run
    cross join asked
    left join crawl.sources as sources on asked.source_id = sources.source_id
    left join crawl.ledger as noted
        on
            asked.source_id = noted.source_id
            and run.started_on - coalesce(sources.expected_days, 7) < noted.started_on
            and run.started_on >= noted.started_on
    group by asked.source_id
),

judged as (
    select
        source_id,
        case when pages >= 10 then rejected::double precision / pages end as rejected_share,
        case when articles >= 10 then dated::double precision / articles end as dated_share,
        case when kept >= 10 then median_words end as median_words,
        case when analysed >= 10 then with_mentions::double precision / analysed end as share_with_mentions
    from counted
)

select
    asked.source_id,
    coalesce(counted.staged, 0) as staged,
    judged.rejected_share,
    judged.dated_share,
    known.dated_share - judged.dated_share as dated_share_lost,
    case
        when known.source_id is null and not counted.taken_whole then judged.dated_share
    end as dated_share_of_new_source,
    judged.median_words,
    judged.median_words / nullif(known.median_words, 0) as words_kept,
    judged.share_with_mentions,
    case
        when run.mode = 'look_back' then (seen.urls - sources.expected_minimum)::double precision
    end as found_above_minimum,
    case
        when run.mode = 'look_back' then (seen.urls - sources.expected_maximum)::double precision
    end as found_above_maximum
from run
cross join asked
left join counted on asked.source_id = counted.source_id
left join judged on asked.source_id = judged.source_id
left join known on asked.source_id = known.source_id
left join seen on asked.source_id = seen.source_id
left join crawl.sources as sources on asked.source_id = sources.source_id
order by asked.source_id;

-- What the run saw of each source and day. A URL counts on its published day, else on its listed day, else on the last day
-- of the window; undated articles, and undated pages of archives that are read whole, say nothing of a day. What is unchanged
-- and led to no article counts as what it was. A run that saw less of a day than an earlier run leaves that one's row.
with looked_at as (
    select
        ledger.source_id,
        case
            when ledger.outcome = 'unchanged' and ledger.article_id is null then urls.outcome
            else ledger.outcome
        end as outcome,
        coalesce(
            captures.published_day,
            articles.published_day,
            urls.published_day,
            (urls.listed_published_at at time zone 'UTC')::date,
            runs.last_day
        ) as day
    from crawl.ledger
    inner join crawl.runs on ledger.run_id = runs.run_id
    left join crawl.captures on ledger.capture_id = captures.capture_id
    left join crawl.urls on ledger.source_id = urls.source_id and ledger.url = urls.url
    left join news.articles on ledger.article_id = articles.article_id
    where
        ledger.run_id = %(run_id)s
        and not (ledger.outcome = 'skipped' and ledger.reason in ('outside_window', 'undated'))
        and (articles.article_id is null or articles.published_day is not null)
        and (captures.wanted_since is distinct from '-infinity' or captures.published_day is not null)
),

counted as (
    select
        source_id,
        day,
        count(*) as found,
        count(*) filter (where outcome in ('stored', 'updated', 'unchanged', 'duplicate')) as stored,
        count(*) filter (where outcome = 'rejected') as rejected,
        count(*) filter (where outcome = 'quarantined') as quarantined,
        count(*) filter (where outcome = 'deferred') as deferred,
        count(*) filter (where outcome = 'failed') as failed
    from looked_at
    group by source_id, day
)

insert into quality.coverage (
    source_id, day, reach, problem, detail, found, stored, rejected, quarantined, deferred, failed, run_id
)
select
    item.source_id,
    item.day,
    item.reach,
    item.problem,
    item.detail,
    coalesce(counted.found, 0) as found,
    coalesce(counted.stored, 0) as stored,
    coalesce(counted.rejected, 0) as rejected,
    coalesce(counted.quarantined, 0) as quarantined,
    coalesce(counted.deferred, 0) as deferred,
    coalesce(counted.failed, 0) as failed,
    %(run_id)s as run_id
from jsonb_to_recordset(%(items)s) as item (source_id text, day date, reach text, problem text, detail text)
left join counted on item.source_id = counted.source_id and item.day = counted.day
order by item.source_id, item.day
on conflict (source_id, day) do update set
    reach = excluded.reach,
    problem = excluded.problem,
    detail = excluded.detail,
    found = excluded.found,
    stored = excluded.stored,
    rejected = excluded.rejected,
    quarantined = excluded.quarantined,
    deferred = excluded.deferred,
    failed = excluded.failed,
    run_id = excluded.run_id,
    settled_at = now()
where strpos('unreachable partial full', coverage.reach) <= case
    when coverage.run_id = excluded.run_id then 99 else strpos('unreachable partial full', excluded.reach)
end;

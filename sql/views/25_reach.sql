-- How far each way into a source went back, run by run: what coverage rests on.
create or replace view report.reach as
with pruned as (
    select
        run_id,
        source_id,
        strategy,
        sum(entries) as entries
    from crawl.pruned
    group by run_id, source_id, strategy
)

select
    observations.run_id,
    runs.first_day,
    runs.last_day,
    observations.source_id,
    coalesce(sources.name, observations.source_id) as source,
    observations.position + 1 as way,
    split_part(observations.strategy, ':', 1) as strategy,
    observations.reach,
    observations.problem,
    observations.entries,
    coalesce(pruned.entries, 0)::bigint as pruned,
    observations.requests,
    observations.oldest_at,
    observations.newest_at,
    observations.listing_ended,
    observations.wanted_since,
    observations.wanted_until,
    observations.detail,
    substr(observations.strategy, strpos(observations.strategy, ':') + 1) as address,
    observations.started_at,
    observations.finished_at
from crawl.observations
inner join crawl.runs on observations.run_id = runs.run_id
left join crawl.sources on observations.source_id = sources.source_id
left join pruned
    on
        observations.run_id = pruned.run_id
        and observations.source_id = pruned.source_id
        and observations.strategy = pruned.strategy
order by runs.started_at desc, observations.run_id asc, observations.source_id asc, observations.position asc;

comment on view report.reach is 'What each way into each source saw in each run, in the order in which the ways were tried; the latest run first.';
comment on column report.reach.run_id is 'The run.';
comment on column report.reach.first_day is 'First day of its window.';
comment on column report.reach.last_day is 'Last day of its window.';
comment on column report.reach.source_id is 'The source.';
comment on column report.reach.source is 'Its name.';
comment on column report.reach.way is 'Place in the source''s order of ways, from 1.';
comment on column report.reach.strategy is 'wordpress, feed, sitemap, listing, archive_pages or warc.';
comment on column report.reach.reach is 'full: it saw past the window''s start or the whole listing; partial: only a part; unreachable: nothing of it.';
comment on column report.reach.problem is 'Why it was not full.';
comment on column report.reach.entries is 'Entries that its listings held.';
comment on column report.reach.pruned is 'Of these: outside the window or excluded, so never looked at.';
comment on column report.reach.requests is 'Requests that discovery made.';
comment on column report.reach.oldest_at is 'Oldest entry seen.';
comment on column report.reach.newest_at is 'Newest entry seen.';
comment on column report.reach.listing_ended is 'Whether it saw the listing''s end.';
comment on column report.reach.wanted_since is 'Earliest publication that it was asked for.';
comment on column report.reach.wanted_until is 'First instant that it was no longer asked for; null for until now.';
comment on column report.reach.detail is 'Why it was not full, in words.';
comment on column report.reach.address is 'Where it looked.';
comment on column report.reach.started_at is 'When it started to look.';
comment on column report.reach.finished_at is 'When it had read all that it would.';

-- One line a run: what it was asked, how it ended, what it brought.
create or replace view report.run_summary as
select
    runs.run_id,
    runs.dag_id,
    runs.mode,
    runs.first_day,
    runs.last_day,
    cardinality(runs.sources) as sources,
    runs.state,
    runs.message,
    coalesce(sum(funnel.entries) filter (where not funnel.pruned), 0)::bigint as urls,
    coalesce(sum(funnel.entries) filter (where funnel.outcome = 'stored'), 0)::bigint as stored,
    coalesce(sum(funnel.entries) filter (where funnel.outcome = 'updated'), 0)::bigint as updated,
    coalesce(sum(funnel.entries) filter (where funnel.outcome = 'unchanged'), 0)::bigint as unchanged,
    coalesce(sum(funnel.entries) filter (where funnel.outcome = 'duplicate'), 0)::bigint as duplicate,
    coalesce(
        sum(funnel.entries) filter (where funnel.outcome = 'skipped' and not funnel.pruned), 0
    )::bigint as skipped,
    coalesce(
        sum(funnel.entries) filter (where funnel.outcome = 'rejected' and not funnel.pruned), 0
    )::bigint as rejected,
    coalesce(sum(funnel.entries) filter (where funnel.outcome = 'quarantined'), 0)::bigint as quarantined,
    coalesce(
        sum(funnel.entries) filter (where funnel.outcome = 'deferred' and not funnel.pruned), 0
    )::bigint as deferred,
    coalesce(
        sum(funnel.entries) filter (where funnel.outcome = 'failed' and not funnel.pruned), 0
    )::bigint as failed,
    coalesce(sum(funnel.entries) filter (where funnel.pruned), 0)::bigint as pruned,
    runs.started_at,
    runs.settled_at
from crawl.runs
left join quality.funnel on runs.run_id = funnel.run_id
group by runs.run_id
order by runs.started_at desc, runs.run_id asc;

comment on view report.run_summary is 'One row a run: its window, its state, the night''s message and how many URLs ended how; the latest first.';
comment on column report.run_summary.run_id is 'The run.';
comment on column report.run_summary.dag_id is 'nightly, backfill, reprocess or command.';
comment on column report.run_summary.mode is 'look_back or exact.';
comment on column report.run_summary.first_day is 'First day of its window.';
comment on column report.run_summary.last_day is 'Last day of its window.';
comment on column report.run_summary.sources is 'How many sources it planned.';
comment on column report.run_summary.state is 'running, settled, or failed (settled, with something unwell).';
comment on column report.run_summary.message is 'The night''s one message.';
comment on column report.run_summary.urls is 'URLs that it looked at; 0 until it is settled, as are all counts.';
comment on column report.run_summary.stored is 'New articles.';
comment on column report.run_summary.updated is 'Articles with a new version.';
comment on column report.run_summary.unchanged is 'Articles without a change.';
comment on column report.run_summary.duplicate is 'Other addresses of articles.';
comment on column report.run_summary.skipped is 'Not wanted by this run.';
comment on column report.run_summary.rejected is 'Not an article.';
comment on column report.run_summary.quarantined is 'Held back for a person.';
comment on column report.run_summary.deferred is 'Put off to the next run.';
comment on column report.run_summary.failed is 'Not fetched.';
comment on column report.run_summary.pruned is 'Entries of listings and archives that were left out before they became URLs of the run.';
comment on column report.run_summary.started_at is 'When it was first planned.';
comment on column report.run_summary.settled_at is 'When it was settled.';

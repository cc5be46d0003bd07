-- Where every URL of a run went; within a run the entries that are not pruned add up to the URLs that it looked at.
create or replace view report.funnel as
select
    funnel.run_id,
    runs.first_day,
    runs.last_day,
    funnel.source_id,
    coalesce(sources.name, funnel.source_id) as source,
    funnel.outcome,
    nullif(funnel.reason, '') as reason,
    funnel.entries,
    funnel.pruned,
    runs.settled_at
from quality.funnel
left join crawl.runs on funnel.run_id = runs.run_id
left join crawl.sources on funnel.source_id = sources.source_id
order by
    runs.started_at desc nulls last,
    funnel.run_id asc,
    funnel.source_id asc,
    funnel.pruned asc,
    funnel.entries desc,
    funnel.outcome asc,
    funnel.reason asc;

comment on view report.funnel is 'What became of every URL of a settled run, by source, outcome and reason; the latest run first.';
comment on column report.funnel.run_id is 'The run.';
comment on column report.funnel.first_day is 'First day of its window.';
comment on column report.funnel.last_day is 'Last day of its window.';
comment on column report.funnel.source_id is 'The source.';
comment on column report.funnel.source is 'Its name.';
comment on column report.funnel.outcome is
'stored, updated, unchanged, duplicate, skipped, rejected, quarantined, deferred, failed; or partial and unreachable, with 0 entries, where discovery did not reach the window.';
comment on column report.funnel.reason is 'Why; null where the outcome needs no reason.';
comment on column report.funnel.entries is 'How many URLs.';
comment on column report.funnel.pruned is 'Whether these are entries of listings and archives that were left out before they became URLs of the run.';
comment on column report.funnel.settled_at is 'When the run was settled.';

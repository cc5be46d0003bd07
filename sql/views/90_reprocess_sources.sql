-- What deriving again came to, source by source.
create or replace view report.reprocess_sources as
select
    runs.run_id,
    made.source_id,
    coalesce(sources.name, made.source_id) as source,
    asked.first_day,
    asked.last_day,
    asked.dry_run,
    runs.state,
    count(*) as looked_at,
    count(*) filter (where made.result = 'changed') as changed,
    count(*) filter (where made.result = 'unchanged') as unchanged,
    count(*) filter (where made.result = 'accepted') as newly_accepted,
    count(*) filter (where made.result in ('rejected', 'quarantined')) as newly_rejected,
    count(*) filter (where made.result = 'refused') as still_refused,
    count(*) filter (where made.result = 'failed') as failed,
    count(*) filter (where made.result = 'kept') as kept,
    coalesce(sum(made.mentions_before), 0)::bigint as mentions_before,
    coalesce(sum(made.mentions_after), 0)::bigint as mentions_after,
    count(*) filter (where made.replaced_at is not null) as replaced,
    holds.because as held_because,
    max(made.replaced_at) as replaced_at,
    runs.started_at
from crawl.reprocesses as asked
inner join crawl.runs on asked.run_id = runs.run_id
inner join quality.rederivations as made on runs.run_id = made.run_id
left join crawl.sources on made.source_id = sources.source_id
left join quality.reprocess_holds as holds on made.run_id = holds.run_id and made.source_id = holds.source_id
group by asked.run_id, runs.run_id, made.source_id, sources.name, holds.because
order by runs.started_at desc, runs.run_id asc, made.source_id asc;

comment on view report.reprocess_sources is 'What each reprocess run came to, one row a source; the latest first.';
comment on column report.reprocess_sources.run_id is 'The reprocess run.';
comment on column report.reprocess_sources.source_id is 'The source.';
comment on column report.reprocess_sources.source is 'Its name.';
comment on column report.reprocess_sources.first_day is 'First day that was asked for; null for every day.';
comment on column report.reprocess_sources.last_day is 'Last day that was asked for; null for every day.';
comment on column report.reprocess_sources.dry_run is 'Whether the run only compared.';
comment on column report.reprocess_sources.state is 'running, settled, or failed (settled, with something unwell).';
comment on column report.reprocess_sources.looked_at is 'Captures that were derived again.';
comment on column report.reprocess_sources.changed is 'Those that come out otherwise than stored.';
comment on column report.reprocess_sources.unchanged is 'Those that come out as stored.';
comment on column report.reprocess_sources.newly_accepted is 'Pages that were refused before and are articles now.';
comment on column report.reprocess_sources.newly_rejected is 'Published pages that would be refused now; they stay as they were.';
comment on column report.reprocess_sources.still_refused is 'Pages that were refused before and are refused now.';
comment on column report.reprocess_sources.failed is 'Pages that cannot be read from the archive, or by the extractor.';
comment on column report.reprocess_sources.kept is 'Rows that stay since their article''s latest page was not among those that were derived.';
comment on column report.reprocess_sources.mentions_before is 'Mentions that were stored.';
comment on column report.reprocess_sources.mentions_after is 'Mentions found again.';
comment on column report.reprocess_sources.replaced is 'How many of the rows were put in place.';
comment on column report.reprocess_sources.held_because is 'Why nothing of the source was replaced; null if it was not held.';
comment on column report.reprocess_sources.replaced_at is 'When the last of its rows was put in place.';
comment on column report.reprocess_sources.started_at is 'When the run was planned.';

-- What was held back and why, in words, until a person decides.
create or replace view report.quarantine as
select
    quarantine.quarantine_id,
    quarantine.state,
    quarantine.source_id,
    coalesce(sources.name, quarantine.source_id) as source,
    quarantine.in_words,
    quarantine.row_as_staged ->> 'title' as title,
    quarantine.url,
    quarantine.reason,
    quarantine.expectation,
    quarantine.run_id,
    quarantine.capture_id,
    quarantine.quarantined_at,
    quarantine.state_by,
    quarantine.state_at,
    quarantine.row_as_staged
from quality.quarantine
left join crawl.sources on quarantine.source_id = sources.source_id
order by quarantine.state <> 'held', quarantine.quarantined_at desc, quarantine.quarantine_id asc;

comment on view report.quarantine is 'Rows that an expectation held back, those still held first.';
comment on column report.quarantine.quarantine_id is 'Number of the case.';
comment on column report.quarantine.state is 'held, retried, dismissed, or released (a later run published it).';
comment on column report.quarantine.source_id is 'The source.';
comment on column report.quarantine.source is 'Its name.';
comment on column report.quarantine.in_words is 'The expectation in words.';
comment on column report.quarantine.title is 'Title of the row.';
comment on column report.quarantine.url is 'Its address.';
comment on column report.quarantine.reason is 'expectation_failed or source_held.';
comment on column report.quarantine.expectation is 'The expectation''s name.';
comment on column report.quarantine.run_id is 'Run that held it back.';
comment on column report.quarantine.capture_id is 'The capture.';
comment on column report.quarantine.quarantined_at is 'When it was held back.';
comment on column report.quarantine.state_by is 'Who changed the state.';
comment on column report.quarantine.state_at is 'When the state was changed.';
comment on column report.quarantine.row_as_staged is 'The whole row as it was staged, full text included.';

-- What each expectation said of a run's rows, in words: of the latest run first, and what did not hold before what did.
create or replace view report.verdicts as
select
    verdicts.run_id,
    runs.first_day,
    runs.last_day,
    verdicts.source_id,
    coalesce(sources.name, verdicts.source_id) as source,
    verdicts.expectation,
    verdicts.in_words,
    verdicts.severity,
    verdicts.success,
    verdicts.evaluated,
    verdicts.unexpected,
    verdicts.decided_at
from quality.verdicts
left join crawl.runs on verdicts.run_id = runs.run_id
left join crawl.sources on verdicts.source_id = sources.source_id
order by
    runs.started_at desc nulls last,
    verdicts.run_id asc,
    verdicts.success asc,
    verdicts.severity asc,
    verdicts.expectation asc,
    verdicts.source_id asc nulls first;

comment on view report.verdicts is 'What each expectation said of all rows of a run, and of each source for which it did not hold; the latest run first.';
comment on column report.verdicts.run_id is 'The run.';
comment on column report.verdicts.first_day is 'First day of its window.';
comment on column report.verdicts.last_day is 'Last day of its window.';
comment on column report.verdicts.source_id is 'The source; null if it is about all rows.';
comment on column report.verdicts.source is 'Its name.';
comment on column report.verdicts.expectation is 'The expectation''s name.';
comment on column report.verdicts.in_words is 'The expectation in words.';
comment on column report.verdicts.severity is 'fail: what it does not hold for is held back; warn: it is only said.';
comment on column report.verdicts.success is 'Whether it held.';
comment on column report.verdicts.evaluated is 'Rows that it looked at.';
comment on column report.verdicts.unexpected is 'Rows that it did not hold for.';
comment on column report.verdicts.decided_at is 'When.';

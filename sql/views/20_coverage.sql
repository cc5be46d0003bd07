-- What was expected of a source on a day, and what was seen of it: a zero here is never a silent one.
create or replace view report.coverage as
select
    coverage.day,
    coverage.source_id,
    coalesce(sources.name, coverage.source_id) as source,
    round(sources.expected_minimum::numeric / sources.expected_days, 1) as expected_minimum,
    round(sources.expected_maximum::numeric / sources.expected_days, 1) as expected_maximum,
    coverage.reach,
    coverage.found,
    coverage.stored,
    coverage.rejected,
    coverage.quarantined,
    coverage.deferred,
    coverage.failed,
    coverage.problem,
    coverage.detail,
    coverage.run_id,
    coverage.settled_at
from quality.coverage
left join crawl.sources on coverage.source_id = sources.source_id
order by coverage.day desc, coverage.source_id asc;

comment on view report.coverage is 'Expected, found, stored and rejected by source and day, and how far into the day discovery could see.';
comment on column report.coverage.day is 'Published day.';
comment on column report.coverage.source_id is 'The source.';
comment on column report.coverage.source is 'Its name.';
comment on column report.coverage.expected_minimum is 'Fewest articles a day that its catalog entry expects; null if it says nothing.';
comment on column report.coverage.expected_maximum is 'Most articles a day that its catalog entry expects; null if it says nothing.';
comment on column report.coverage.reach is 'full; partial: only a part of the day was seen; unreachable: nothing of it, so the counts say nothing.';
comment on column report.coverage.found is 'URLs of that day that the run looked at.';
comment on column report.coverage.stored is 'Of these: published now or before.';
comment on column report.coverage.rejected is 'Of these: not an article.';
comment on column report.coverage.quarantined is 'Of these: held back for a person.';
comment on column report.coverage.deferred is 'Of these: put off to the next run.';
comment on column report.coverage.failed is 'Of these: not fetched.';
comment on column report.coverage.problem is 'Why the reach was not full.';
comment on column report.coverage.detail is 'The same in words.';
comment on column report.coverage.run_id is 'Run that saw it.';
comment on column report.coverage.settled_at is 'When that run was settled.';

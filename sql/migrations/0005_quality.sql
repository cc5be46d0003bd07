-- How good a run was, kept for ever: verdicts, what waits for a person, what was covered, how the funnel added up.
create table quality.verdicts (
    run_id text not null,
    verdict_no integer not null,
    source_id text,
    expectation text not null,
    in_words text not null,
    severity text not null check (severity in ('fail', 'warn')),
    success boolean not null,
    evaluated integer not null default 0,
    unexpected integer not null default 0,
    observed jsonb not null default '{}',
    decided_at timestamptz not null default now(),
    primary key (run_id, verdict_no)
);
comment on table quality.verdicts is 'What each expectation said of a run''s rows.';
comment on column quality.verdicts.run_id is 'The run.';
comment on column quality.verdicts.verdict_no is 'From 1.';
comment on column quality.verdicts.source_id is 'The source; null if it is about all rows.';
comment on column quality.verdicts.expectation is 'The expectation''s name.';
comment on column quality.verdicts.in_words is 'The expectation in words.';
comment on column quality.verdicts.severity is 'fail or warn.';
comment on column quality.verdicts.success is 'Whether it held.';
comment on column quality.verdicts.evaluated is 'Rows that it looked at.';
comment on column quality.verdicts.unexpected is 'Rows that it did not hold for.';
comment on column quality.verdicts.observed is 'What was observed.';
comment on column quality.verdicts.decided_at is 'When.';

create table quality.quarantine (
    quarantine_id bigint generated always as identity primary key,
    run_id text not null,
    source_id text not null,
    capture_id bigint not null references crawl.captures,
    url text not null,
    reason text not null,
    expectation text not null,
    in_words text not null,
    row_as_staged jsonb not null,
    state text not null default 'held' check (state in ('held', 'retried', 'dismissed', 'released')),
    state_by text,
    state_at timestamptz,
    quarantined_at timestamptz not null default now(),
    unique (run_id, capture_id, expectation)
);
create index quarantine_open on quality.quarantine (source_id) where state in ('held', 'retried');
create index quarantine_by_capture on quality.quarantine (capture_id);
comment on table quality.quarantine is 'Rows that failed an expectation: kept whole, with the expectation in words, until a person decides.';
comment on column quality.quarantine.quarantine_id is 'Number of the case.';
comment on column quality.quarantine.run_id is 'Run that held the row back.';
comment on column quality.quarantine.source_id is 'The source.';
comment on column quality.quarantine.capture_id is 'The capture.';
comment on column quality.quarantine.url is 'The address.';
comment on column quality.quarantine.reason is 'expectation_failed or source_held.';
comment on column quality.quarantine.expectation is 'The expectation''s name.';
comment on column quality.quarantine.in_words is 'The expectation in words.';
comment on column quality.quarantine.row_as_staged is 'The row as it was staged.';
comment on column quality.quarantine.state is 'held, retried (put before the next run again), dismissed, or released (a later run published it).';
comment on column quality.quarantine.state_by is 'Who changed the state.';
comment on column quality.quarantine.state_at is 'When.';
comment on column quality.quarantine.quarantined_at is 'When it was held back.';

create table quality.coverage (
    source_id text not null,
    day date not null,
    reach text not null check (reach in ('full', 'partial', 'unreachable')),
    problem text,
    detail text,
    found integer not null,
    stored integer not null,
    rejected integer not null,
    quarantined integer not null,
    deferred integer not null,
    failed integer not null,
    run_id text not null,
    settled_at timestamptz not null default now(),
    primary key (source_id, day)
);
comment on table quality.coverage is 'What the latest run could see of a source on a day; a run that saw less than an earlier one leaves its row.';
comment on column quality.coverage.source_id is 'The source.';
comment on column quality.coverage.day is 'The published day.';
comment on column quality.coverage.reach is 'full, partial or unreachable.';
comment on column quality.coverage.problem is 'Why it was not full.';
comment on column quality.coverage.detail is 'The same in words.';
comment on column quality.coverage.found is 'URLs that the run looked at, by published day, else listed day, else the last day of the window.';
comment on column quality.coverage.stored is 'Of these: published now or before.';
comment on column quality.coverage.rejected is 'Of these: not an article.';
comment on column quality.coverage.quarantined is 'Of these: held back.';
comment on column quality.coverage.deferred is 'Of these: put off to the next run.';
comment on column quality.coverage.failed is 'Of these: not fetched.';
comment on column quality.coverage.run_id is 'The run.';
comment on column quality.coverage.settled_at is 'When that run was settled.';

create table quality.funnel (
    run_id text not null,
    source_id text not null,
    outcome text not null,
    reason text not null default '',
    entries integer not null,
    pruned boolean not null default false,
    primary key (run_id, source_id, outcome, reason, pruned)
);
comment on table quality.funnel is 'How a settled run''s URLs ended, by source, outcome and reason.';
comment on column quality.funnel.run_id is 'The run.';
comment on column quality.funnel.source_id is 'The source.';
comment on column quality.funnel.outcome is 'The outcome; partial or unreachable, with 0 entries, where discovery did not reach the window.';
comment on column quality.funnel.reason is 'Its reason, or the discovery''s problem; empty where the outcome needs none.';
comment on column quality.funnel.entries is 'How many.';
comment on column quality.funnel.pruned is 'Whether these are listing entries that the window pruned before they became URLs of the run.';

-- Whether each source is as it was: judged once a night before publication, kept run by run; and what was told of it.
create table quality.health (
    run_id text not null,
    source_id text not null,
    day date not null,
    state text not null check (state in ('well', 'warned', 'too_young')),
    symptoms text[] not null default '{}',
    in_words text,
    days_seen integer not null,
    articles_on_day integer not null,
    usual_on_day double precision,
    articles_28_days integer not null,
    last_day date,
    dated_share_before double precision,
    dated_share_now double precision,
    median_words_before double precision,
    median_words_now double precision,
    judged_at timestamptz not null default now(),
    primary key (run_id, source_id)
);
create index health_by_source on quality.health (source_id, judged_at desc);
comment on table quality.health is 'Each source of a nightly run against its own 28 days, judged before publication.';
comment on column quality.health.run_id is 'The run.';
comment on column quality.health.source_id is 'The source.';
comment on column quality.health.day is 'The day that was judged: the last of the run''s window.';
comment on column quality.health.state is 'well, warned, or too_young (fewer than 14 of the 28 days were seen in full).';
comment on column quality.health.symptoms is 'silent, fewer, more, dates_lost, bodies_lost, layout_changed.';
comment on column quality.health.in_words is 'The symptoms in words, with their numbers.';
comment on column quality.health.days_seen is 'How many of the 28 days before were seen in full.';
comment on column quality.health.articles_on_day is 'Articles of that day.';
comment on column quality.health.usual_on_day is 'Median of the same weekday''s articles in the four weeks before.';
comment on column quality.health.articles_28_days is 'Articles of the 28 days before.';
comment on column quality.health.last_day is 'Published day of its newest article.';
comment on column quality.health.dated_share_before is 'Share of articles with a date that arrived in the 28 days before.';
comment on column quality.health.dated_share_now is 'The same of this run''s articles.';
comment on column quality.health.median_words_before is 'Median words of texts that arrived in the 28 days before.';
comment on column quality.health.median_words_now is 'The same of this run''s texts.';
comment on column quality.health.judged_at is 'When.';

alter table crawl.runs
add column told_message text,
add column told_at timestamptz;
comment on column crawl.runs.told_message is 'The message that was sent to the notifiers; null if none was.';
comment on column crawl.runs.told_at is 'When it was sent.';

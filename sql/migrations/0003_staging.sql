-- What a run is working on: logged tables, so that a crash loses nothing; every row carries its attempt's token.
create table staging.batches (
    run_id text not null references crawl.runs on delete cascade,
    batch_id integer not null,
    attempt_token uuid not null,
    captures integer not null,
    cleaned_at timestamptz,
    analysed_at timestamptz,
    primary key (run_id, batch_id)
);
comment on table staging.batches is 'Balanced batches of captures, whatever their source, as plan_batches made them.';
comment on column staging.batches.run_id is 'The run.';
comment on column staging.batches.batch_id is 'Number within the run, from 0.';
comment on column staging.batches.attempt_token is 'Token of the attempt that may write; a new attempt sets a new one.';
comment on column staging.batches.captures is 'How many captures it holds.';
comment on column staging.batches.cleaned_at is 'When clean had staged all of them.';
comment on column staging.batches.analysed_at is 'When analyse had staged all of their articles.';

create table staging.batch_captures (
    run_id text not null,
    batch_id integer not null,
    capture_id bigint not null references crawl.captures,
    primary key (run_id, capture_id),
    foreign key (run_id, batch_id) references staging.batches on delete cascade
);
create index batch_captures_by_batch on staging.batch_captures (run_id, batch_id);
comment on table staging.batch_captures is 'Which captures a batch holds; a capture is in one batch of a run.';
comment on column staging.batch_captures.run_id is 'The run.';
comment on column staging.batch_captures.batch_id is 'The batch.';
comment on column staging.batch_captures.capture_id is 'The capture.';

create table staging.articles (
    run_id text not null,
    capture_id bigint not null,
    batch_id integer not null,
    attempt_token uuid not null,
    source_id text not null,
    url text not null,
    outcome text,
    reason text,
    detail text,
    title text,
    authors text[] not null default '{}',
    published_at timestamptz,
    published_day date,
    published_raw text,
    published_precision text,
    published_problem text,
    modified_at timestamptz,
    language text,
    section text,
    tags text[] not null default '{}',
    image_url text,
    canonical_url text,
    body text not null default '',
    truncated boolean not null default false,
    methods jsonb not null default '{}',
    extractor text,
    content_digest text,
    staged_at timestamptz not null default now(),
    primary key (run_id, capture_id),
    foreign key (run_id, capture_id) references staging.batch_captures on delete cascade
);
create index articles_by_batch on staging.articles (run_id, batch_id);
comment on table staging.articles is 'One row a capture of the run: an article (outcome null until published), or why it is none.';
comment on column staging.articles.run_id is 'The run.';
comment on column staging.articles.capture_id is 'The capture that it was derived from.';
comment on column staging.articles.batch_id is 'The batch.';
comment on column staging.articles.attempt_token is 'Attempt that wrote it.';
comment on column staging.articles.source_id is 'The source.';
comment on column staging.articles.url is 'Address that was asked for, normalised.';
comment on column staging.articles.outcome is 'Decided outcome (rejected, skipped, quarantined, failed); null for an article on its way to publication.';
comment on column staging.articles.reason is 'Reason of that outcome.';
comment on column staging.articles.detail is 'The same in words.';
comment on column staging.articles.title is 'Title.';
comment on column staging.articles.authors is 'Authors'' names.';
comment on column staging.articles.published_at is 'When it was published (UTC); null if unknown or only a day is known.';
comment on column staging.articles.published_day is 'Source''s local date if only a day is known, else the UTC day.';
comment on column staging.articles.published_raw is 'The date as it stood on the page or in the listing.';
comment on column staging.articles.published_precision is 'second, minute, hour or day.';
comment on column staging.articles.published_problem is 'Why there is no date, or which one was not believed.';
comment on column staging.articles.modified_at is 'When the source says that it changed it.';
comment on column staging.articles.language is 'ISO 639-1 code.';
comment on column staging.articles.section is 'Section of the site.';
comment on column staging.articles.tags is 'The site''s tags.';
comment on column staging.articles.image_url is 'Lead image.';
comment on column staging.articles.canonical_url is 'Canonical link as the page gives it.';
comment on column staging.articles.body is 'Main text: paragraphs parted by an empty line.';
comment on column staging.articles.truncated is 'Whether the text is a stub before a paywall.';
comment on column staging.articles.methods is 'Which method found each field.';
comment on column staging.articles.extractor is 'Extractor and version.';
comment on column staging.articles.content_digest is 'Digest of title, authors, published date and text: what makes a version.';
comment on column staging.articles.staged_at is 'When it was staged.';

create table staging.analyses (
    run_id text not null,
    capture_id bigint not null,
    batch_id integer not null,
    attempt_token uuid not null,
    mentions jsonb not null default '[]',
    entities jsonb not null default '[]',
    places jsonb not null default '[]',
    quotes jsonb not null default '[]',
    figures jsonb not null default '[]',
    model_name text,
    model_version text,
    note text,
    staged_at timestamptz not null default now(),
    primary key (run_id, capture_id),
    foreign key (run_id, capture_id) references staging.articles on delete cascade
);
comment on table staging.analyses is 'What the model found in each staged article, as lists of records.';
comment on column staging.analyses.run_id is 'The run.';
comment on column staging.analyses.capture_id is 'The capture.';
comment on column staging.analyses.batch_id is 'The batch.';
comment on column staging.analyses.attempt_token is 'Attempt that wrote it.';
comment on column staging.analyses.mentions is 'Mentions: start, end, text, label, kind.';
comment on column staging.analyses.entities is 'Entities behind the mentions.';
comment on column staging.analyses.places is 'Places with coordinates.';
comment on column staging.analyses.quotes is 'Quotes with speakers.';
comment on column staging.analyses.figures is 'Attributed figures.';
comment on column staging.analyses.model_name is 'Model; null if none was run.';
comment on column staging.analyses.model_version is 'Its version.';
comment on column staging.analyses.note is 'Why there is nothing, in words.';
comment on column staging.analyses.staged_at is 'When it was staged.';

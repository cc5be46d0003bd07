-- The crawl's own state. ETags, seen-state and last looks advance only when publish says so: nothing is lost through a 304.
create table crawl.sources (
    source_id text primary key,
    name text not null,
    kind text not null,
    country text,
    languages text[] not null default '{}',
    timezone text not null,
    homepage text not null,
    tags text[] not null default '{}',
    expected_minimum integer,
    expected_maximum integer,
    expected_days integer not null default 7,
    entry jsonb not null,
    enabled boolean not null default false,
    held_at timestamptz,
    held_because text,
    held_by text,
    first_seen_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table crawl.sources is 'One row a catalog entry, as the last run that planned it knew it.';
comment on column crawl.sources.source_id is 'The entry''s id.';
comment on column crawl.sources.name is 'The name that readers know.';
comment on column crawl.sources.kind is 'think_tank, news, agency, magazine, broadcaster or government.';
comment on column crawl.sources.country is 'ISO 3166-1 alpha-2 code of the publisher''s seat; null where unknown.';
comment on column crawl.sources.languages is 'ISO 639-1 codes of the languages that it publishes in.';
comment on column crawl.sources.timezone is 'IANA time zone in which its local dates are meant.';
comment on column crawl.sources.homepage is 'Its home page.';
comment on column crawl.sources.tags is 'Tags for choosing sets of sources.';
comment on column crawl.sources.expected_minimum is 'Fewest articles found over expected_days, unchanged ones included; below it the run fails at its end.';
comment on column crawl.sources.expected_maximum is 'Most articles found over expected_days; above it the run fails at its end.';
comment on column crawl.sources.expected_days is 'Over how many days the minimum and maximum are counted.';
comment on column crawl.sources.entry is 'The whole catalog entry as checked.';
comment on column crawl.sources.enabled is 'Whether the last plan had it enabled.';
comment on column crawl.sources.held_at is 'Since when the source is held back for a collapse of quality; null if it is not.';
comment on column crawl.sources.held_because is 'Why it is held back, in words.';
comment on column crawl.sources.held_by is 'Run that held it back.';
comment on column crawl.sources.first_seen_at is 'When the entry was first planned.';
comment on column crawl.sources.updated_at is 'When the row was last written.';

create table crawl.runs (
    run_id text primary key,
    dag_id text not null,
    mode text not null check (mode in ('look_back', 'exact')),
    first_day date not null,
    last_day date not null,
    sources text[] not null,
    reprocess boolean not null default false,
    attempt integer not null default 1,
    state text not null default 'running' check (state in ('running', 'settled', 'failed')),
    message text,
    started_at timestamptz not null default now(),
    settled_at timestamptz,
    check (first_day <= last_day)
);
comment on table crawl.runs is 'One row a run of the nightly line, whoever started it.';
comment on column crawl.runs.run_id is 'The DAG''s name, a slash and Airflow''s run id; command-line runs make their own.';
comment on column crawl.runs.dag_id is 'nightly, backfill, reprocess or command.';
comment on column crawl.runs.mode is 'look_back (nightly on the latest complete day) or exact.';
comment on column crawl.runs.first_day is 'First UTC day of the window.';
comment on column crawl.runs.last_day is 'Last UTC day of the window, inclusive.';
comment on column crawl.runs.sources is 'Ids of the sources that the run planned.';
comment on column crawl.runs.reprocess is 'Whether the run derives from the archive without network.';
comment on column crawl.runs.attempt is 'How often the run was planned: clearing a run in the UI plans it again.';
comment on column crawl.runs.state is 'running, settled, or failed (settled, with something unwell).';
comment on column crawl.runs.message is 'The night''s one message, as settle wrote it.';
comment on column crawl.runs.started_at is 'When it was first planned.';
comment on column crawl.runs.settled_at is 'When settle ended it.';

create table crawl.shards (
    run_id text not null references crawl.runs on delete cascade,
    shard_id integer not null,
    label text not null,
    sources text[] not null,
    attempt_token uuid,
    attempts integer not null default 0,
    state text not null default 'planned' check (state in ('planned', 'running', 'done', 'failed')),
    message text,
    started_at timestamptz,
    finished_at timestamptz,
    primary key (run_id, shard_id)
);
comment on table crawl.shards is 'What one crawl task serves: one source while they are few, a group sharing hosts when they are many.';
comment on column crawl.shards.run_id is 'The run.';
comment on column crawl.shards.shard_id is 'Number within the run, from 0.';
comment on column crawl.shards.label is 'What the UI shows: the source''s id, or how many sources.';
comment on column crawl.shards.sources is 'Ids of its sources.';
comment on column crawl.shards.attempt_token is 'Token of the attempt that may write; writes with another one fail.';
comment on column crawl.shards.attempts is 'How many attempts were started.';
comment on column crawl.shards.state is 'planned, running, done or failed.';
comment on column crawl.shards.message is 'Why it failed, in words.';
comment on column crawl.shards.started_at is 'When the current attempt started.';
comment on column crawl.shards.finished_at is 'When the current attempt ended.';

create table crawl.hosts (
    host text primary key,
    next_at timestamptz not null default '-infinity',
    interval_seconds double precision not null default 0,
    retry_after timestamptz,
    robots_status integer,
    robots_body text,
    robots_fetched_at timestamptz,
    robots_expires_at timestamptz,
    crawl_delay double precision
);
comment on table crawl.hosts is 'Politeness shared by all workers and all runs: one row a host and port.';
comment on column crawl.hosts.host is 'Host name and port, as in example.org:443.';
comment on column crawl.hosts.next_at is 'When the next request may start (database clock).';
comment on column crawl.hosts.interval_seconds is 'Interval that the last reservation used.';
comment on column crawl.hosts.retry_after is 'Until when the host asked to be left alone; null if it did not.';
comment on column crawl.hosts.robots_status is 'HTTP status of its robots.txt; 0 if unreachable.';
comment on column crawl.hosts.robots_body is 'Its robots.txt, at most 500 KiB.';
comment on column crawl.hosts.robots_fetched_at is 'When robots.txt was fetched.';
comment on column crawl.hosts.robots_expires_at is 'Until when it is used, at most 24 hours.';
comment on column crawl.hosts.crawl_delay is 'Crawl-delay that it asks of us, in seconds.';

create table crawl.captures (
    capture_id bigint generated always as identity primary key,
    source_id text not null,
    run_id text not null,
    shard_id integer not null,
    url text not null,
    final_url text not null,
    redirects text[] not null default '{}',
    status integer not null,
    headers jsonb not null,
    content_type text,
    fetched_at timestamptz not null,
    body_digest text not null,
    body_bytes bigint not null,
    warc_file text not null,
    warc_offset bigint not null,
    warc_length bigint not null,
    strategy text,
    listed_published_at timestamptz,
    listed_published_raw text,
    listed_title text,
    wanted_since timestamptz,
    wanted_until timestamptz,
    claimed_by text,
    outcome text,
    reason text,
    outcome_run_id text,
    outcome_at timestamptz,
    published_day date,
    expired_at timestamptz,
    erased_at timestamptz,
    unique (warc_file, warc_offset)
);
create index captures_without_outcome on crawl.captures (source_id, capture_id) where outcome is null;
create index captures_by_url on crawl.captures (url, fetched_at desc);
create index captures_by_day on crawl.captures (source_id, published_day);
create index captures_by_claim on crawl.captures (claimed_by) where claimed_by is not null;
comment on table crawl.captures is 'One row a page that lies durably in the archive; the row appears only after the record does.';
comment on column crawl.captures.capture_id is 'Number of the capture.';
comment on column crawl.captures.source_id is 'The source that it was fetched for.';
comment on column crawl.captures.run_id is 'The run that fetched it.';
comment on column crawl.captures.shard_id is 'The shard that fetched it.';
comment on column crawl.captures.url is 'Address that was asked for, normalised.';
comment on column crawl.captures.final_url is 'Address that answered, after redirects, normalised.';
comment on column crawl.captures.redirects is 'Addresses between the two, in order.';
comment on column crawl.captures.status is 'HTTP status of the answer.';
comment on column crawl.captures.headers is 'Response headers, without cookies and credentials.';
comment on column crawl.captures.content_type is 'Content-Type header.';
comment on column crawl.captures.fetched_at is 'When the answer was complete.';
comment on column crawl.captures.body_digest is 'SHA-256 of the decompressed body, sha256: and hexadecimal digits.';
comment on column crawl.captures.body_bytes is 'Length of the decompressed body.';
comment on column crawl.captures.warc_file is 'WARC file, relative to the archive.';
comment on column crawl.captures.warc_offset is 'Where the record''s gzip member starts in the file, in bytes.';
comment on column crawl.captures.warc_length is 'Length of the gzip member, in bytes.';
comment on column crawl.captures.strategy is 'Discovery strategy that found it.';
comment on column crawl.captures.listed_published_at is 'When the listing said that it was published.';
comment on column crawl.captures.listed_published_raw is 'The listing''s date as it stood there.';
comment on column crawl.captures.listed_title is 'The listing''s title.';
comment on column crawl.captures.wanted_since is 'Earliest publication that the fetching run wanted.';
comment on column crawl.captures.wanted_until is 'First instant that the fetching run no longer wanted; null for until now.';
comment on column crawl.captures.claimed_by is 'Run that is working on it.';
comment on column crawl.captures.outcome is 'Its latest outcome; null until a run has decided, so that the next run takes it.';
comment on column crawl.captures.reason is 'Reason of that outcome.';
comment on column crawl.captures.outcome_run_id is 'Run that decided it.';
comment on column crawl.captures.outcome_at is 'When it was decided.';
comment on column crawl.captures.published_day is 'Published day that cleaning found, for later runs that want another window.';
comment on column crawl.captures.expired_at is 'When retention removed the record from the archive.';
comment on column crawl.captures.erased_at is 'When a takedown erased the record.';

create table crawl.urls (
    source_id text not null,
    url text not null,
    strategy text,
    first_seen_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    listed_published_at timestamptz,
    capture_id bigint references crawl.captures,
    fetched_at timestamptz,
    etag text,
    last_modified text,
    body_digest text,
    article_id uuid,
    published_day date,
    outcome text,
    reason text,
    outcome_run_id text,
    gone_at timestamptz,
    deferred_at timestamptz,
    primary key (source_id, url)
);
create index urls_deferred on crawl.urls (source_id, deferred_at) where deferred_at is not null;
comment on table crawl.urls is 'The frontier: one row a URL of a source; what it holds advances only in the publish transaction.';
comment on column crawl.urls.source_id is 'The source.';
comment on column crawl.urls.url is 'The address, normalised.';
comment on column crawl.urls.strategy is 'Strategy that last found it.';
comment on column crawl.urls.first_seen_at is 'When a run first found it.';
comment on column crawl.urls.last_seen_at is 'When a run last found it.';
comment on column crawl.urls.listed_published_at is 'When its listing said that it was published.';
comment on column crawl.urls.capture_id is 'Capture that its state comes from.';
comment on column crawl.urls.fetched_at is 'When that capture was fetched, or a recheck found it unchanged.';
comment on column crawl.urls.etag is 'ETag to send next time.';
comment on column crawl.urls.last_modified is 'Last-Modified to send next time.';
comment on column crawl.urls.body_digest is 'Digest of the body that its state comes from.';
comment on column crawl.urls.article_id is 'Article that it led to.';
comment on column crawl.urls.published_day is 'Published day of that article.';
comment on column crawl.urls.outcome is 'Its latest outcome.';
comment on column crawl.urls.reason is 'Reason of that outcome.';
comment on column crawl.urls.outcome_run_id is 'Run that decided it.';
comment on column crawl.urls.gone_at is 'When it first answered 404 or 410 after having been there.';
comment on column crawl.urls.deferred_at is 'When a run put it off; deferred URLs go first next time.';

create table crawl.looks (
    source_id text not null,
    strategy text not null,
    looked_at timestamptz not null,
    etag text,
    last_modified text,
    body_digest text,
    run_id text not null,
    primary key (source_id, strategy)
);
comment on table crawl.looks is 'The last completed look of each strategy; written only in the publish transaction.';
comment on column crawl.looks.source_id is 'The source.';
comment on column crawl.looks.strategy is 'The strategy''s kind and address.';
comment on column crawl.looks.looked_at is 'When the look started.';
comment on column crawl.looks.etag is 'ETag of the listing''s first page.';
comment on column crawl.looks.last_modified is 'Last-Modified of the listing''s first page.';
comment on column crawl.looks.body_digest is 'Digest of the listing''s first page.';
comment on column crawl.looks.run_id is 'Run that completed it.';

create table crawl.observations (
    run_id text not null references crawl.runs on delete cascade,
    source_id text not null,
    strategy text not null,
    position integer not null,
    shard_id integer not null,
    attempt_token uuid not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    requests integer not null default 0,
    entries integer not null default 0,
    oldest_at timestamptz,
    newest_at timestamptz,
    listing_ended boolean not null default false,
    reach text not null check (reach in ('full', 'partial', 'unreachable')),
    problem text,
    detail text,
    etag text,
    last_modified text,
    body_digest text,
    wanted_since timestamptz,
    wanted_until timestamptz,
    primary key (run_id, source_id, strategy)
);
create index observations_by_source on crawl.observations (source_id, started_at desc);
comment on table crawl.observations is 'What each discovery strategy saw in one run: reach is observed, not declared.';
comment on column crawl.observations.run_id is 'The run.';
comment on column crawl.observations.source_id is 'The source.';
comment on column crawl.observations.strategy is 'The strategy''s kind and address.';
comment on column crawl.observations.position is 'Place in the source''s order of strategies, from 0.';
comment on column crawl.observations.shard_id is 'The shard.';
comment on column crawl.observations.attempt_token is 'Attempt that wrote it.';
comment on column crawl.observations.started_at is 'When it started to look.';
comment on column crawl.observations.finished_at is 'When it had read all that it would.';
comment on column crawl.observations.requests is 'Requests that discovery made.';
comment on column crawl.observations.entries is 'Entries that its listings held.';
comment on column crawl.observations.oldest_at is 'Oldest entry seen.';
comment on column crawl.observations.newest_at is 'Newest entry seen.';
comment on column crawl.observations.listing_ended is 'Whether it saw the listing''s end.';
comment on column crawl.observations.reach is 'full: it saw past the window''s start or the whole listing; partial: only a part; unreachable: nothing of it.';
comment on column crawl.observations.problem is 'Why it did not reach.';
comment on column crawl.observations.detail is 'The same in words, with the address.';
comment on column crawl.observations.etag is 'ETag of the listing''s first page.';
comment on column crawl.observations.last_modified is 'Last-Modified of the listing''s first page.';
comment on column crawl.observations.body_digest is 'Digest of the listing''s first page.';
comment on column crawl.observations.wanted_since is 'Earliest publication that it was asked for.';
comment on column crawl.observations.wanted_until is 'First instant that it was no longer asked for; null for until now.';

create table crawl.pruned (
    run_id text not null references crawl.runs on delete cascade,
    source_id text not null,
    strategy text not null,
    reason text not null,
    entries integer not null,
    primary key (run_id, source_id, strategy, reason)
);
comment on table crawl.pruned is 'Listing entries that a window pruned, counted by source and reason, not stored one by one.';
comment on column crawl.pruned.run_id is 'The run.';
comment on column crawl.pruned.source_id is 'The source.';
comment on column crawl.pruned.strategy is 'The strategy''s kind and address.';
comment on column crawl.pruned.reason is 'Why they were pruned.';
comment on column crawl.pruned.entries is 'How many.';

create table crawl.ledger (
    started_on date not null,
    run_id text not null,
    source_id text not null,
    url text not null,
    shard_id integer,
    attempt_token uuid,
    strategy text,
    capture_id bigint,
    outcome text,
    reason text,
    detail text,
    article_id uuid,
    noted_at timestamptz not null default now(),
    decided_at timestamptz,
    primary key (started_on, run_id, source_id, url)
) partition by range (started_on);
create table crawl.ledger_rest partition of crawl.ledger default;
create index ledger_by_run on crawl.ledger (run_id, source_id, outcome);
create index ledger_by_capture on crawl.ledger (capture_id) where capture_id is not null;
create index ledger_by_url on crawl.ledger (url);
comment on table crawl.ledger is 'Every URL that a run looked at, with exactly one outcome by the time the run is settled; partitioned by month.';
comment on column crawl.ledger.started_on is 'UTC day on which the run was first planned: the partition key.';
comment on column crawl.ledger.run_id is 'The run.';
comment on column crawl.ledger.source_id is 'The source.';
comment on column crawl.ledger.url is 'The address, normalised.';
comment on column crawl.ledger.shard_id is 'Shard that found it; null for captures taken over from an earlier run.';
comment on column crawl.ledger.attempt_token is 'Attempt that wrote it last.';
comment on column crawl.ledger.strategy is 'Strategy that found it.';
comment on column crawl.ledger.capture_id is 'Capture that the outcome is about.';
comment on column crawl.ledger.outcome is 'stored, updated, unchanged, duplicate, skipped, rejected, quarantined, deferred or failed; null while under way.';
comment on column crawl.ledger.reason is 'Why, from one closed list.';
comment on column crawl.ledger.detail is 'The same in words.';
comment on column crawl.ledger.article_id is 'Article that it became or belongs to.';
comment on column crawl.ledger.noted_at is 'When the run first looked at it.';
comment on column crawl.ledger.decided_at is 'When the outcome was written.';
comment on table crawl.ledger_rest is 'Ledger rows of months without a partition of their own.';

create table crawl.takedowns (
    url text primary key,
    article_id uuid,
    source_id text,
    because text not null,
    taken_down_by text not null default current_user,
    taken_down_at timestamptz not null default now()
);
comment on table crawl.takedowns is 'Tombstones: addresses that are neither crawled nor derived again.';
comment on column crawl.takedowns.url is 'The address, normalised.';
comment on column crawl.takedowns.article_id is 'Article that it led to.';
comment on column crawl.takedowns.source_id is 'The source.';
comment on column crawl.takedowns.because is 'Why it was taken down.';
comment on column crawl.takedowns.taken_down_by is 'Database user that did it.';
comment on column crawl.takedowns.taken_down_at is 'When.';

create function crawl.ensure_ledger_month(day date) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    month_start date := date_trunc('month', day)::date;
    month_end date := (date_trunc('month', day) + interval '1 month')::date;
    partition_name text := 'ledger_' || to_char(month_start, 'YYYY_MM');
begin
    perform pg_advisory_xact_lock(hashtext('crawl.ensure_ledger_month'));
    if to_regclass('crawl.' || partition_name) is null then
        execute format(
            'create table crawl.%I partition of crawl.ledger for values from (%L) to (%L)',
            partition_name, month_start, month_end
        );
        execute format('comment on table crawl.%I is %L', partition_name, 'Ledger rows of runs planned in that month.');
    end if;
end
$$;
comment on function crawl.ensure_ledger_month(date) is 'Makes the ledger''s partition for the month of a day, once.';

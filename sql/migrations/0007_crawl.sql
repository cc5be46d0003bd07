-- What the crawl remembers so that nobody's trouble or haste is another's, and nothing that waits is forgotten: when a host
-- was last called on, and how often at most its sources want it to be; what was wanted by the run that put a URL off; since
-- when a night's attempts crawl; how each source of a shard ended.
alter table crawl.hosts rename column next_at to last_at;
alter table crawl.hosts add column interval_at timestamptz not null default '-infinity';
comment on column crawl.hosts.last_at is 'When the last request started (database clock).';
comment on column crawl.hosts.interval_seconds is 'The strictest interval that a source of the host kept of late: all keep it.';
comment on column crawl.hosts.interval_at is 'When that interval was last kept; some time later it no longer counts.';

comment on column quality.funnel.pruned is 'Whether these are entries of listings and archives that were left out before they became URLs of the run.';
comment on table crawl.pruned is 'Entries of listings and archives that were left out, counted by source and reason, not stored one by one.';
comment on column crawl.pruned.reason is 'Why they were left out; the reason''s own outcome stands in the funnel.';
comment on column crawl.pruned.entries is 'How many.';

alter table crawl.urls add column wanted_since timestamptz;
alter table crawl.urls add column wanted_until timestamptz;
comment on column crawl.urls.wanted_since is 'Earliest publication wanted by the run that last looked at it; of all runs since it was put off, the earliest.';
comment on column crawl.urls.wanted_until is 'First instant no longer wanted by that run, of all runs since it was put off the latest; null for until now.';
-- What waits already was wanted by a look back of at most fourteen days, or by its listing's date.
update crawl.urls
set wanted_since = least(first_seen_at - interval '14 days', listed_published_at)
where deferred_at is not null;

alter table crawl.shards add column first_started_at timestamptz;
comment on column crawl.shards.first_started_at is 'When the first of its attempts started that share one deadline; one that is cleared by hand later begins anew.';

create table crawl.source_crawls (
    run_id text not null,
    source_id text not null,
    shard_id integer not null,
    state text not null check (state in ('done', 'failed')),
    message text,
    ended_at timestamptz not null default now(),
    primary key (run_id, source_id),
    foreign key (run_id, shard_id) references crawl.shards on delete cascade
);
comment on table crawl.source_crawls is 'How the crawl of each source of a run has ended; without a row it has not. A retry of a shard is for those that are not done.';
comment on column crawl.source_crawls.run_id is 'The run.';
comment on column crawl.source_crawls.source_id is 'The source.';
comment on column crawl.source_crawls.shard_id is 'Its shard.';
comment on column crawl.source_crawls.state is 'done or failed.';
comment on column crawl.source_crawls.message is 'Why it failed, in one line.';
comment on column crawl.source_crawls.ended_at is 'When it ended.';

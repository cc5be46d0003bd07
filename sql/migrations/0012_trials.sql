-- When each source was last tried by hand, without a run (`dateline sources check --live`), and whether it worked.
create table crawl.trials (
    source_id text not null,
    tried_at timestamptz not null,
    worked boolean not null,
    way text,
    entries integer not null default 0,
    detail text,
    primary key (source_id, tried_at)
);
comment on table crawl.trials is 'Each trial of a source by `dateline sources check --live`: one way in, then one article.';
comment on column crawl.trials.source_id is 'The source; it need not have been planned by a run yet.';
comment on column crawl.trials.tried_at is 'When the trial began.';
comment on column crawl.trials.worked is 'Whether a way in showed entries and one of them was read as an article.';
comment on column crawl.trials.way is 'The first way in that showed entries, such as feed:https://example.org/feed/; null if none did.';
comment on column crawl.trials.entries is 'How many entries it showed.';
comment on column crawl.trials.detail is 'What was wrong, in words; null if it worked.';

-- What a strategy's last look vouches for, so that a listing that has not changed since is not read again: from when on it
-- had taken everything, what it saw, and under which rules of the catalog.
alter table crawl.observations add column unchanged boolean not null default false;
alter table crawl.observations add column read_at timestamptz;
alter table crawl.observations add column read_since timestamptz;
alter table crawl.observations add column tells boolean not null default false;
alter table crawl.observations add column rules text;
comment on column crawl.observations.unchanged is 'Whether the listing was the same as at its last reading, so that it was not read again.';
comment on column crawl.observations.read_at is 'When the listing was last read: by this look, or by the one that an unchanged listing is compared with.';
comment on column crawl.observations.read_since is 'Earliest publication that this reading took; null if it did not say.';
comment on column crawl.observations.tells is 'Whether the first answer of the listing changes with whatever the listing holds.';
comment on column crawl.observations.rules is 'Digest of the catalog''s rules under which it was read.';

alter table crawl.looks add column read_at timestamptz;
alter table crawl.looks add column read_since timestamptz;
alter table crawl.looks add column tells boolean not null default false;
alter table crawl.looks add column rules text;
alter table crawl.looks add column reach text not null default 'partial' check (reach in ('full', 'partial'));
alter table crawl.looks add column entries integer not null default 0;
alter table crawl.looks add column oldest_at timestamptz;
alter table crawl.looks add column newest_at timestamptz;
alter table crawl.looks add column listing_ended boolean not null default false;
comment on column crawl.looks.read_at is 'When the listing was last read, if not when it was last looked at; late posts are looked for from then on.';
comment on column crawl.looks.read_since is 'Earliest publication that this reading took.';
comment on column crawl.looks.tells is 'Whether the first answer of the listing changes with whatever the listing holds.';
comment on column crawl.looks.rules is 'Digest of the catalog''s rules under which it was read.';
comment on column crawl.looks.reach is 'How far it saw: full or partial.';
comment on column crawl.looks.entries is 'Entries that it saw.';
comment on column crawl.looks.oldest_at is 'The oldest of them.';
comment on column crawl.looks.newest_at is 'The newest of them.';
comment on column crawl.looks.listing_ended is 'Whether the listing''s end was seen.';

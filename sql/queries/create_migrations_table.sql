-- Where migrations are recorded; in public, since it must exist before any schema of ours.
create table if not exists public.dateline_migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
);
comment on table public.dateline_migrations is 'Which migrations, views and roles were applied, with their checksums.';
comment on column public.dateline_migrations.name is 'File name.';
comment on column public.dateline_migrations.checksum is 'SHA-256 of the file.';
comment on column public.dateline_migrations.applied_at is 'When it was last applied.';

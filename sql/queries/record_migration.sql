-- Remember a script as applied; views and roles are applied again when their text changes.
insert into public.dateline_migrations (name, checksum)
values (%(name)s, %(checksum)s)
on conflict (name) do update
    set
        checksum = excluded.checksum,
        applied_at = now();

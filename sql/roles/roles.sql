-- Two group roles without login: dateline_writer for workers, dateline_reader for analysts (report and news, nothing else).
-- Applied again after every migration; grant them to logins with: grant dateline_reader to somebody.
do $$
declare
    name text;
begin
    foreach name in array array['dateline_writer', 'dateline_reader'] loop
        if not exists (select 1 from pg_catalog.pg_roles where rolname = name) then
            begin
                execute format('create role %I nologin', name);
            exception
                when duplicate_object or unique_violation then null; -- another database of this server was quicker
                when insufficient_privilege then
                    raise exception 'user % may not create the role %: let an administrator run "create role dateline_writer; create role dateline_reader", then migrate again', current_user, name
                        using errcode = 'insufficient_privilege';
            end;
        end if;
    end loop;
end;
$$;

-- Readers: what is published and the views on it. Views read underneath with their owner's rights.
revoke all on all tables in schema crawl, staging, quality, news, report from dateline_reader;
revoke all on schema crawl, staging, quality from dateline_reader;
grant usage on schema news, report to dateline_reader;
grant select on all tables in schema news, report to dateline_reader;
alter default privileges in schema news, report grant select on tables to dateline_reader;

-- Workers: rows everywhere, no tables of their own.
grant usage on schema crawl, staging, news, quality, report to dateline_writer;
grant select, insert, update, delete on all tables in schema crawl, staging, news, quality to dateline_writer;
grant select on all tables in schema report to dateline_writer;
grant usage, select on all sequences in schema crawl, staging, news, quality to dateline_writer;
alter default privileges in schema crawl, staging, news, quality
grant select, insert, update, delete on tables to dateline_writer;
alter default privileges in schema crawl, staging, news, quality
grant usage, select on sequences to dateline_writer;
alter default privileges in schema report grant select on tables to dateline_writer;
grant select on public.dateline_migrations to dateline_writer;

-- Functions are open to everyone by default: only those that readers need stay so.
revoke execute on all functions in schema crawl, staging, quality, news, report from public;
grant execute on all functions in schema news, report to dateline_reader, dateline_writer;
grant execute on all functions in schema crawl, staging, quality to dateline_writer;
alter default privileges in schema news, report grant execute on functions to dateline_reader, dateline_writer;

-- Nobody but owners makes tables here, temporary ones included (they could fill the disk).
do $$
begin
    execute format('revoke temporary on database %I from public', current_database());
    execute format('grant temporary on database %I to dateline_writer', current_database());
    -- A server may let nobody connect by default.
    execute format('grant connect on database %I to dateline_reader, dateline_writer', current_database());
    revoke create on schema public from public;
exception
    when insufficient_privilege then
        raise warning 'user % owns neither the database nor its schema public: let their owner revoke "create" on schema public and "temporary" on the database from public', current_user;
end;
$$;

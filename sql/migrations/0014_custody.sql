-- What is erased, and what proves it: records of the archive are overwritten after their rows say that they are gone, so a
-- row tells whether that is still to be done. Tombstones know each other, and the words that must not come back.
alter table crawl.captures add column wiped_at timestamptz;
comment on column crawl.captures.expired_at is 'When retention gave the record up; its bytes are erased soon after.';
comment on column crawl.captures.erased_at is 'When a takedown erased the page; the record''s bytes are erased soon after.';
comment on column crawl.captures.wiped_at is 'When the record''s bytes in the archive were erased; null while they are there.';
create index captures_to_wipe on crawl.captures (warc_file)
where wiped_at is null and (erased_at is not null or expired_at is not null);
create index captures_by_final_url on crawl.captures (final_url) where final_url <> url;
create index captures_by_age on crawl.captures (fetched_at) where expired_at is null and erased_at is null;

alter table crawl.takedowns
add column asked_url text,
add column content_digests text[] not null default '{}',
add column wiped_at timestamptz;
update crawl.takedowns set asked_url = url
where asked_url is null;
alter table crawl.takedowns alter column asked_url set not null;
create index takedowns_by_asked_url on crawl.takedowns (asked_url);
create index takedowns_by_source on crawl.takedowns (source_id);
comment on column crawl.takedowns.taken_down_by is 'Who did it.';
comment on column crawl.takedowns.asked_url is 'The address that was named: all rows of one takedown share it.';
comment on column crawl.takedowns.content_digests is
'SHA-256 of what was erased (title, authors, date and text): the same words of the same source are not published again.';
comment on column crawl.takedowns.wiped_at is 'When nothing of it was left in the archive; null while that is still to be done.';

-- A month of the ledger goes at once, when all its runs are over: what they counted stands in quality.funnel and
-- quality.coverage. Workers own no tables, so this runs with its owner's rights, and never on the last thirty days.
create function crawl.drop_ledger_month(day date) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '10s'
as $$
declare
    month_start date := date_trunc('month', day)::date;
    month_end date := (date_trunc('month', day) + interval '1 month')::date;
    partition_name text := 'ledger_' || to_char(month_start, 'YYYY_MM');
    dropped bigint;
begin
    if month_end > current_date - 30 then
        raise exception 'the ledger of % is too young to be dropped', to_char(month_start, 'YYYY-MM');
    end if;
    perform pg_advisory_xact_lock(hashtext('crawl.ensure_ledger_month'));
    if to_regclass('crawl.' || partition_name) is null or exists (
        select 1
        from crawl.runs
        where
            runs.state = 'running'
            and runs.started_at >= month_start::timestamp at time zone 'UTC'
            and runs.started_at < month_end::timestamp at time zone 'UTC'
    ) then
        return null;
    end if;
    execute format('select count(*) from crawl.%I', partition_name) into dropped;
    execute format('drop table crawl.%I', partition_name);
    return dropped;
end
$$;
comment on function crawl.drop_ledger_month(date) is
'Drops the ledger''s partition of a month and returns its rows; null where there is none, or a run of it is not over.';

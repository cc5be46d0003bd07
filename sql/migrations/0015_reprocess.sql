-- Deriving again: what was asked, how each derivation compares with what is stored, and which ones were put in its place.
create table crawl.reprocesses (
    run_id text primary key references crawl.runs on delete cascade,
    first_day date,
    last_day date,
    dry_run boolean not null,
    force boolean not null,
    gone integer not null,
    check ((first_day is null) = (last_day is null))
);
comment on table crawl.reprocesses is 'What each reprocess run was asked.';
comment on column crawl.reprocesses.run_id is 'The run.';
comment on column crawl.reprocesses.first_day is 'First day that was asked for; null for every day.';
comment on column crawl.reprocesses.last_day is 'Last day that was asked for; null for every day.';
comment on column crawl.reprocesses.dry_run is 'Whether it only compares.';
comment on column crawl.reprocesses.force is 'Whether it replaces also where a source looks much worse than before.';
comment on column crawl.reprocesses.gone is 'Captures that were left out: taken down, erased or expired.';

create table quality.rederivations (
    run_id text not null,
    capture_id bigint not null references crawl.captures,
    source_id text not null,
    url text not null,
    article_id uuid,
    version_no integer,
    result text not null check (
        result in ('changed', 'unchanged', 'accepted', 'refused', 'rejected', 'quarantined', 'failed', 'kept')
    ),
    outcome text,
    reason text,
    detail text,
    changed text[] not null default '{}',
    before jsonb not null default '{}',
    after jsonb not null default '{}',
    words_before integer,
    words_after integer,
    mentions_before integer,
    mentions_after integer,
    compared_at timestamptz not null default now(),
    replaced_at timestamptz,
    primary key (run_id, capture_id)
);
create index rederivations_by_source on quality.rederivations (run_id, source_id);
create index rederivations_by_capture on quality.rederivations (capture_id);
comment on table quality.rederivations is 'How each capture that a reprocess run derived again compares with what is stored of it.';
comment on column quality.rederivations.run_id is 'The reprocess run.';
comment on column quality.rederivations.capture_id is 'The capture that was derived again.';
comment on column quality.rederivations.source_id is 'Its source.';
comment on column quality.rederivations.url is 'Its address.';
comment on column quality.rederivations.article_id is 'The article that it is a page of; null if it was refused before.';
comment on column quality.rederivations.version_no is 'The version that it shows first; null for a later look at the same version.';
comment on column quality.rederivations.result is 'changed, unchanged, accepted (refused before), refused (still), rejected or quarantined (published before, and kept as it was), failed (the page cannot be read), kept (its article''s latest page is not among those that were derived).';
comment on column quality.rederivations.outcome is 'Outcome of a page that is no article now; null for one that is.';
comment on column quality.rederivations.reason is 'Its reason.';
comment on column quality.rederivations.detail is 'The reason in words.';
comment on column quality.rederivations.changed is 'The fields that differ.';
comment on column quality.rederivations.before is 'Those fields as stored, shortened around the first difference.';
comment on column quality.rederivations.after is 'Those fields as derived again, shortened likewise.';
comment on column quality.rederivations.words_before is 'Words of the stored text.';
comment on column quality.rederivations.words_after is 'Words of the text derived again.';
comment on column quality.rederivations.mentions_before is 'Stored mentions; null for what is no current version.';
comment on column quality.rederivations.mentions_after is 'Mentions found again; null for what is no current version.';
comment on column quality.rederivations.compared_at is 'When it was compared.';
comment on column quality.rederivations.replaced_at is 'When the new derivation took the old one''s place; null while it has not.';

create table quality.reprocess_holds (
    run_id text not null,
    source_id text not null,
    because text not null,
    held_at timestamptz not null default now(),
    primary key (run_id, source_id)
);
comment on table quality.reprocess_holds is 'Sources that a reprocess run leaves as they are, since too much of them looks worse than before.';
comment on column quality.reprocess_holds.run_id is 'The reprocess run.';
comment on column quality.reprocess_holds.source_id is 'The source.';
comment on column quality.reprocess_holds.because is 'Why, in words.';
comment on column quality.reprocess_holds.held_at is 'When it was decided.';

-- An article is found by the capture that it was derived from.
create index articles_by_capture on news.articles (capture_id);

-- Where two texts part, for samples that show the difference: by halving, since texts are long.
create function quality.find_difference(one text, other text) returns integer
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    alike integer := 0;
    beyond integer := least(length(one), length(other)) + 1;
    middle integer;
begin
    while beyond - alike > 1 loop
        middle := (alike + beyond) / 2;
        if left(one, middle) = left(other, middle) then
            alike := middle;
        else
            beyond := middle;
        end if;
    end loop;
    return alike;
end
$$;
comment on function quality.find_difference(text, text) is 'How many characters two texts have in common from their start on.';

create function quality.show_difference(one text, other text) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    begins integer;
begin
    if length(one) <= 120 then
        return one;
    end if;
    begins := greatest(quality.find_difference(one, coalesce(other, '')) - 39, 1);
    return concat(
        case when begins > 1 then '…' end,
        substr(one, begins, 120),
        case when begins + 120 <= length(one) then '…' end
    );
end
$$;
comment on function quality.show_difference(text, text) is 'One text, shortened around the place where it parts from the other.';

-- Which fields deriving again changes, with samples: read it before anything is replaced, with a dry run. A text that was
-- taken down since then is shown nowhere.
create or replace view report.reprocess_changes as
with changes as (
    select
        made.run_id,
        field.name as field,
        made.url,
        made.before ->> field.name as before,
        made.after ->> field.name as after,
        row_number() over (partition by made.run_id, field.name order by made.capture_id) as place
    from quality.rederivations as made
    cross join lateral unnest(made.changed) as field (name)
    inner join crawl.captures on made.capture_id = captures.capture_id
    where captures.erased_at is null
),

looked as (
    select
        run_id,
        count(*) as looked_at
    from quality.rederivations
    group by run_id
)

select
    changes.run_id,
    changes.field,
    looked.looked_at,
    count(*) as changed,
    jsonb_agg(
        jsonb_build_object('url', changes.url, 'before', changes.before, 'after', changes.after)
        order by changes.place
    ) filter (where changes.place <= 3) as samples,
    asked.dry_run,
    runs.started_at
from changes
inner join looked on changes.run_id = looked.run_id
inner join crawl.reprocesses as asked on changes.run_id = asked.run_id
inner join crawl.runs on asked.run_id = runs.run_id
group by changes.run_id, changes.field, looked.looked_at, asked.dry_run, runs.started_at
order by runs.started_at desc, changes.run_id asc, changed desc, changes.field asc;

comment on view report.reprocess_changes is 'Which fields each reprocess run changes, or would change, with samples; the latest first.';
comment on column report.reprocess_changes.run_id is 'The reprocess run.';
comment on column report.reprocess_changes.field is 'The field: a column of the article or version, or mentions.';
comment on column report.reprocess_changes.looked_at is 'Captures that the run derived again.';
comment on column report.reprocess_changes.changed is 'How many of them have another value in this field.';
comment on column report.reprocess_changes.samples is 'Up to three of them: address, the value before and after, long ones shortened around the first difference.';
comment on column report.reprocess_changes.dry_run is 'Whether the run only compared.';
comment on column report.reprocess_changes.started_at is 'When the run was planned.';

-- The last trial of each source without a run, and when one last worked, to tell a dead source before a night does.
create or replace view report.trials as
select distinct on (trials.source_id)
    trials.source_id,
    coalesce(sources.name, trials.source_id) as source,
    trials.worked,
    trials.tried_at,
    max(trials.tried_at) filter (where trials.worked) over (partition by trials.source_id) as last_worked_at,
    trials.way,
    trials.entries,
    trials.detail
from crawl.trials
left join crawl.sources on trials.source_id = sources.source_id
order by trials.source_id asc, trials.tried_at desc;

comment on view report.trials is 'The last trial of each source by `dateline sources check --live`.';
comment on column report.trials.source_id is 'The source.';
comment on column report.trials.source is 'Its name; its id while no run has planned it.';
comment on column report.trials.worked is 'Whether a way in showed entries and one of them was read as an article.';
comment on column report.trials.tried_at is 'When it was last tried.';
comment on column report.trials.last_worked_at is 'When a trial last worked; null if none has.';
comment on column report.trials.way is 'The first way in that showed entries; null if none did.';
comment on column report.trials.entries is 'How many entries it showed.';
comment on column report.trials.detail is 'What was wrong, in words; null if it worked.';

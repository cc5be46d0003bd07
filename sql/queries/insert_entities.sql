-- Entities behind the mentions that are not known yet, in sorted order so that no two runs deadlock.
insert into news.entities (entity_id, kind, name, method, run_id)
select distinct on (found.entity_id)
    found.entity_id,
    found.kind,
    found.name,
    found.method,
    %(run_id)s as run_id
from staging.analyses
cross join
    lateral jsonb_to_recordset(analyses.entities) as found (entity_id uuid, kind text, name text, method text)
where analyses.run_id = %(run_id)s and analyses.capture_id = any(%(capture_ids)s)
order by found.entity_id asc, length(found.name) desc, found.name asc
on conflict (entity_id) do nothing;

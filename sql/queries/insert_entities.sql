-- Entities behind the mentions; the first sight of one makes its row, in sorted order so that no two runs deadlock.
insert into news.entities (entity_id, kind, name, aliases, country, role, method, run_id)
select distinct on (found.entity_id)
    found.entity_id,
    found.kind,
    found.name,
    coalesce(array(select jsonb_array_elements_text(found.aliases)), '{}') as aliases,
    found.country,
    found.role,
    found.method,
    analyses.run_id
from staging.analyses
cross join
    lateral jsonb_to_recordset(analyses.entities)
        as found (
            entity_id uuid, kind text, name text, aliases jsonb, country text, role text,
            method text
        )
where analyses.run_id = %(run_id)s and analyses.capture_id = any(%(capture_ids)s)
order by found.entity_id asc, analyses.capture_id asc
on conflict (entity_id) do nothing;

-- Entities of which articles say something else now: whoever writes them waits, so that none misses what the other says.
select entities.entity_id
from news.entities
where
    entities.entity_id = any(%(entity_ids)s::uuid[])
    or entities.entity_id in (
        select found.entity_id
        from staging.analyses
        cross join lateral jsonb_to_recordset(analyses.entities) as found (entity_id uuid)
        where analyses.run_id = %(run_id)s and analyses.capture_id = any(%(capture_ids)s)
    )
order by entities.entity_id
for no key update;

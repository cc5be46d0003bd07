-- Entities behind the mentions, in sorted order so that no two runs deadlock. What articles add to a known one is joined
-- in a way that does not depend on which came first: of two names the longer, all other names, the first role by letters.
insert into news.entities (entity_id, kind, name, aliases, country, role, method, run_id)
select
    found.entity_id,
    min(found.kind) as kind,
    (array_agg(found.name order by length(found.name) desc, found.name collate "C"))[1] as name,
    array(
        select distinct alias.name collate "C"
        from staging.analyses as every
        cross join lateral jsonb_to_recordset(every.entities) as one (entity_id uuid, name text, aliases jsonb)
        cross join
            lateral (
                select jsonb_array_elements_text(one.aliases) as name
                union all
                select one.name
            ) as alias
        where
            every.run_id = %(run_id)s
            and every.capture_id = any(%(capture_ids)s)
            and one.entity_id = found.entity_id
        order by alias.name collate "C"
    ) as aliases,
    min(found.country) as country,
    min(found.role collate "C") as role,
    min(found.method collate "C") as method,
    %(run_id)s
from staging.analyses
cross join
    lateral jsonb_to_recordset(analyses.entities)
        as found (entity_id uuid, kind text, name text, country text, role text, method text)
where analyses.run_id = %(run_id)s and analyses.capture_id = any(%(capture_ids)s)
group by found.entity_id
order by found.entity_id
on conflict (entity_id) do update
    set
        name = case
            when length(excluded.name) > length(entities.name) then excluded.name
            when length(excluded.name) < length(entities.name) then entities.name
            else least(excluded.name collate "C", entities.name collate "C")
        end,
        aliases = array(
            select distinct alias.name collate "C"
            from unnest(entities.aliases || excluded.aliases) as alias (name)
            order by alias.name collate "C"
        ),
        country = coalesce(entities.country, excluded.country),
        role = least(entities.role collate "C", excluded.role collate "C"),
        method = least(entities.method collate "C", excluded.method collate "C"),
        updated_at = now()
    where
        not entities.aliases @> excluded.aliases
        or (entities.country is null and excluded.country is not null)
        or excluded.role collate "C" < coalesce(entities.role, '~') collate "C"
        or excluded.method collate "C" < coalesce(entities.method, '~') collate "C"
        or length(excluded.name) > length(entities.name)
        or (length(excluded.name) = length(entities.name) and excluded.name collate "C" < entities.name collate "C");

-- Entities behind the mentions, in sorted order so that no two runs deadlock. What articles add to a known one is joined
-- in a way that does not depend on which came first: of two names the longer, all other names, the first role by letters.
with found as (
    select
        found.entity_id,
        found.kind,
        found.name,
        found.country,
        found.role,
        found.method,
        array(select jsonb_array_elements_text(found.aliases)) as aliases
    from staging.analyses
    cross join
        lateral jsonb_to_recordset(analyses.entities)
            as found (
                entity_id uuid, kind text, name text, aliases jsonb, country text, role text, method text
            )
    where analyses.run_id = %(run_id)s and analyses.capture_id = any(%(capture_ids)s)
),

named as (
    select
        entity_id,
        (array_agg(name order by length(name) desc, name collate "C" asc))[1] as name
    from found
    group by entity_id
),

spelt as (
    select
        found.entity_id,
        array_agg(spelling.name) as names
    from found
    cross join lateral unnest(found.aliases || found.name) as spelling (name)
    group by found.entity_id
)

insert into news.entities (entity_id, kind, name, aliases, country, role, method, run_id)
select
    found.entity_id,
    min(found.kind) as kind,
    min(named.name) as name,
    news.join_names(min(named.name), min(spelt.names)) as aliases,
    min(found.country) as country,
    min(found.role) as role,
    min(found.method) as method,
    %(run_id)s as run_id
from found
inner join named on found.entity_id = named.entity_id
inner join spelt on found.entity_id = spelt.entity_id
group by found.entity_id
order by found.entity_id
on conflict (entity_id) do update
    set
        name = news.prefer_name(entities.name, excluded.name),
        aliases = news.join_names(
            news.prefer_name(entities.name, excluded.name),
            entities.aliases || entities.name || excluded.aliases || excluded.name
        ),
        country = least(entities.country, excluded.country),
        role = least(entities.role, excluded.role),
        method = least(entities.method, excluded.method),
        updated_at = now()
    where
    not (entities.aliases || entities.name) @> (excluded.aliases || excluded.name)
    or entities.name <> news.prefer_name(entities.name, excluded.name)
    or (entities.country is null and excluded.country is not null)
    or excluded.country < entities.country
    or (entities.role is null and excluded.role is not null)
    or excluded.role < entities.role
    or (entities.method is null and excluded.method is not null)
    or excluded.method < entities.method;

-- What the last runs knew of one source: held or not, its last completed looks, and its latest covered day.
select
    sources.enabled,
    sources.held_at,
    sources.held_because,
    sources.first_seen_at,
    looks.strategies,
    looks.looked_at,
    coverage.day,
    coverage.reach,
    coverage.problem,
    coverage.detail,
    coverage.found,
    coverage.stored,
    coverage.rejected
from (select %(source_id)s::text as source_id) as asked
left join crawl.sources as sources on asked.source_id = sources.source_id
left join lateral (
    select
        coalesce(array_agg(look.strategy order by look.strategy), '{}') as strategies,
        coalesce(array_agg(look.looked_at order by look.strategy), '{}') as looked_at
    from crawl.looks as look
    where look.source_id = asked.source_id
) as looks on true
left join lateral (
    select covered.*
    from quality.coverage as covered
    where covered.source_id = asked.source_id
    order by covered.day desc
    limit 1
) as coverage on true;

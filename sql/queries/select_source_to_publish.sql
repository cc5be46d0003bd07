-- What publishing needs to know of a source: its own addresses, and whether it is held back.
select
    asked.source_id,
    sources.homepage,
    sources.entry -> 'hosts' as hosts,
    sources.held_at,
    sources.held_because
from (select %(source_id)s::text as source_id) as asked
left join crawl.sources on asked.source_id = sources.source_id;

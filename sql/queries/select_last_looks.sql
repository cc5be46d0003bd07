-- Since when each source's look-back must reach: its last completed look.
select
    source_id,
    max(looked_at) as looked_at
from crawl.looks
where source_id = any(%(sources)s)
group by source_id;

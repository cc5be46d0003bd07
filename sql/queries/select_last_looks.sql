-- Since when each source's look-back must reach: the last time that one of its listings was read.
select
    source_id,
    max(coalesce(read_at, looked_at)) as looked_at
from crawl.looks
where source_id = any(%(sources)s)
group by source_id;

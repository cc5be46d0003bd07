-- Stories as their articles make them now; counts are of all their articles, within these days and outside.
insert into news.stories (story_id, headline, first_day, last_day, sources, reports, copies, method, run_id)
select
    item.story_id,
    item.headline,
    item.day as first_day,
    item.day as last_day,
    0,
    0,
    0,
    %(method)s,
    %(run_id)s
from jsonb_to_recordset(%(stories)s) as item (story_id uuid, headline text, day date)
order by item.story_id
on conflict (story_id) do update
    set headline = excluded.headline, method = excluded.method, run_id = excluded.run_id, updated_at = now()
    where (stories.headline, stories.method) is distinct from (excluded.headline, excluded.method);

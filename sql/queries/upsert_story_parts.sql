-- A week's parts of stories; each is in the story of the part that it goes on from.
with item as (
    select
        item.part_id,
        item.follows,
        coalesce(before.story_id, item.part_id) as story_id
    from jsonb_to_recordset(%(parts)s) as item (part_id uuid, follows uuid)
    left join news.story_parts as before on item.follows = before.part_id
),

begun as (
    insert into news.stories (story_id, headline, first_day, last_day, sources, reports, copies, method, run_id)
    select
        item.story_id,
        '' as headline,
        %(week)s as first_day,
        %(week)s as last_day,
        0,
        0,
        0,
        %(method)s,
        %(run_id)s
    from item
    order by item.story_id
    on conflict (story_id) do nothing
)

insert into news.story_parts (part_id, week, follows, story_id)
select
    item.part_id,
    %(week)s as week,
    item.follows,
    item.story_id
from item
order by item.part_id
on conflict (part_id) do update
    set week = excluded.week, follows = excluded.follows, story_id = excluded.story_id
    where
    (story_parts.week, story_parts.follows, story_parts.story_id)
    is distinct from (excluded.week, excluded.follows, excluded.story_id);

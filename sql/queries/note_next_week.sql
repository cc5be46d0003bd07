-- The week after one whose articles or parts are others now.
insert into news.weeks_to_group (week)
select distinct story_parts.week
from news.story_parts
where story_parts.week = %(week)s::date + 7
on conflict (week) do nothing;

-- Weeks of articles that ceased to be copies or became some, and the weeks after them.
insert into news.weeks_to_group (week)
select distinct news.find_week(changed.day) + ahead.days
from unnest(%(days)s::date[]) as changed (day)
cross join (values (0), (7)) as ahead (days)
on conflict (week) do nothing;

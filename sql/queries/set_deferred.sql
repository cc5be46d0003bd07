-- A URL that was put off goes first in the next run; one that was answered no longer does.
update crawl.urls
set deferred_at = case when %(deferred)s then coalesce(deferred_at, now()) end
where source_id = %(source_id)s and url = %(url)s and (deferred_at is not null) <> %(deferred)s;

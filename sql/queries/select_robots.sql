-- A host's robots.txt while it is fresh.
select
    robots_status,
    robots_body
from crawl.hosts
where host = %(host)s and robots_status is not null and robots_expires_at > now();

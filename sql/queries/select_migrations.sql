-- What was applied, to find what is missing or edited.
select
    name,
    checksum
from public.dateline_migrations;

-- Whether a role exists: create and alter take the same words otherwise.
select rolname
from pg_catalog.pg_roles
where rolname = %(name)s;

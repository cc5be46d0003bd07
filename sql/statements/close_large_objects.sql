-- Readers write nothing: large objects are open to everybody by default, and could fill the disk. Only an administrator
-- may say so, in each database of its own.
revoke execute on function
pg_catalog.lo_creat(integer),
pg_catalog.lo_create(oid),
pg_catalog.lo_from_bytea(oid, bytea),
pg_catalog.lo_put(oid, bigint, bytea),
pg_catalog.lo_open(oid, integer),
pg_catalog.lowrite(integer, bytea)
from public;

-- Whether a database exists: create database knows no "if not exists".
select datname
from pg_catalog.pg_database
where datname = %(name)s;

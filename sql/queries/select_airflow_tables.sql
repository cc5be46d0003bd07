-- Whether Airflow's database was ever migrated: its revision table comes with the first migration.
select to_regclass('public.alembic_version') is not null as known;

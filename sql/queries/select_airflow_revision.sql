-- The revision of Airflow's database, so that a second start need not spend seconds on a migration that does nothing.
select version_num
from public.alembic_version;

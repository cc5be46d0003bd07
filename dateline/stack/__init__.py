"""The local stack: embedded Postgres, Airflow and the demo outlets, all on loopback."""

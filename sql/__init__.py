"""All that touches Postgres: migrations, queries, views, roles, thin typed access."""

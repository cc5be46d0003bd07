#!/bin/sh
# Runs once, when the Postgres volume is empty: a login and a database each for Dateline and for Airflow.
set -eu
make_database() {
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
        --set name="$1" --set password="$2" <<'SQL'
create role :"name" with login password :'password';
create database :"name" owner :"name" template template0;
revoke connect, temporary on database :"name" from public;
SQL
}
make_database dateline "$DATELINE_DB_PASSWORD"
make_database airflow "$AIRFLOW_DB_PASSWORD"
# The migrations make the roles dateline_reader and dateline_writer.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --command 'alter role dateline with createrole'

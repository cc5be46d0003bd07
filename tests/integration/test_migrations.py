"""Migrations: the same schema on both Postgres versions, once even when started twice, and never edited."""

import subprocess
import sys

import pytest

from sql.connection import connect
from sql.errors import MigrationError
from sql.migrate import migrate, pending_migrations, read_scripts

COLUMNS = (
    "select table_schema, table_name, column_name, ordinal_position, data_type, udt_name, is_nullable,"
    " column_default, is_generated, generation_expression from information_schema.columns"
    " where table_schema in ('crawl', 'staging', 'news', 'quality', 'report') order by 1, 2, 4"
)
INDEXES = (
    "select schemaname, indexname, indexdef from pg_indexes"
    " where schemaname in ('crawl', 'news', 'quality', 'staging') order by 1, 2"
)
CONSTRAINTS = (
    "select conrelid::regclass::text as table, contype, pg_get_constraintdef(c.oid) as definition"
    " from pg_constraint c join pg_namespace n on n.oid = connamespace"
    " where nspname in ('crawl', 'news', 'quality', 'staging') and contype <> 'n' order by 1, 2, 3"
)
COMMENTS = (
    "select objoid::regclass::text as name, objsubid, description from pg_description"
    " where classoid = 'pg_class'::regclass"
    " and objoid::regclass::text ~ '^(crawl|staging|news|quality|report)[.]' order by 1, 2"
)


def describe(url):
    with connect(url) as connection:
        return [connection.execute(query).fetchall() for query in (COLUMNS, INDEXES, CONSTRAINTS, COMMENTS)]


def test_both_versions_of_postgres_get_the_same_schema(database_url, postgres15_url):
    ours, older = describe(database_url), describe(postgres15_url)
    assert len(ours[0]) > 200
    for here, there in zip(ours, older, strict=True):
        assert here == there


def test_two_processes_at_once_migrate_once(empty_database_url):
    code = f"from sql.migrate import migrate; print(len(migrate({empty_database_url!r})))"
    both = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    applied = sorted(int(process.communicate()[0]) for process in both)
    shipped = sum(len(read_scripts(folder)) for folder in ("migrations", "views", "roles"))
    assert applied == [0, shipped]


def test_an_edited_migration_is_refused_and_nothing_is_applied(database_url):
    with connect(database_url) as connection:
        connection.execute("update dateline_migrations set checksum = 'edited' where name = '0002_crawl.sql'")
    with pytest.raises(MigrationError, match=r"migration 0002_crawl.sql was edited after it was applied"):
        migrate(database_url)


def test_a_database_of_a_newer_version_is_refused(database_url):
    with connect(database_url) as connection:
        connection.execute("insert into dateline_migrations values ('9999_future.sql', 'x')")
    with pytest.raises(MigrationError, match=r"9999_future.sql, which this version lacks: upgrade"):
        migrate(database_url)


def test_what_is_missing_is_told(empty_database_url):
    with connect(empty_database_url) as connection:
        assert pending_migrations(connection) == [script.name for script in read_scripts("migrations")]
    migrate(empty_database_url)
    with connect(empty_database_url) as connection:
        assert pending_migrations(connection) == []


def test_a_changed_view_is_made_again_with_its_grants(database_url):
    with connect(database_url) as connection:
        connection.execute("drop view report.funnel")
        connection.execute("update dateline_migrations set checksum = 'old' where name = '40_funnel.sql'")
    assert migrate(database_url) == ["40_funnel.sql", "roles.sql"]
    with connect(database_url) as connection:
        granted = connection.execute(
            "select has_table_privilege('dateline_reader', 'report.funnel', 'select') as may"
        )
        assert granted.fetchone()["may"]


def test_views_and_search_answer_on_postgres_15(postgres15_url):
    with connect(postgres15_url) as connection:
        views = connection.execute("select viewname from pg_views where schemaname = 'report'").fetchall()
        assert len(views) >= 9
        for view in views:
            assert connection.execute(f"select * from report.{view['viewname']}").fetchall() == []
        assert (
            connection.execute("select * from report.search_articles('\"peace talks\" -football')").fetchall()
            == []
        )

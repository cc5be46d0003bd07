"""Readers select report and news and nothing else; workers write rows and no tables."""

from itertools import count

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from psycopg.rows import dict_row

from sql.connection import connect
from sql.errors import MigrationError
from sql.migrate import migrate, read_scripts

numbers = count()
ROLES = read_scripts("roles")


@pytest.fixture
def administrator(postgres, database_url):
    """A superuser's connection to the test's database."""
    with connect(database_url) as owner:  # privileges on the database itself do not come with its template
        for script in ROLES:
            owner.execute(script.text)
    url = postgres.url(database_url.rpartition("/")[2], login="postgres")
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        yield connection


@pytest.fixture
def log_in(administrator, postgres, database_url):
    """Return a connection as a fresh login that is a member of a role."""
    made, opened = [], []

    def open_as(role, options=""):
        name = f"login_{next(numbers)}"
        administrator.execute(f"create role {name} login password 'secret' {options}")
        made.append(name)
        if role:
            administrator.execute(f"grant {role} to {name}")
        url = f"postgresql://{name}:secret@127.0.0.1:{postgres.port}/{database_url.rpartition('/')[2]}"
        connection = psycopg.connect(url, autocommit=True, row_factory=dict_row)
        opened.append(connection)
        return connection

    yield open_as
    for connection in opened:
        connection.close()
    for name in made:
        administrator.execute(f"drop owned by {name}")
        administrator.execute(f"drop role {name}")


def relations(connection, *schemas):
    rows = connection.execute(
        "select table_schema || '.' || table_name as name from information_schema.tables"
        " where table_schema = any(%s) order by 1",
        [list(schemas)],
    )
    return [row["name"] for row in rows]


def test_a_reader_selects_every_report_view_and_news_table(administrator, log_in):
    reader = log_in("dateline_reader")
    readable = relations(administrator, "report", "news")
    assert len(readable) > 18
    for name in readable:
        reader.execute(f"select * from {name} limit 1")
    reader.execute("select * from report.search_articles('anything')")


def test_a_reader_reads_nothing_else(administrator, log_in):
    reader = log_in("dateline_reader")
    others = [*relations(administrator, "crawl", "staging", "quality"), "public.dateline_migrations"]
    assert len(others) > 15
    for name in others:
        with pytest.raises(InsufficientPrivilege):
            reader.execute(f"select * from {name} limit 1")


def test_a_reader_writes_nothing(administrator, log_in):
    reader = log_in("dateline_reader")
    for name in relations(administrator, "crawl", "staging", "quality", "news", "report"):
        for statement in (f"delete from {name}", f"insert into {name} default values", f"truncate {name}"):
            with pytest.raises(
                # Views over several tables are refused for being views, whoever asks.
                (
                    InsufficientPrivilege,
                    psycopg.errors.WrongObjectType,
                    psycopg.errors.ObjectNotInPrerequisiteState,
                )
            ):
                reader.execute(statement)
    for statement in (
        "create table public.mine (n int)",
        "create temporary table mine (n int)",
        "create table report.mine (n int)",
        "create schema mine",
        "update news.articles set title = 'x'",
        "create view report.mine as select 1",
        "select crawl.ensure_ledger_month('2030-01-01')",
        "copy (select 1) to program 'true'",
        "select pg_read_file('/etc/passwd')",
    ):
        with pytest.raises(InsufficientPrivilege):
            reader.execute(statement)


def test_a_reader_reads_what_later_migrations_add(database, log_in):
    reader = log_in("dateline_reader")
    database.execute("create table news.later (n int); create view report.later as select * from news.later")
    assert reader.execute("select * from report.later").fetchall() == []
    assert reader.execute("select * from news.later").fetchall() == []


def test_a_writer_writes_rows_and_makes_no_tables(administrator, log_in):
    writer = log_in("dateline_writer")
    writer.execute(
        "insert into crawl.sources (source_id, name, kind, timezone, homepage, entry)"
        " values ('a', 'A', 'news', 'UTC', 'https://a.example/', '{}')"
    )
    writer.execute("select crawl.ensure_ledger_month('2030-01-01')")
    writer.execute(
        "insert into crawl.ledger (started_on, run_id, source_id, url) values ('2030-01-02', 'r', 'a', 'u')"
    )
    writer.execute("delete from crawl.sources")
    for name in relations(administrator, "crawl", "staging", "quality", "news", "report"):
        writer.execute(f"select * from {name} limit 1")
    for statement in (
        "create table public.mine (n int)",
        "create table news.mine (n int)",
        "drop view report.funnel",
    ):
        with pytest.raises(InsufficientPrivilege):
            writer.execute(statement)


def test_a_login_without_a_role_reads_nothing(log_in):
    nobody = log_in("")
    for name in ("report.daily_volume", "news.articles", "crawl.runs"):
        with pytest.raises(InsufficientPrivilege):
            nobody.execute(f"select * from {name}")
    with pytest.raises(InsufficientPrivilege):
        nobody.execute("select news.search_configuration('en')")


def test_roles_are_applied_again_without_harm(database, administrator):
    privileges = (
        "select c.oid::regclass::text as name, g.grantee::regrole::text, g.privilege_type"
        " from pg_class c cross join aclexplode(c.relacl) as g order by 1, 2, 3"
    )
    before = administrator.execute(privileges).fetchall()
    assert len(before) > 100
    for script in ROLES:
        database.execute(script.text)
    assert administrator.execute(privileges).fetchall() == before


def test_who_may_not_create_the_roles_is_told_so_in_one_line(postgres15_server):
    """On a server without the roles, migrating as an ordinary owner stops before anything is made."""
    with psycopg.connect(postgres15_server, autocommit=True) as connection:
        missing = (
            connection.execute("select count(*) from pg_roles where rolname like 'dateline_%'").fetchone()[0] == 0
        )
        if not missing:
            for row in connection.execute(
                "select datname from pg_database where datname not in ('postgres', 'template0', 'template1')"
            ).fetchall():
                connection.execute(f"drop database {row[0]} with (force)")
            connection.execute("drop role dateline_reader; drop role dateline_writer")
        connection.execute("create role plain login")
        connection.execute("create database plain owner plain")
    url = postgres15_server.replace("postgres@", "plain@").removesuffix("/postgres") + "/plain"
    try:
        with pytest.raises(
            MigrationError, match="user plain may not create the role dateline_writer: let an"
        ) as told:
            migrate(url)
        assert "\n" not in str(told.value)
        with psycopg.connect(url) as connection:
            assert connection.execute("select to_regclass('crawl.runs')").fetchone() == (None,)
    finally:
        with psycopg.connect(postgres15_server, autocommit=True) as connection:
            connection.execute("drop database plain with (force)")
            connection.execute("drop role plain")


def test_readers_connect_where_nobody_may_by_default(administrator, log_in, database_url):
    name = database_url.rpartition("/")[2]
    administrator.execute(f"revoke connect on database {name} from public")
    assert log_in("dateline_reader").execute("select 1 as one").fetchall() == [{"one": 1}]
    assert log_in("dateline_writer").execute("select 1 as one").fetchall() == [{"one": 1}]
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        log_in("")


def test_the_local_stacks_databases_are_closed_to_others(administrator, postgres):
    administrator.execute("create role peeper login password 'secret'")
    try:
        for name in ("dateline", "airflow"):
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                psycopg.connect(f"postgresql://peeper:secret@127.0.0.1:{postgres.port}/{name}")
    finally:
        administrator.execute("drop role peeper")


def test_nobody_but_administrators_writes_large_objects_into_the_local_stack(postgres):
    with psycopg.connect(postgres.url("dateline")) as owner, pytest.raises(InsufficientPrivilege):
        owner.execute("select lo_from_bytea(0, 'x')")

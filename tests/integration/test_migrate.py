"""The database comes up from nothing, once."""

import pytest

from dateline import cli
from sql.connection import connect
from sql.migrate import migrate


def test_migrating_twice_applies_nothing_the_second_time(empty_database_url):
    first = migrate(empty_database_url)
    assert first[:2] == ["0001_schemas.sql", "0002_crawl.sql"]
    assert migrate(empty_database_url) == []


def test_all_schemas_exist(database):
    rows = database.execute("select nspname from pg_namespace where nspname !~ '^pg_'").fetchall()
    assert {"crawl", "staging", "news", "quality", "report"} <= {row["nspname"] for row in rows}


def test_postgres_15_takes_the_same_migrations(postgres15_url):
    with connect(postgres15_url) as connection:
        row = connection.execute("select current_setting('server_version_num')::int as version").fetchone()
        assert 150000 <= row["version"] < 160000
        assert connection.execute("select count(*) as articles from news.articles").fetchone()["articles"] == 0


def test_a_database_that_breaks_off_under_a_command_is_one_line(database, monkeypatch):
    def break_off(**_options):
        database.execute("select pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(cli.command, "main", break_off)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert str(ended.value).startswith("dateline: the database broke off (terminating connection")
    assert "\n" not in str(ended.value)

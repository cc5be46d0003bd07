"""`dateline db`: migrate, psql and url on a real database."""

import os
import subprocess
import sys

import pytest

DATELINE = [sys.executable, "-c", "from dateline.cli import main; main()"]


def run(*arguments, **environment):
    known = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "PG"))}
    return subprocess.run(
        [*DATELINE, "db", *arguments], env={**known, **environment}, capture_output=True, text=True, check=False
    )


def test_migrate_says_what_it_did_and_does_nothing_the_second_time(empty_database_url):
    first = run("migrate", DATELINE_DATABASE_URL=empty_database_url)
    assert first.returncode == 0, first.stderr
    assert "0001_schemas.sql" in first.stdout.splitlines()
    second = run("migrate", DATELINE_DATABASE_URL=empty_database_url)
    assert len(second.stdout.splitlines()) == 1
    assert second.stdout.strip().endswith(": up to date")


def test_psql_is_the_reader_unless_the_owner_is_asked_for(database_url):
    question = ["-Atc", "select current_user || ' ' || current_database()"]
    reader = database_url.replace("//dateline:", "//nobody-here:")
    urls = {"DATELINE_DATABASE_URL": database_url, "DATELINE_READER_URL": reader}
    refused = run("psql", *question, **urls)
    assert refused.returncode == 2
    assert "nobody-here" in refused.stderr
    owner = run("psql", "--owner", *question, **urls)
    assert owner.stdout.split()[0] == "dateline", owner.stderr


def test_psql_gets_its_password_without_the_command_line(database_url):
    # psql runs a shell command for us, which reads its parent's command line.
    answer = run(
        "psql", "--owner", "-c", r"\! tr '\0' ' ' < /proc/$PPID/cmdline", DATELINE_DATABASE_URL=database_url
    )
    assert "psql" in answer.stdout
    password = database_url.split(":")[2].split("@")[0]
    assert password not in answer.stdout


@pytest.mark.parametrize("arguments", [("psql",), ("url",), ("migrate",)])
def test_without_a_database_it_is_one_line(tmp_path, arguments):
    answer = run(*arguments, DATELINE_HOME=str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr.strip().splitlines() == [
        "dateline: no database: start one with `dateline up`, or set DATELINE_DATABASE_URL"
    ]


def test_a_database_that_is_down_is_one_line():
    answer = run("migrate", DATELINE_DATABASE_URL="postgresql://dateline:secret@127.0.0.1:1/dateline")
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "127.0.0.1:1" in answer.stderr
    assert "secret" not in answer.stderr


def test_url_prints_the_address_that_was_asked_for():
    urls = {"DATELINE_DATABASE_URL": "postgresql://o@h/d", "DATELINE_READER_URL": "postgresql://r@h/d"}
    assert run("url", **urls).stdout.strip() == "postgresql://r@h/d"
    assert run("url", "--owner", **urls).stdout.strip() == "postgresql://o@h/d"

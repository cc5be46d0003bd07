"""A statement that the server was told to stop: told as what it is, in one line."""

import psycopg
import pytest

from sql.connection import connect, explain_loss


def test_a_statement_timeout_is_told_as_one(settings, database):
    with connect(settings.database, autocommit=True) as connection:
        connection.execute("set statement_timeout = '50ms'")
        with pytest.raises(psycopg.errors.QueryCanceled) as stopped:
            connection.execute("select pg_sleep(5)")
    line = explain_loss(stopped.value)
    assert line.startswith(
        "the database stopped a statement (canceling statement due to statement timeout): raise"
    )
    assert "broke off" not in line


def test_a_lock_timeout_is_told_as_one(settings, database):
    with connect(settings.database) as holder, connect(settings.database) as connection:
        holder.execute("lock table news.stories")
        connection.execute("set lock_timeout = '50ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable) as stopped:
            connection.execute("lock table news.stories")
    assert explain_loss(stopped.value).startswith(
        "the database stopped a statement (canceling statement due to lock"
    )

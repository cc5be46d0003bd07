"""A database whose disk is full: one line that says so, and nothing to mend but the space."""

from contextlib import suppress

import psycopg
import pytest

from dateline.stack.postgres import EmbeddedPostgres
from sql.connection import connect, explain_loss
from sql.errors import DatabaseUnavailable
from sql.migrate import migrate


@pytest.fixture
def cramped(small_disk):
    """A server on a small disk, with a database that nobody has opened yet."""
    disk = small_disk("300m")
    folder = disk / "postgres"
    folder.mkdir()
    server = EmbeddedPostgres(folder, durable=False)
    server.start()
    with psycopg.connect(server.url("postgres", login="postgres"), autocommit=True) as connection:
        connection.execute("create database cramped owner dateline template template0")
    yield disk, server.url("cramped")
    server.stop()


def fill(disk):
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    return filler


def test_a_full_disk_is_named_as_such_and_freed_space_is_all_it_takes(cramped):
    disk, url = cramped
    filler = fill(disk)
    with pytest.raises(DatabaseUnavailable, match=r"No space left on device.*: free space on its disk$"):
        connect(url)
    filler.unlink()
    migrate(url)
    with connect(url, autocommit=True) as connection:
        filler = fill(disk)
        with pytest.raises(psycopg.OperationalError) as full:
            connection.execute(
                "insert into crawl.urls (source_id, url)"
                " select 'a', repeat('x', 1000) || number from generate_series(1, 99999) as number"
            )
        assert explain_loss(full.value).endswith("free space on its disk, then do this again")
        filler.unlink()
        connection.execute("insert into crawl.urls (source_id, url) values ('a', 'https://alpha.example/')")

"""Logins and databases of the local stack, and waiting for its server."""

import time
from collections.abc import Callable

from psycopg import sql as compose

from sql.connection import connect
from sql.errors import DatabaseUnavailable
from sql.loader import read_query, read_statement


def wait_until_ready(url: str, *, still_running: Callable[[], bool], patience: float = 60) -> None:
    """Return once the server answers; raise DatabaseUnavailable when it stops or `patience` seconds pass."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connect(url).close()
        except DatabaseUnavailable:
            if not still_running() or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def create_login(url: str, *, name: str, password: str, may_create_roles: bool, member_of: str = "") -> None:
    """Make a login role, or give the one that exists this password."""
    with connect(url, autocommit=True) as connection:
        exists = connection.execute(read_query("select_role"), {"name": name}).fetchone()
        verb = compose.SQL("alter" if exists else "create")
        rights = compose.SQL("createrole" if may_create_roles else "nocreaterole")
        connection.execute(
            compose.SQL(read_statement("write_login")).format(
                verb=verb, name=compose.Identifier(name), rights=rights, password=compose.Literal(password)
            )
        )
        if member_of:
            connection.execute(
                compose.SQL(read_statement("grant_role")).format(
                    role=compose.Identifier(member_of), name=compose.Identifier(name)
                )
            )


def create_database(url: str, *, name: str, owner: str) -> None:
    """Make a database unless it exists; only its owner, administrators and those who are let in may connect."""
    names = {"name": compose.Identifier(name), "owner": compose.Identifier(owner)}
    with connect(url, autocommit=True) as connection:
        if not connection.execute(read_query("select_database"), {"name": name}).fetchone():
            connection.execute(compose.SQL(read_statement("create_database")).format(**names))
        connection.execute(compose.SQL(read_statement("close_database")).format(**names))


def close_large_objects(url: str) -> None:
    """Let nobody but administrators write large objects into the database at `url`."""
    with connect(url, autocommit=True) as connection:
        connection.execute(read_statement("close_large_objects"))

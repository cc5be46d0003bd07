"""Migrations: numbered, forward-only, checksummed, one transaction each, under an advisory lock."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import LiteralString

import psycopg

from sql.connection import Connection, connect
from sql.errors import MigrationError
from sql.loader import read_query

LOCK = 0x_DA7E_11E


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One SQL file of this version: its name and text."""

    name: str
    text: LiteralString

    @property
    def checksum(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_scripts(folder: str) -> tuple[Script, ...]:
    """Return the scripts of `sql/<folder>` in the order of their names."""
    paths = sorted((files("sql") / folder).iterdir(), key=lambda path: path.name)
    return tuple(
        Script(name=path.name, text=path.read_text(encoding="utf-8"))
        for path in paths
        if path.name.endswith(".sql")
    )


def migrate(url: str) -> list[str]:
    """Bring the database at `url` up to this version and return the names of what was applied.

    Views and roles are applied again whenever their text has changed. Raises MigrationError when a landed
    migration was edited or the database is newer, DatabaseUnavailable when it does not answer.
    """
    with connect(url, application="dateline migrate", autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (LOCK,))  # until the connection ends
        return _apply_all(connection)


def pending_migrations(connection: Connection) -> list[str]:
    """Return the names of migrations that this version ships and the database lacks."""
    known = connection.execute("select to_regclass('public.dateline_migrations') as known").fetchone()
    applied = _read_applied(connection) if known and known["known"] else {}
    return [script.name for script in read_scripts("migrations") if script.name not in applied]


def _apply_all(connection: Connection) -> list[str]:
    connection.execute(read_query("create_migrations_table"))
    applied = _read_applied(connection)
    migrations = read_scripts("migrations")
    _check_landed(applied, migrations)
    done = [script.name for script in migrations if script.name not in applied]
    repeatable = [*read_scripts("views"), *read_scripts("roles")]
    stale = [script for script in repeatable if done or applied.get(script.name) != script.checksum]
    if stale:
        # Grants cover every view: whenever a view is made again, the roles are too.
        stale += [script for script in read_scripts("roles") if script not in stale]
    with connection.transaction():
        for script in (*(m for m in migrations if m.name in done), *stale):
            _apply(connection, script)
    return done + [script.name for script in stale]


def _apply(connection: Connection, script: Script) -> None:
    try:
        connection.execute(script.text)
    except psycopg.errors.InsufficientPrivilege as error:
        message = error.diag.message_primary or str(error)
        raise MigrationError(f"{script.name} cannot be applied: {message}") from None
    connection.execute(read_query("record_migration"), {"name": script.name, "checksum": script.checksum})


def _read_applied(connection: Connection) -> dict[str, str]:
    return {row["name"]: row["checksum"] for row in connection.execute(read_query("select_migrations"))}


def _check_landed(applied: dict[str, str], migrations: tuple[Script, ...]) -> None:
    shipped = {script.name: script.checksum for script in migrations}
    for name, checksum in applied.items():
        if name[:4].isdigit() and name not in shipped:
            raise MigrationError(f"the database has migration {name}, which this version lacks: upgrade Dateline")
        if name in shipped and shipped[name] != checksum:
            raise MigrationError(f"migration {name} was edited after it was applied: restore its text")

"""Connections: dict rows, UTC, driver errors translated once."""

import errno
import os
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from sql.errors import DatabaseUnavailable

FREE_SPACE: Final = "free space on its disk"
LIMITS: Final = "raise statement_timeout or lock_timeout of this login, or see who stops or holds it"
STOPPED: Final = (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable)
"""The server is well: it was told to stop a statement, after some time or by somebody."""
Row = dict[str, Any]
Connection = psycopg.Connection[Row]


def describe_database(url: str) -> str:
    """Return `name on host:port` of a libpq URL, without user or password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "(its address is no libpq URL)"
    return (
        f"{parts.get('dbname') or '(default)'} on {parts.get('host') or 'localhost'}:{parts.get('port') or 5432}"
    )


def connect(url: str, *, application: str = "dateline", autocommit: bool = False) -> Connection:
    """Open a connection with dict rows in UTC; raise DatabaseUnavailable in one line when it cannot."""
    try:
        return psycopg.connect(
            url,
            autocommit=autocommit,
            row_factory=dict_row,
            connect_timeout=10,
            application_name=application,
            options="-c timezone=UTC",
        )
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        reason = " ".join(str(error).split())[:300]
        # A refusal at the door carries no code: what the server's disk said stands in its words.
        full = os.strerror(errno.ENOSPC) in reason
        cure = FREE_SPACE if full else "start it with `dateline up`, or mend DATELINE_DATABASE_URL"
        raise DatabaseUnavailable(
            f"no connection to database {describe_database(url)} ({reason}): {cure}"
        ) from None


def explain_loss(error: Exception) -> str | None:
    """Return one line for a database that broke off or stopped a statement (full, gone, time); None otherwise."""
    if not isinstance(error, psycopg.OperationalError):
        return None
    reason = " ".join(str(error).split())[:300]
    if isinstance(error, STOPPED):
        return f"the database stopped a statement ({reason}): {LIMITS}, then do this again"
    cure = FREE_SPACE if isinstance(error, psycopg.errors.DiskFull) else "see its log"
    return f"the database broke off ({reason}): {cure}, then do this again"


def describe_login(url: str) -> dict[str, str]:
    """Return the environment variables with which libpq programs connect as `url` says, password included."""
    variables = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
        "sslmode": "PGSSLMODE",
        "sslrootcert": "PGSSLROOTCERT",
        "options": "PGOPTIONS",
    }
    parts = conninfo_to_dict(url)
    return {variable: str(parts[name]) for name, variable in variables.items() if parts.get(name) is not None}

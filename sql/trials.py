"""Trials of sources by hand: written by `dateline sources check --live`, shown by `dateline sources list`."""

from dataclasses import dataclass
from datetime import datetime

import psycopg

from sql.connection import Connection
from sql.errors import DatabaseUnavailable
from sql.loader import read_query


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTrial:
    """The last trial of one source, and when one last worked."""

    source_id: str
    worked: bool
    tried_at: datetime
    last_worked_at: datetime | None
    way: str | None
    entries: int
    detail: str | None


def insert_trial(
    connection: Connection,
    *,
    source_id: str,
    tried_at: datetime,
    worked: bool,
    way: str | None,
    entries: int,
    detail: str | None,
) -> None:
    """Keep one trial."""
    row = {"source_id": source_id, "tried_at": tried_at, "worked": worked}
    connection.execute(read_query("insert_trial"), row | {"way": way, "entries": entries, "detail": detail})


def select_trials(connection: Connection) -> dict[str, LastTrial]:
    """Return the last trial by source; DatabaseUnavailable if the database has no such table yet."""
    try:
        rows = connection.execute(read_query("select_trials")).fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        raise DatabaseUnavailable("the database has no tables yet: run `dateline db migrate`") from None
    except psycopg.errors.InsufficientPrivilege:
        raise DatabaseUnavailable("this database login may not read the crawl's state") from None
    return {row["source_id"]: LastTrial(**row) for row in rows}

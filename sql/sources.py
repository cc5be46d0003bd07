"""What the database knows of a catalog source."""

from dataclasses import dataclass
from datetime import date, datetime

import psycopg

from sql.connection import Connection
from sql.errors import DatabaseUnavailable
from sql.loader import read_query


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The last completed look of one strategy."""

    strategy: str
    looked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What the latest run could see of a source on the latest day that any run looked for."""

    day: date
    reach: str
    problem: str | None
    detail: str | None
    found: int
    stored: int
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """The state of one source; `first_seen_at` is None for one that no run has planned yet."""

    first_seen_at: datetime | None
    enabled: bool
    held_at: datetime | None
    held_because: str | None
    looks: tuple[Look, ...]
    covered: Covered | None


def select_source_state(connection: Connection, source_id: str) -> SourceState:
    """Return the state of a source; DatabaseUnavailable if the database is not migrated or not readable."""
    try:
        row = connection.execute(read_query("select_source_state"), {"source_id": source_id}).fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        raise DatabaseUnavailable("the database has no tables yet: run `dateline db migrate`") from None
    except psycopg.errors.InsufficientPrivilege:
        raise DatabaseUnavailable("this database login may not read the crawl's state") from None
    if row is None:
        raise LookupError(source_id)
    pairs = zip(row["strategies"], row["looked_at"], strict=True)
    covered = {name: row[name] for name in Covered.__dataclass_fields__}
    return SourceState(
        first_seen_at=row["first_seen_at"],
        enabled=bool(row["enabled"]),
        held_at=row["held_at"],
        held_because=row["held_because"],
        looks=tuple(Look(strategy=strategy, looked_at=looked_at) for strategy, looked_at in pairs),
        covered=Covered(**covered) if row["day"] else None,
    )

"""What goes when it is over: raw pages, staged rows, months of the ledger. In bounded batches, again and again."""

from collections.abc import Iterable
from datetime import date, timedelta

from sql.connection import Connection
from sql.loader import read_query

CAPTURES_AT_ONCE = 10_000
RUNS_AT_ONCE = 20


def expire_captures(connection: Connection, *, days: int | None) -> int:
    """Give up a batch of raw pages that are older than their source, else `days`, keeps them; return how many."""
    asked = {"retention_days": days, "most": CAPTURES_AT_ONCE}
    return connection.execute(read_query("expire_captures"), asked).rowcount


def clear_staging(connection: Connection, *, days: int) -> int:
    """Delete what was staged for some runs that are over for so many days; return how many batches."""
    return connection.execute(read_query("clear_staging"), {"days": days, "most": RUNS_AT_ONCE}).rowcount


def list_ledger_months(connection: Connection) -> list[date]:
    """Return the first days of the months that the ledger has partitions for."""
    return [row["first_day"] for row in connection.execute(read_query("select_ledger_months"))]


def find_old_months(months: Iterable[date], *, before: date) -> list[date]:
    """Return the months that end before a day."""
    return [day for day in months if (day + timedelta(days=31)).replace(day=1) <= before]


def drop_ledger_month(connection: Connection, day: date) -> int | None:
    """Drop a month of the ledger and return its rows; None while a run of it is not over."""
    row = connection.execute(read_query("drop_ledger_month"), {"day": day}).fetchone()
    dropped: int | None = row["dropped"] if row else None
    return dropped


def ensure_ledger_months(connection: Connection, today: date) -> list[date]:
    """Make the partitions of this month and the next; return the months that had none."""
    following = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    known = list_ledger_months(connection)
    missing = [day for day in (today.replace(day=1), following) if day not in known]
    for day in missing:
        connection.execute(read_query("ensure_ledger_month"), {"day": day})
    return missing

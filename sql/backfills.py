"""What a backfill's days hold before it, and what became of them."""

from collections.abc import Iterable
from datetime import date

from sql.connection import Connection
from sql.loader import read_query


def count_published(
    connection: Connection, *, sources: Iterable[str], first_day: date, last_day: date
) -> dict[tuple[date, str], int]:
    """Return how many articles each day and source has, where there are any."""
    rows = connection.execute(
        read_query("count_published_by_day"),
        {"sources": list(sources), "first_day": first_day, "last_day": last_day},
    )
    return {(row["published_day"], row["source_id"]): row["articles"] for row in rows}


def read_outcomes(connection: Connection, run_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return how many URLs ended in which outcome, by run; a run that is not settled is absent."""
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(read_query("select_outcomes_of_runs"), {"run_ids": list(run_ids)}):
        found.setdefault(row["run_id"], {})[row["outcome"]] = row["entries"]
    return found


def read_messages(connection: Connection, run_ids: Iterable[str]) -> dict[str, str]:
    """Return what settle said, by run; a run that is not settled is absent."""
    rows = connection.execute(read_query("select_messages_of_runs"), {"run_ids": list(run_ids)})
    return {row["run_id"]: row["message"] for row in rows if row["message"]}

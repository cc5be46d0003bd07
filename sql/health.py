"""The health of sources: what is known of their last 28 days, and what was judged of them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sql.connection import Connection, Row
from sql.loader import read_query
from transforms.health import Sample, SourceHistory

if TYPE_CHECKING:
    from datetime import date


def read_histories(connection: Connection, run_id: str) -> list[SourceHistory]:
    """Return the history of each source that a look-back run planned; other runs judge no health."""
    keys = {"run_id": run_id}
    counts: dict[str, dict[date, int]] = {}
    for row in connection.execute(read_query("select_health_counts"), keys):
        counts.setdefault(row["source_id"], {})[row["day"]] = row["articles"]
    samples = {
        (row["source_id"], row["period"]): read_sample(row)
        for row in connection.execute(read_query("select_health_samples"), keys)
    }
    return [
        SourceHistory(
            source_id=row["source_id"],
            day=row["day"],
            counts=counts.get(row["source_id"], {}),
            days_seen=row["days_seen"],
            seen=row["seen"],
            before=samples.get((row["source_id"], "before"), Sample()),
            now=samples.get((row["source_id"], "now"), Sample()),
        )
        for row in connection.execute(read_query("select_health_days"), keys).fetchall()
    ]


def read_sample(row: Row) -> Sample:
    """Return a sample from its row; shares by field and method come as a list of objects."""
    methods: dict[str, dict[str, float]] = {}
    for one in row["methods"]:
        methods.setdefault(one["field"], {})[one["method"]] = one["share"]
    return Sample(
        articles=row["articles"],
        dated=row["dated"],
        median_words=row["median_words"],
        low_words=row["low_words"],
        methods=methods,
    )


def replace_health(connection: Connection, run_id: str, judged: Iterable[Mapping[str, Any]]) -> None:
    """Write what was judged in place of what an earlier attempt wrote."""
    connection.execute(read_query("delete_health"), {"run_id": run_id})
    with connection.cursor() as cursor:
        cursor.executemany(read_query("insert_health"), [{**row, "run_id": run_id} for row in judged])


def select_warned_sources(connection: Connection, run_id: str) -> dict[str, str]:
    """Return in words what is remarkable, by source."""
    rows = connection.execute(read_query("select_warned_sources"), {"run_id": run_id})
    return {row["source_id"]: row["in_words"] for row in rows}


def take_message(connection: Connection, run_id: str, *, always: bool) -> Row | None:
    """Return the run's message and mark it as told; None if it was told already, or there is nothing to tell."""
    return connection.execute(read_query("take_message"), {"run_id": run_id, "always": always}).fetchone()

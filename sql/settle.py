"""Settling: a run's last outcomes, its funnel and coverage, and its end."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.loader import read_query
from transforms.outcomes import OUTCOME_OF, Reach, StrategyProblem
from transforms.settlement import DayReach, Seen
from transforms.windows import Mode, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class RunToSettle:
    """The run as it was planned."""

    run_id: str
    window: Window
    sources: tuple[str, ...]
    started_at: datetime
    state: str
    reprocess: bool


def lock_run_to_settle(connection: Connection, run_id: str) -> RunToSettle | None:
    """Return the run, held until the transaction ends; None if it was never planned."""
    row = connection.execute(read_query("select_run_to_settle"), {"run_id": run_id}).fetchone()
    if row is None:
        return None
    window = Window(first_day=row["first_day"], last_day=row["last_day"], mode=Mode(row["mode"]))
    return RunToSettle(
        run_id=run_id,
        window=window,
        sources=tuple(row["sources"]),
        started_at=row["started_at"],
        state=row["state"],
        reprocess=row["reprocess"],
    )


def defer_pending(connection: Connection, run_id: str) -> int:
    """Put off what no step has decided; return how many URLs."""
    return connection.execute(read_query("defer_pending"), {"run_id": run_id}).rowcount


def select_nights(connection: Connection, run_id: str) -> list[Row]:
    """Return bounds, hold, shard and last look of each source that the run planned or took over."""
    return connection.execute(read_query("select_nights"), {"run_id": run_id}).fetchall()


def select_seen(connection: Connection, run_id: str) -> dict[str, list[Seen]]:
    """Return what each source's strategies saw."""
    seen: dict[str, list[Seen]] = {}
    for row in connection.execute(read_query("select_observations"), {"run_id": run_id}):
        source_id = row.pop("source_id")
        row["reach"] = Reach(row["reach"])
        row["problem"] = StrategyProblem(row["problem"]) if row["problem"] else None
        seen.setdefault(source_id, []).append(Seen(**row))
    return seen


def select_outcomes(connection: Connection, run_id: str) -> dict[str, dict[tuple[str, str], int]]:
    """Return the ledger's counts by source, outcome and reason (empty where there is none)."""
    counts: dict[str, dict[tuple[str, str], int]] = {}
    for row in connection.execute(read_query("select_outcomes"), {"run_id": run_id}):
        counts.setdefault(row["source_id"], {})[row["outcome"], row["reason"]] = row["entries"]
    return counts


def select_fetched(connection: Connection, run_id: str) -> dict[str, int]:
    """Return how many pages of each source the run itself has fetched."""
    rows = connection.execute(read_query("select_fetched"), {"run_id": run_id})
    return {row["source_id"]: row["pages"] for row in rows}


def write_coverage(
    connection: Connection, run_id: str, reaches: Mapping[tuple[str, date], DayReach]
) -> dict[str, tuple[int, int]]:
    """Write coverage by source and day; return what was found over each source's days, and how many were seen."""
    items = [
        {"source_id": source_id, "day": day.isoformat(), **asdict(reach)}
        for (source_id, day), reach in reaches.items()
    ]
    connection.execute(read_query("upsert_coverage"), {"run_id": run_id, "items": Jsonb(items)})
    rows = connection.execute(read_query("select_found"), {"run_id": run_id})
    return {row["source_id"]: (int(row["found"]), row["days_covered"]) for row in rows}


def write_funnel(connection: Connection, run_id: str, reaches: Mapping[str, DayReach]) -> None:
    """Write the funnel; sources whose window was not reached have a row with 0 entries that says so."""
    items: list[dict[str, Any]] = [
        {"source_id": source_id, "reach": reach.reach, "problem": reach.problem}
        for source_id, reach in reaches.items()
        if reach.reach is not Reach.FULL
    ]
    connection.execute(read_query("delete_funnel"), {"run_id": run_id})
    row = {"run_id": run_id, "items": Jsonb(items), "outcomes": Jsonb(dict(OUTCOME_OF))}
    connection.execute(read_query("insert_funnel"), row)


def finish_run(connection: Connection, run_id: str, *, well: bool, message: str) -> None:
    """Write the run's end and set free what it had claimed."""
    state = "settled" if well else "failed"
    connection.execute(read_query("finish_run"), {"run_id": run_id, "state": state, "message": message})
    connection.execute(read_query("release_claims"), {"run_id": run_id})


def sum_outcomes(counts: Iterable[Mapping[tuple[str, str], int]]) -> dict[str, int]:
    """Return counts by outcome over all sources."""
    total: dict[str, int] = {}
    for source in counts:
        for (outcome, _), entries in source.items():
            total[outcome] = total.get(outcome, 0) + entries
    return total

"""Runs and shards: what is planned, which attempt is the current one, how each source's crawl ended.

Every write of a shard attempt checks, in its own transaction, that the attempt is still the current one.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, LiteralString, ParamSpec, TypeVar
from uuid import UUID

from psycopg.errors import DeadlockDetected
from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.errors import StaleAttempt
from sql.loader import read_query
from transforms.records import Source
from transforms.windows import Mode, Window

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt at one shard: the key of everything that it writes."""

    run_id: str
    shard_id: int
    token: UUID
    started_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedShard:
    """What an attempt is to do; `elapsed` is the seconds of its deadline that attempts before it have had."""

    attempt: Attempt
    number: int
    label: str
    sources: tuple[str, ...]
    window: Window
    elapsed: float


def write_plan(
    connection: Connection,
    *,
    run_id: str,
    dag_id: str,
    window: Window,
    sources: Sequence[Source],
    enabled: Sequence[str] | None,
    shards: Sequence[tuple[str, Sequence[str]]],
) -> None:
    """Plan a run in one transaction; planned again, all that it had but its captures is reset.

    `enabled` lists all enabled sources, or is None when the run was asked for a selection of its own.
    """
    with connection.transaction():
        for source in sorted(sources, key=lambda source: source.source_id):
            connection.execute(read_query("upsert_source"), list_source_columns(source))
        if enabled is not None:
            connection.execute(read_query("enable_sources"), {"enabled": list(enabled)})
        run = connection.execute(
            read_query("upsert_run"),
            {
                "run_id": run_id,
                "dag_id": dag_id,
                "mode": window.mode.value,
                "first_day": window.first_day,
                "last_day": window.last_day,
                "sources": [source.source_id for source in sources],
            },
        ).fetchone()
        if run is None:
            raise AssertionError("an upsert returned no row")
        # The run's row is locked by now: the same run planned twice at once is planned one after the other.
        connection.execute(read_query("reset_run"), {"run_id": run_id})
        connection.execute(read_query("ensure_ledger_month"), {"day": run["started_on"]})
        for number, (label, ids) in enumerate(shards):
            connection.execute(
                read_query("insert_shard"),
                {"run_id": run_id, "shard_id": number, "label": label, "sources": list(ids)},
            )


def start_shard(connection: Connection, *, run_id: str, shard_id: int, token: UUID) -> StartedShard | None:
    """Make `token` the shard's current attempt and return what it is to do; None for a shard never planned.

    Sources that an attempt before it has done are left out. What was put off is open again, and so is a run that
    was settled.
    """
    with connection.transaction():
        keys = {"run_id": run_id, "shard_id": shard_id, "token": token}
        connection.execute(read_query("reopen_sources"), keys)
        reopened = connection.execute(read_query("reopen_run"), keys).rowcount > 0
        row = select_one(connection, "start_shard", {**keys, "reopened": reopened})
        if row is None:
            return None
        connection.execute(read_query("reopen_deferred"), {**keys, **row})
    attempt = Attempt(run_id=run_id, shard_id=shard_id, token=token, started_on=row["started_on"])
    window = Window(first_day=row["first_day"], last_day=row["last_day"], mode=Mode(row["mode"]))
    return StartedShard(
        attempt=attempt,
        number=row["attempts"],
        label=row["label"],
        sources=tuple(row["sources"]),
        window=window,
        elapsed=row["elapsed"],
    )


def finish_shard(connection: Connection, attempt: Attempt, *, failure: str | None) -> None:
    """Write how the attempt ended; nothing happens when a newer one has taken over."""
    state = "failed" if failure else "done"
    connection.execute(read_query("finish_shard"), {**asdict(attempt), "state": state, "message": failure})


def count_shard_outcomes(connection: Connection, attempt: Attempt) -> dict[str, int]:
    """Return how many of the shard's URLs were captured, and how the others ended."""
    return dict(select_one(connection, "count_shard_outcomes", asdict(attempt)) or {})


def as_attempt(
    write: Callable[Concatenate[Connection, Attempt, Arguments], Result],
) -> Callable[Concatenate[Connection, Attempt, Arguments], Result]:
    """Run a write in a transaction that first makes sure of the token; raises StaleAttempt.

    Where it and another run's publication wait for each other's URLs, the one that loses starts again.
    """

    def write_once(
        connection: Connection, attempt: Attempt, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        with connection.transaction():
            if select_one(connection, "check_shard_token", asdict(attempt)) is None:
                raise StaleAttempt(
                    f"shard {attempt.shard_id} of run {attempt.run_id}: a newer attempt has taken over"
                )
            return write(connection, attempt, *args, **kwargs)

    @wraps(write)
    def checked(
        connection: Connection, attempt: Attempt, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        for _ in range(TRIES - 1):
            with suppress(DeadlockDetected):
                return write_once(connection, attempt, *args, **kwargs)
        return write_once(connection, attempt, *args, **kwargs)

    return checked


@as_attempt
def finish_source(connection: Connection, attempt: Attempt, source_id: str, *, failure: str | None) -> None:
    """Write how the crawl of one source ended."""
    row = {**asdict(attempt), "source_id": source_id, "state": "failed" if failure else "done", "message": failure}
    connection.execute(read_query("finish_source"), row)


def list_source_columns(source: Source) -> Row:
    """Return the columns of crawl.sources that the catalog gives."""
    names = (
        *("source_id", "name", "kind", "country", "timezone", "homepage"),
        *("expected_minimum", "expected_maximum", "expected_days"),
    )
    return {
        **{name: getattr(source, name) for name in names},
        "languages": list(source.languages),
        "tags": list(source.tags),
        "entry": Jsonb(dict(source.entry)),
    }


def select_one(connection: Connection, query: LiteralString, parameters: Mapping[str, Any]) -> Row | None:
    """Return the one row of a named query; None if there is none."""
    return connection.execute(read_query(query), parameters).fetchone()

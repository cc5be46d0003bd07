"""The crawl's rows: runs and shards, the ledger, the frontier, observations, captures.

Every write of a shard attempt checks, in its own transaction, that the attempt is still the current one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import wraps
from operator import itemgetter
from typing import Any, Concatenate, LiteralString, ParamSpec, TypeVar
from uuid import UUID

from psycopg.errors import DeadlockDetected
from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.errors import StaleAttempt
from sql.loader import read_query
from sql.takedowns import share_takedown
from transforms.outcomes import Outcome, Reach, Reason, StrategyProblem, check_outcome
from transforms.records import Candidate, Source
from transforms.window_check import Wish
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


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlState:
    """What is known of a URL before it is fetched."""

    taken_down: bool
    done: bool
    waiting_capture: int | None
    waiting_outcome: str | None
    waiting_reason: str | None
    waiting_day: date | None
    article_id: UUID | None
    outcome: str | None
    etag: str | None
    last_modified: str | None
    body_digest: str | None
    fetched_at: datetime | None
    first_seen_at: datetime | None
    published_day: date | None
    wanted_since: datetime | None = None
    wanted_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlOutcome:
    """What the crawl itself decided of a URL."""

    outcome: Outcome
    reason: Reason | None = None
    detail: str | None = None
    article_id: UUID | None = None

    def __post_init__(self) -> None:
        check_outcome(self.outcome, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapture:
    """A durable page on its way into crawl.captures; `wanted_since` None stands for any date."""

    source_id: str
    url: str
    final_url: str
    redirects: tuple[str, ...]
    status: int
    headers: Mapping[str, str]
    content_type: str | None
    fetched_at: datetime
    body_digest: str
    body_bytes: int
    warc_file: str
    warc_offset: int
    warc_length: int
    strategy: str | None
    listed_published_at: datetime | None
    listed_published_raw: str | None
    listed_title: str | None
    wanted_since: datetime | None
    wanted_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyLook:
    """What one strategy saw of a source in one run."""

    source_id: str
    strategy: str
    position: int
    started_at: datetime
    requests: int
    entries: int
    oldest_at: datetime | None
    newest_at: datetime | None
    listing_ended: bool
    reach: Reach
    problem: StrategyProblem | None
    detail: str | None
    pruned: Mapping[Reason, int]
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    wanted_since: datetime | None = None
    wanted_until: datetime | None = None
    unchanged: bool = False
    read_at: datetime | None = None
    read_since: datetime | None = None
    tells: bool = False
    rules: str | None = None


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
        row = _one(connection, "start_shard", {**keys, "reopened": reopened})
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
    return dict(_one(connection, "count_shard_outcomes", asdict(attempt)) or {})


def read_last_looks(connection: Connection, sources: Iterable[str]) -> dict[str, datetime]:
    """Return when each source's last completed look was; sources without one are left out."""
    rows = connection.execute(read_query("select_last_looks"), {"sources": list(sources)})
    return {row["source_id"]: row["looked_at"] for row in rows}


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
            if _one(connection, "check_shard_token", asdict(attempt)) is None:
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


@as_attempt
def note_candidates(connection: Connection, attempt: Attempt, candidates: Sequence[Candidate], wish: Wish) -> None:
    """Note URLs in the run's ledger and in the frontier, and what the run wants of them.

    The ledger's rows of those noted before stay as they are.
    """
    rows = [{**asdict(attempt), **_wish_row(wish), **asdict(candidate)} for candidate in candidates]
    rows.sort(key=itemgetter("source_id", "url"))  # two runs over one source lock its URLs in the same order
    with connection.cursor() as cursor:
        cursor.executemany(read_query("insert_ledger_rows"), rows)
        cursor.executemany(read_query("upsert_url"), rows)


@as_attempt
def write_look(connection: Connection, attempt: Attempt, look: StrategyLook) -> None:
    """Write a strategy's observation and what the window pruned of its entries."""
    row = {**asdict(attempt), **asdict(look)}
    connection.execute(read_query("upsert_observation"), row)
    connection.execute(read_query("delete_pruned"), row)
    for reason, entries in look.pruned.items():
        connection.execute(read_query("upsert_pruned"), {**row, "reason": reason, "entries": entries})


@as_attempt
def decide(connection: Connection, attempt: Attempt, source_id: str, url: str, decided: UrlOutcome) -> None:
    """Write a URL's outcome into the ledger; a deferred one goes first next time."""
    row = {**asdict(attempt), **asdict(decided), "source_id": source_id, "url": url}
    connection.execute(read_query("set_ledger_outcome"), row)
    connection.execute(read_query("set_deferred"), {**row, "deferred": decided.outcome is Outcome.DEFERRED})


@as_attempt
def defer_rest(
    connection: Connection,
    attempt: Attempt,
    source_id: str,
    *,
    reason: Reason,
    detail: str,
    urls: Sequence[str] | None = None,
) -> int:
    """Put off the URLs of a source (all, or these) that the attempt did not get to; return how many."""
    chosen = None if urls is None else list(urls)
    row = {**asdict(attempt), "source_id": source_id, "reason": reason, "detail": detail, "urls": chosen}
    return connection.execute(read_query("defer_rest"), row).rowcount


@as_attempt
def record_captures(connection: Connection, attempt: Attempt, captures: Sequence[NewCapture]) -> None:
    """Write the rows of pages that lie durably in the archive, and point the ledger to them.

    A page that was taken down while it was fetched is skipped, and its record is erased by the next housekeeping.
    """
    share_takedown(connection)
    for capture in captures:
        row = {**asdict(attempt), **asdict(capture), "redirects": list(capture.redirects)}
        new = _one(connection, "insert_capture", {**row, "headers": Jsonb(dict(capture.headers))}) or {}
        if erased := _one(connection, "erase_arrival", new):
            detail = "it was taken down while it was fetched"
            decided = {**row, **erased, "detail": detail, "article_id": None}
            connection.execute(read_query("set_ledger_outcome"), decided)
            continue
        connection.execute(read_query("set_ledger_capture"), {**row, **new})
        connection.execute(read_query("set_deferred"), {**row, "deferred": False})


@as_attempt
def adopt_capture(
    connection: Connection, attempt: Attempt, source_id: str, url: str, capture_id: int, wish: Wish
) -> bool:
    """Work on a capture that waits, under this wish too, and do not fetch; False when another run was quicker."""
    row = {**asdict(attempt), **_wish_row(wish), "source_id": source_id, "url": url, "capture_id": capture_id}
    if _one(connection, "adopt_capture", row) is None:
        return False
    connection.execute(read_query("set_ledger_capture"), row)
    connection.execute(read_query("set_deferred"), {**row, "deferred": False})
    return True


def read_url_state(connection: Connection, attempt: Attempt, source_id: str, url: str) -> UrlState:
    """Return all that is known of a URL."""
    row = _one(connection, "decide_url", {**asdict(attempt), "source_id": source_id, "url": url})
    return UrlState(**(row or {}))


def is_taken_down(connection: Connection, urls: Sequence[str]) -> bool:
    """Whether one of the addresses was taken down."""
    row = _one(connection, "select_takedowns", {"urls": list(urls)})
    return bool(row and row["taken_down"])


def is_captured(connection: Connection, source_id: str, url: str, body_digest: str) -> bool:
    """Whether a page was captured with this very body and decided before."""
    row = _one(connection, "select_same_capture", {"source_id": source_id, "url": url, "body_digest": body_digest})
    return bool(row and row["captured"])


def read_deferred(
    connection: Connection,
    *,
    source_id: str,
    since: datetime,
    until: datetime | None,
    budget: int,
) -> list[Candidate]:
    """Return what earlier runs put off and this window wants, longest waiting first."""
    asked = {"source_id": source_id, "since": since, "until": until, "budget": budget}
    rows = connection.execute(read_query("select_deferred_urls"), asked)
    return [Candidate(source_id=source_id, **row) for row in rows]


def read_known_days(connection: Connection, *, source_id: str, most: int) -> dict[str, date]:
    """Return on which day a source's addresses were published, the latest ones, as far as that is known."""
    rows = connection.execute(read_query("select_known_days"), {"source_id": source_id, "most": most})
    return {row["url"]: row["published_day"] for row in rows}


def _one(connection: Connection, query: LiteralString, parameters: Mapping[str, Any]) -> Row | None:
    return connection.execute(read_query(query), parameters).fetchone()


def _wish_row(wish: Wish) -> Row:
    """Return a wish as parameters; no start stands for everything, as in crawl.captures."""
    if wish.everything:
        return {"wanted_since": None, "wanted_until": None}
    return {"wanted_since": wish.since, "wanted_until": wish.until}


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

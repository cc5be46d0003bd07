"""The crawl's addresses: the ledger, the frontier, captures."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from operator import itemgetter
from uuid import UUID

from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.loader import read_query
from sql.shards import Attempt, as_attempt, select_one
from sql.takedowns import share_takedown
from transforms.outcomes import Outcome, Reason, check_outcome
from transforms.records import Candidate
from transforms.window_check import Wish


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
        new = select_one(connection, "insert_capture", {**row, "headers": Jsonb(dict(capture.headers))}) or {}
        if erased := select_one(connection, "erase_arrival", new):
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
    if select_one(connection, "adopt_capture", row) is None:
        return False
    connection.execute(read_query("set_ledger_capture"), row)
    connection.execute(read_query("set_deferred"), {**row, "deferred": False})
    return True


def read_url_state(connection: Connection, attempt: Attempt, source_id: str, url: str) -> UrlState:
    """Return all that is known of a URL."""
    row = select_one(connection, "decide_url", {**asdict(attempt), "source_id": source_id, "url": url})
    return UrlState(**(row or {}))


def is_taken_down(connection: Connection, urls: Sequence[str]) -> bool:
    """Whether one of the addresses was taken down."""
    row = select_one(connection, "select_takedowns", {"urls": list(urls)})
    return bool(row and row["taken_down"])


def is_captured(connection: Connection, *, source_id: str, url: str, body_digest: str, waiting: bool) -> bool:
    """Whether a page was captured with this very body, and decided, unless those that wait count too."""
    asked = {"source_id": source_id, "url": url, "body_digest": body_digest, "waiting": waiting}
    row = select_one(connection, "select_same_capture", asked)
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


def _wish_row(wish: Wish) -> Row:
    """Return a wish as parameters; no start stands for everything, as in crawl.captures."""
    if wish.everything:
        return {"wanted_since": None, "wanted_until": None}
    return {"wanted_since": wish.since, "wanted_until": wish.until}

"""Looks: what each strategy saw in a run, what its last one saw, and the addresses that are looked at again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sql.connection import Connection
from sql.loader import read_query
from sql.shards import Attempt, as_attempt
from transforms.outcomes import Reach, Reason, StrategyProblem
from transforms.records import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedLook:
    """What a strategy's last completed look saw; `tells`: whether its first answer changes with the listing."""

    read_at: datetime
    read_since: datetime | None
    tells: bool
    rules: str | None
    reach: Reach
    entries: int
    oldest_at: datetime | None
    newest_at: datetime | None
    listing_ended: bool
    etag: str | None
    last_modified: str | None
    body_digest: str | None


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


@as_attempt
def write_look(connection: Connection, attempt: Attempt, look: StrategyLook) -> None:
    """Write a strategy's observation and what the window pruned of its entries."""
    row = {**asdict(attempt), **asdict(look)}
    connection.execute(read_query("upsert_observation"), row)
    connection.execute(read_query("delete_pruned"), row)
    for reason, entries in look.pruned.items():
        connection.execute(read_query("upsert_pruned"), {**row, "reason": reason, "entries": entries})


def read_last_looks(connection: Connection, sources: Iterable[str]) -> dict[str, datetime]:
    """Return when each source's last completed look was; sources without one are left out."""
    rows = connection.execute(read_query("select_last_looks"), {"sources": list(sources)})
    return {row["source_id"]: row["looked_at"] for row in rows}


def read_known_days(connection: Connection, *, source_id: str, most: int) -> dict[str, date]:
    """Return on which day a source's addresses were published, the latest ones, as far as that is known."""
    rows = connection.execute(read_query("select_known_days"), {"source_id": source_id, "most": most})
    return {row["url"]: row["published_day"] for row in rows}


def read_remembered_look(connection: Connection, *, source_id: str, strategy: str) -> RememberedLook | None:
    """Return a strategy's last completed look; None before the first."""
    asked = {"source_id": source_id, "strategy": strategy}
    row = connection.execute(read_query("select_remembered_look"), asked).fetchone()
    return RememberedLook(**{**row, "reach": Reach(row["reach"])}) if row else None


def read_known_urls(
    connection: Connection, *, source_id: str, young_since: date, listed_since: date | None, most: int
) -> list[Candidate]:
    """Return addresses of articles published from `young_since` on, and of all listed from `listed_since` on."""
    asked = {
        "source_id": source_id,
        "young_since": young_since,
        "listed_since": listed_since or date.max,
        "most": most,
    }
    rows = connection.execute(read_query("select_known_urls"), asked)
    return [Candidate(source_id=source_id, **row) for row in rows]


@as_attempt
def pass_over_known(connection: Connection, attempt: Attempt, source_id: str, urls: Sequence[str]) -> int:
    """Decide known articles that the attempt did not come to look at again; return how many."""
    row = {**asdict(attempt), "source_id": source_id, "urls": list(urls)}
    return connection.execute(read_query("pass_over_known"), row).rowcount

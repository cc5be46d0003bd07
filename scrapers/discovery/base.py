"""What every discovery strategy takes and gives: an ask, listing pages, readings, and one observation.

A strategy never touches the network. It says which listing pages it wants, reads what came back, whatever it
is, and in the end says how far it saw.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol

from transforms.outcomes import Reach, Reason, StrategyProblem
from transforms.records import Candidate, Source, Strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a run wants of one strategy: published at or after `since`, before `until` (None: until now).

    `budget` is the most candidates that it may return. `known` gives the published day of addresses that are
    articles already: it dates the entries of listings that show no dates, and says whose edits are wanted.
    `now` is when the run asks, `largest` the most bytes that a packed listing may unfold to.
    """

    source: Source
    strategy: Strategy
    since: datetime
    until: datetime | None
    budget: int
    known: Mapping[str, date] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    largest: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """One answer to a listing request, whatever its status; header names in lower case, body decompressed."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one page gave: candidates (wanted or undated), entries left out by reason, further pages to fetch.

    `enough` says that no page that was asked for before is wanted any more.
    """

    candidates: tuple[Candidate, ...] = ()
    pruned: Mapping[Reason, int] = field(default_factory=dict)
    requests: tuple[str, ...] = ()
    enough: bool = False
    problem: StrategyProblem | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """How far a strategy saw. Sticky entries at a listing's head do not count for `oldest_at`.

    `tells` says that the first answer changes with whatever the listing holds: one that is the same next time
    means that the whole listing is.
    """

    entries: int
    oldest_at: datetime | None
    newest_at: datetime | None
    listing_ended: bool
    reach: Reach
    problem: StrategyProblem | None
    detail: str | None
    tells: bool = False


class Discovery(Protocol):
    """One strategy at work for one ask."""

    def first_requests(self) -> tuple[str, ...]:
        """Return the addresses to fetch first."""
        ...

    def read(self, page: ListingPage) -> Reading:
        """Read one answer; any status and any bytes give a reading, never an exception."""
        ...

    def fail(self, url: str, problem: StrategyProblem, detail: str) -> None:
        """Take note that an address could not be fetched."""
        ...

    def observe(self) -> Observation:
        """Say how far it saw; asked when every request was answered or has failed."""
        ...

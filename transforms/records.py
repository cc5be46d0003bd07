"""The records that cross each boundary: frozen, slotted, keyword-only.

Spans are Python code points into the stored `text`, end exclusive. Times are aware, in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from transforms.outcomes import Reason

EMPTY: Mapping[str, Any] = MappingProxyType({})

SourceKind = Literal["think_tank", "news", "agency", "magazine", "broadcaster", "government"]
StrategyKind = Literal["wordpress", "feed", "sitemap", "listing", "archive_pages", "warc"]
Precision = Literal["second", "minute", "hour", "day"]
Severity = Literal["fail", "warn"]


def is_web(address: str) -> bool:
    """Whether an address is one of the web, and no path or object store."""
    return address.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """One way in: what kind, where, and its options; `key` names it within its source."""

    kind: StrategyKind
    url: str
    options: Mapping[str, Any] = field(default_factory=lambda: EMPTY)

    @property
    def key(self) -> str:
        """A stable name within the source, such as `feed:https://example.org/feed/`."""
        return f"{self.kind}:{self.url}"

    @property
    def is_list(self) -> bool:
        """Whether its address names a list of WARC files."""
        return self.options.get("content") == "paths"

    @property
    def web_addresses(self) -> tuple[str, ...]:
        """Addresses of the hosts that it asks: none for archives in files and object stores."""
        return tuple(address for address in (self.url, self.options.get("base") or "") if is_web(address))

    @property
    def is_read_whole(self) -> bool:
        """Whether it gives all that it holds, whatever the window: an archive, unless its entry says else."""
        return self.kind == "warc" and self.options.get("dates", "any") == "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One catalog entry, checked."""

    source_id: str
    name: str
    kind: SourceKind
    country: str | None
    languages: tuple[str, ...]
    timezone: str
    homepage: str
    strategies: tuple[Strategy, ...]
    interval: float = 2.0
    expected_minimum: int | None = None
    expected_maximum: int | None = None
    expected_days: int = 7
    hosts: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    overrides: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    rights: str | None = None
    evidence: str | None = None
    evidence_on: date | None = None
    verified_on: date | None = None
    tags: tuple[str, ...] = ()
    entry: Mapping[str, Any] = field(default_factory=lambda: EMPTY)

    @property
    def is_read_whole(self) -> bool:
        """Whether none of its ways in looks at a run's window, so that it says nothing of days."""
        return all(way.is_read_whole for way in self.strategies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A URL that a strategy found, with what its listing said of it."""

    source_id: str
    url: str
    strategy: str
    published_at: datetime | None = None
    published_raw: str | None = None
    modified_at: datetime | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One fetched page as it lies in the archive; the body is read from its WARC record."""

    capture_id: int
    source_id: str
    url: str
    final_url: str
    redirects: tuple[str, ...]
    status: int
    headers: Mapping[str, str]
    fetched_at: datetime
    content_type: str | None
    body_digest: str
    warc_file: str
    warc_offset: int
    warc_length: int
    strategy: str | None = None
    listed_published_at: datetime | None = None
    listed_published_raw: str | None = None
    listed_title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What extraction reads: bytes as fetched (content-decoded), where from, and what the listing said."""

    body: bytes
    url: str | None
    content_type: str | None = None
    fetched_at: datetime | None = None
    timezone: str | None = None
    languages: tuple[str, ...] = ()
    listed_published_at: datetime | None = None
    listed_published_raw: str | None = None
    listed_title: str | None = None
    overrides: Mapping[str, str] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What extraction found; a value that was not found is None, and `methods` names what found each field."""

    url: str | None
    canonical_url: str | None
    title: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    published_day: date | None
    published_raw: str | None
    published_precision: Precision | None
    published_problem: str | None
    modified_at: datetime | None
    language: str | None
    section: str | None
    tags: tuple[str, ...]
    image_url: str | None
    text: str
    truncated: bool
    methods: Mapping[str, str]
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Why a page is not an article; data, not an error."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The article as far as it could be read, and a rejection when it must not be published."""

    article: Article
    rejection: Rejection | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A named span; `label` is the model's own, `kind` PER, ORG, LOC, MISC or None (dates, numbers …)."""

    start: int
    end: int
    text: str
    label: str
    kind: str | None
    entity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """The resolved thing behind mentions; `method` says what the resolution rests on."""

    entity_id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    role: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A span resolved to a point on the map; what GeoNames' cities and countries lack has no id."""

    start: int
    end: int
    text: str
    geonames_id: int | None
    name: str
    country: str | None
    latitude: float
    longitude: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words attributed to a speaker; content may lie in several spans."""

    kind: Literal["direct", "mixed", "indirect"]
    content: tuple[tuple[int, int], ...]
    cue: tuple[int, int] | None
    speaker: tuple[int, int] | None
    speaker_name: str | None
    method: str
    speaker_entity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An attributed number: how many, what happened, to whom, who says so, in which sentence."""

    low: int | None
    high: int | None
    bound: str
    happened: str
    group: str | None
    claimant: str | None
    number: tuple[int, int]
    sentence: tuple[int, int]
    background: bool
    method: str
    place: str | None = None
    date: str | None = None
    group_span: tuple[int, int] | None = None
    claimant_span: tuple[int, int] | None = None
    place_span: tuple[int, int] | None = None
    date_span: tuple[int, int] | None = None
    claimant_entity_id: str | None = None
    happened_on: str | None = None
    """The day in ISO form, where words and the day of publication tell it."""
    claimant_side: str | None = None
    """Country that the claimant speaks for: an ISO 3166-1 alpha-2 code, else the name of a land."""
    group_side: str | None = None
    """Country whose people are counted."""
    is_part: bool = False
    """Whether it is a part of a number told elsewhere, or added to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that the model found in one text, and which model; `note` says why there is nothing."""

    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    model_name: str | None = None
    model_version: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one expectation said of one source's rows (or of one row)."""

    source_id: str | None
    expectation: str
    in_words: str
    severity: Severity
    success: bool
    evaluated: int = 0
    unexpected: int = 0
    observed: Mapping[str, Any] = field(default_factory=dict)

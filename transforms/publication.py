"""What publication does with an article's pages: which count, which make versions, what is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from transforms.outcomes import Outcome, Reason, check_outcome
from transforms.resolution import LONGEST_ADDRESS, Arrival, Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A stored version, with the capture that first showed it."""

    version_no: int
    capture_id: int
    fetched_at: datetime
    extractor: str
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """An article as it is stored.

    `seen_at` and `seen_capture_id` are of the latest page that showed its current version, `seen_urls` that
    page's addresses; `looked_at` says whether this run looks at one of its own addresses.
    """

    article_id: UUID
    source_id: str
    url: str
    seen_at: datetime
    seen_capture_id: int
    seen_urls: frozenset[str]
    versions: tuple[Version, ...]
    model_name: str | None = None
    looked_at: bool = False
    taken_down: bool = False

    @property
    def current(self) -> Version:
        """The version with the highest number."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of one capture."""

    capture_id: int
    outcome: Outcome
    reason: Reason | None = None
    detail: str | None = None
    article_id: UUID | None = None

    def __post_init__(self) -> None:
        check_outcome(self.outcome, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version at its place in an article's line.

    `was` is the number that it is stored under (none if it is new); a new one is derived from the staged
    `capture_id`, or copied from version `copy_of` when a page between two alike pages turned up late.
    """

    version_no: int
    changed: tuple[str, ...]
    was: int | None = None
    capture_id: int | None = None
    copy_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What to write for one article; `capture_id` is none when its row is not derived anew.

    `original_url` is an address on another site that its page names as the original.
    """

    article_id: UUID
    decisions: tuple[Decision, ...]
    url: str | None = None
    version_no: int | None = None
    capture_id: int | None = None
    original_url: str | None = None
    keep_analysis: bool = False
    versions: tuple[VersionRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sighting:
    """A page of one article at one time: a stored version, its latest sight, or an arrival."""

    at: datetime
    order: int
    content: Content
    version: Version | None = None
    arrival: Arrival | None = None


@dataclass(slots=True)
class Line:
    """An article's versions in the order of fetching, and where each arrival came to lie."""

    rows: list[VersionRow] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    version_of: dict[int, int] = field(default_factory=dict)
    before: Content | None = None


def publish_article(
    article_id: UUID,
    arrivals: Sequence[Arrival],
    known: KnownArticle | None,
    *,
    source_id: str,
    cite_urls: Mapping[int, str],
) -> Publication:
    """Return what one article's arrivals of a run come to.

    `cite_urls` gives each capture's address to cite. Pages at the article's own address make versions; those
    at its other addresses are duplicates, since another template is no change at the source.
    """
    if known and known.taken_down:
        reason = Reason.TAKEN_DOWN
        skipped = (_decide(arrival, Outcome.SKIPPED, known.article_id, reason) for arrival in arrivals)
        return Publication(article_id=article_id, decisions=tuple(skipped))
    own = choose_own(arrivals, known, source_id=source_id, cite_urls=cite_urls)
    copies = [arrival for arrival in arrivals if arrival not in own]
    decisions = tuple(_decide(arrival, Outcome.DUPLICATE, article_id) for arrival in copies)
    if not own:
        return Publication(article_id=article_id, decisions=decisions)
    line = draw_line(own, known)
    newest = own[-1]
    decisions += tuple(_decide(arrival, line.outcomes[arrival.capture_id], article_id) for arrival in own)
    if known and (newest.fetched_at, newest.capture_id) < (known.seen_at, known.seen_capture_id):
        return Publication(
            article_id=article_id,
            decisions=decisions,
            version_no=line.rows[-1].version_no,
            versions=_only_changed(line.rows),
        )
    return Publication(
        article_id=article_id,
        decisions=decisions,
        url=cite_urls[newest.capture_id],
        version_no=line.version_of[newest.capture_id],
        capture_id=newest.capture_id,
        original_url=newest.original,
        keep_analysis=_keeps_analysis(newest, known),
        versions=_only_changed(line.rows),
    )


def choose_own(
    arrivals: Iterable[Arrival], known: KnownArticle | None, *, source_id: str, cite_urls: Mapping[int, str]
) -> list[Arrival]:
    """Return the arrivals at the article's own address, in the order of fetching.

    For a new article that is the address to cite if it was asked for, else the one fetched first. A stored
    article's own addresses are the cited one and the one it was last derived from; if this run does not look
    at them at all and another address says something new, the site has moved it there.
    """
    ordered = sorted(arrivals, key=lambda arrival: (arrival.fetched_at, arrival.capture_id))
    if known:
        ordered = [one for one in ordered if _is_own(one, known)] or _find_moved(ordered, known)
        if known.source_id != source_id:
            return []
    if not ordered:
        return []
    leader = min(ordered, key=lambda arrival: cite_urls[arrival.capture_id] != arrival.url)
    return [arrival for arrival in ordered if arrival.url == leader.url]


def choose_cite_url(arrival: Arrival, owner: UUID | None, article_id: UUID) -> str:
    """Return the address to cite: the canonical link if it is this article's, else the one that answered."""
    if arrival.canonical and owner == article_id and len(arrival.canonical) <= LONGEST_ADDRESS:
        return arrival.canonical
    return arrival.final_url


def draw_line(arrivals: Iterable[Arrival], known: KnownArticle | None) -> Line:
    """Return the article's line of versions with the arrivals at their places in time.

    Neighbours alike are one version; stored versions never vanish. The line is the same in whatever order
    the pages arrive: a page that was fetched before the current version but processed after it goes between.
    """
    sightings = [*_list_known(known), *(_see(arrival) for arrival in arrivals)]
    sightings.sort(key=lambda sighting: (sighting.at, sighting.order))
    line = Line()
    for content, alike in groupby(sightings, key=lambda sighting: sighting.content):
        _add_group(line, content, list(alike), known)
    return line


def changed_content(before: Content | None, after: Content) -> tuple[str, ...]:
    """Return which of title, authors, published_at and text differ."""
    if before is None:
        return ()
    pairs = {
        "title": (before.title, after.title),
        "authors": (before.authors, after.authors),
        "published_at": ((before.published_at, before.published_day), (after.published_at, after.published_day)),
        "text": (before.text_digest, after.text_digest),
    }
    return tuple(name for name, (old, new) in pairs.items() if old != new)


def find_stale(arrivals: Iterable[Arrival], known: KnownArticle) -> tuple[Version, ...]:
    """Return the stored versions to derive again: pages differ, and by another extractor's reading."""
    extractors = {arrival.extractor for arrival in arrivals if arrival.content != known.current.content}
    if len(extractors) != 1:
        return ()
    (extractor,) = extractors
    return tuple(version for version in known.versions if version.extractor != extractor)


def replace_contents(known: KnownArticle, derived: Mapping[int, tuple[Content, str]]) -> KnownArticle:
    """Return the article with versions as derived again: version number → content and extractor."""
    versions = tuple(
        replace(version, content=derived[version.version_no][0], extractor=derived[version.version_no][1])
        if version.version_no in derived
        else version
        for version in known.versions
    )
    return replace(known, versions=versions)


def _is_own(arrival: Arrival, known: KnownArticle) -> bool:
    return bool(arrival.addresses & (known.seen_urls | {known.url}))


def _find_moved(arrivals: Iterable[Arrival], known: KnownArticle) -> list[Arrival]:
    if known.looked_at:
        return []
    return [arrival for arrival in arrivals if arrival.content != known.current.content]


def _decide(arrival: Arrival, outcome: Outcome, article_id: UUID, reason: Reason | None = None) -> Decision:
    return Decision(capture_id=arrival.capture_id, outcome=outcome, reason=reason, article_id=article_id)


def _list_known(known: KnownArticle | None) -> list[_Sighting]:
    if known is None:
        return []
    sightings = [
        _Sighting(at=version.fetched_at, order=version.capture_id, content=version.content, version=version)
        for version in known.versions
    ]
    current = known.current
    if (known.seen_at, known.seen_capture_id) > (current.fetched_at, current.capture_id):
        # The page that last showed the current version: what comes before it is not the latest.
        sightings.append(_Sighting(at=known.seen_at, order=known.seen_capture_id, content=current.content))
    return sightings


def _see(arrival: Arrival) -> _Sighting:
    return _Sighting(at=arrival.fetched_at, order=arrival.capture_id, content=arrival.content, arrival=arrival)


def _add_group(line: Line, content: Content, alike: list[_Sighting], known: KnownArticle | None) -> None:
    stored = [sighting.version for sighting in alike if sighting.version]
    for version in stored:
        changed = changed_content(line.before, content)
        _add_row(line, VersionRow(version_no=0, changed=changed, was=version.version_no))
        line.before = content
    if not stored:
        _add_row(line, _make_row(alike[0], changed_content(line.before, content), known))
    line.before = content
    first = None if stored else alike[0].arrival
    for sighting in alike:
        if sighting.arrival:
            capture_id = sighting.arrival.capture_id
            new = Outcome.UPDATED if known or len(line.rows) > 1 else Outcome.STORED
            line.outcomes[capture_id] = new if sighting.arrival is first else Outcome.UNCHANGED
            line.version_of[capture_id] = len(line.rows)


def _add_row(line: Line, row: VersionRow) -> None:
    line.rows.append(replace(row, version_no=len(line.rows) + 1))


def _make_row(first: _Sighting, changed: tuple[str, ...], known: KnownArticle | None) -> VersionRow:
    if first.arrival:
        return VersionRow(version_no=0, changed=changed, capture_id=first.arrival.capture_id)
    if known is None:
        raise AssertionError("a sighting without a page belongs to a stored article")
    return VersionRow(version_no=0, changed=changed, copy_of=known.current.version_no)


def _only_changed(rows: Iterable[VersionRow]) -> tuple[VersionRow, ...]:
    return tuple(row for row in rows if row.was != row.version_no)


def _keeps_analysis(newest: Arrival, known: KnownArticle | None) -> bool:
    """Whether stored mentions stay: the same text, and this run had no model to look again."""
    return (
        known is not None
        and known.model_name is not None
        and newest.model_name is None
        and newest.content.text_digest == known.current.content.text_digest
    )

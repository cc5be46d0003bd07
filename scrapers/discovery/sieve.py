"""Listing entries against the ask: which are wanted, which are left out and why, how old they are."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from scrapers.discovery.base import Ask
from transforms.dates import DateEvidence, ParsedDate, find_named_zone, load_zone, weigh_date
from transforms.identity import host_of, normalise_url
from transforms.outcomes import Reason
from transforms.records import Candidate
from transforms.storable import replace_unstorable

TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
LONGEST_TITLE: Final = 500
LONGEST_URL: Final = 4000
MOST_REMEMBERED: Final = 50_000
"""Addresses that were left out and are still known when they come again: as many as a sitemap may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One entry as its listing has it.

    `hinted` is a day that its address names, or on which it is known to be published: it says whether the entry
    is wanted, but is no date of the article. `modified` bounds an entry that does not say when it was published.
    """

    url: str | None
    title: str | None = None
    raw: str | None = None
    published: ParsedDate | None = None
    hinted: ParsedDate | None = None
    modified: ParsedDate | None = None

    @property
    def newest(self) -> ParsedDate | None:
        """The latest that it can have been published."""
        return self.published or self.hinted or self.modified


class Sieve:
    """Sifts entry by entry, counts all, keeps no more than twice the budget.

    What is over the budget but kept goes to the next run; what is over even that is only counted. An address
    counts once: for good if it was kept, among the last MOST_REMEMBERED and more if it was left out. So memory is
    bounded by the budget, however many addresses a listing has.
    """

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.entries = 0
        self.possible = 0
        """Entries that may be articles of the source, wanted or not."""
        self.own = 0
        """Entries on a host of the source, excluded or not."""
        self.kept = 0
        self._kept: set[str] = set()
        self._left_out: set[str] = set()
        self._left_out_before: set[str] = set()
        self._hosts = {*ask.source.hosts, host_of(ask.source.homepage)}
        self._exclude = [re.compile(pattern) for pattern in ask.source.exclude]

    @property
    def over_budget(self) -> bool:
        """Whether more is wanted than one run fetches: then there is no use in reading on."""
        return self.kept > self.ask.budget

    def sift(self, listed: Iterable[Listed]) -> tuple[tuple[Candidate, ...], Mapping[Reason, int], int]:
        """Return the candidates, the counts of what was left out by reason, and how many entries were new."""
        candidates: list[Candidate] = []
        pruned: Counter[Reason] = Counter()
        before = self.entries
        for entry in listed:
            key = name_entry(entry)
            if self._knows(key):
                continue
            self.entries += 1
            reason = self._find_reason(entry)
            self.possible += reason is not Reason.EXCLUDED
            self.own += entry.url is not None and host_of(entry.url) in self._hosts
            if reason is None:
                candidates.append(self._make_candidate(entry))
                self._kept.add(key)
                self.kept += 1
            else:
                pruned[reason] += 1
                self._remember(key)
        return tuple(candidates), dict(pruned), self.entries - before

    def count_left_out(self, entries: int) -> None:
        """Count entries that were left out without being sifted."""
        self.entries += entries

    def excludes(self, url: str | None) -> bool:
        """Whether no article can be there: no address, a foreign host, one of the `exclude` patterns."""
        if url is None or len(url) > LONGEST_URL or host_of(url) not in self._hosts:
            return True
        return any(pattern.search(urlsplit(normalise_url(url)).path) for pattern in self._exclude)

    def _knows(self, key: str) -> bool:
        return key in self._kept or key in self._left_out or key in self._left_out_before

    def _remember(self, key: str) -> None:
        """Keep two generations of what was left out and forget the older one when the younger is full."""
        self._left_out.add(key)
        if len(self._left_out) >= MOST_REMEMBERED:
            self._left_out, self._left_out_before = set(), self._left_out

    def _find_reason(self, entry: Listed) -> Reason | None:
        if self.excludes(entry.url):
            return Reason.EXCLUDED
        if not is_wanted(entry, self.ask):
            return Reason.OUTSIDE_WINDOW
        return Reason.BUDGET if self.kept >= 2 * self.ask.budget else None

    def _make_candidate(self, entry: Listed) -> Candidate:
        return Candidate(
            source_id=self.ask.source.source_id,
            url=normalise_url(entry.url or ""),
            strategy=self.ask.strategy.key,
            published_at=find_instant(entry.published),
            published_raw=entry.raw,
            modified_at=find_instant(entry.modified),
            title=entry.title,
        )


def name_entry(entry: Listed) -> str:
    """Return what tells an entry from others: its address, or what else it says if it has none."""
    return normalise_url(entry.url) if entry.url else f"{entry.title}\n{entry.raw}"


def is_wanted(entry: Listed, ask: Ask) -> bool:
    """Whether an entry may have been published in the ask's window: since ≤ published < until.

    A bare day counts where the day, as the source or as UTC means it, touches the window: its page knows
    better. An entry that only says when it was modified is left out if even that is too early.
    """
    stated = entry.published or entry.hinted
    if stated is not None:
        start, end = span_of(stated)
        return end > ask.since and (ask.until is None or start < ask.until)
    return entry.modified is None or span_of(entry.modified)[1] > ask.since


def span_of(parsed: ParsedDate) -> tuple[datetime, datetime]:
    """Return the first instant of a date and the first instant after it (UTC)."""
    if parsed.precision != "day":
        at = parsed.at.astimezone(UTC)
        return at, at + timedelta(microseconds=1)
    midnights = (parsed.at.astimezone(UTC), datetime.combine(parsed.at.date(), time.min, UTC))
    return min(midnights), max(midnights) + timedelta(days=1)


def is_older(entry: Listed, since: datetime) -> bool:
    """Whether an entry was surely published before an instant."""
    return entry.newest is not None and span_of(entry.newest)[1] <= since


def find_instant(parsed: ParsedDate | None) -> datetime | None:
    """Return the instant of a date in UTC; for a bare day that day's UTC midnight, so that the day holds."""
    if parsed is None:
        return None
    if parsed.precision == "day":
        return datetime.combine(parsed.at.date(), time.min, UTC)
    return parsed.at.astimezone(UTC)


def read_date(raw: str | None, *, timezone: str, fetched_at: datetime) -> ParsedDate | None:
    """Read a listing's date; None if it is none, or is in the future, or before 1990.

    A time without a usable zone is local to the source: feeds of local sites often leave it out.
    """
    if not raw or not raw.strip():
        return None
    words = " ".join(raw.split())[:200]
    evidence = DateEvidence(raw=fill_zone(words, timezone), method="listing")
    try:
        parsed = weigh_date(evidence, timezone=timezone, fetched_at=fetched_at).parsed
        if parsed is not None:
            span_of(parsed)  # an instant at the calendar's end has no next one
    except (OverflowError, ValueError):
        return None
    return parsed


def fill_zone(words: str, timezone: str) -> str:
    """Return a mail date with a named zone as ISO; without one, or with an unknown one, in the source's."""
    try:
        at = parsedate_to_datetime(words)
        zone = load_zone(timezone)
        named = find_named_zone(words, at, zone)
        if named is None and (at.tzinfo is not None or words.endswith("-0000")):
            return words
        return at.replace(tzinfo=named or zone).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return words


def clean_title(text: str | None) -> str | None:
    """Return a listing's title as plain text: markup off, entities decoded, white space squeezed."""
    if not text:
        return None
    plain = TAG.sub("", html.unescape(TAG.sub("", text[: 4 * LONGEST_TITLE])))
    return replace_unstorable(" ".join(html.unescape(plain).split())[:LONGEST_TITLE]) or None


def leave_out_sticky(listed: Sequence[Listed], since: datetime) -> Sequence[Listed]:
    """Return the entries without the old ones pinned to a listing's head.

    They say nothing about how far back the rest goes. A listing that runs from old to new pins nothing.
    """
    if runs_from_old_to_new(listed):
        return listed
    first = next((at for at, entry in enumerate(listed) if entry.newest and not is_older(entry, since)), 0)
    return [entry for entry in listed[:first] if entry.newest is None] + list(listed[first:])


def runs_from_old_to_new(listed: Iterable[Listed]) -> bool:
    """Whether the dated entries are in rising order."""
    dates = [entry.newest.at for entry in listed if entry.newest]
    return len(dates) > 2 and dates == sorted(dates) and dates[0] < dates[-1]


def runs_from_new_to_old(listed: Iterable[Listed]) -> bool:
    """Whether the dated entries are in falling order."""
    dates = [entry.newest.at for entry in listed if entry.newest]
    return bool(dates) and dates == sorted(dates, reverse=True)

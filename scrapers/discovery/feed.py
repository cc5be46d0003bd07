"""The feed strategy: one feed, or the pages of a WordPress feed back to the window's start."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapers.discovery.answers import Fault, find_fault
from scrapers.discovery.base import Ask, ListingPage, Observation, Reading
from scrapers.discovery.feedreader import Feed, FeedEntry, NotReadable, read_feed
from scrapers.discovery.linkreader import is_own_host
from scrapers.discovery.sieve import (
    Listed,
    Sieve,
    clean_title,
    find_instant,
    is_older,
    leave_out_sticky,
    read_date,
    runs_from_new_to_old,
)
from transforms.identity import normalise_url
from transforms.outcomes import Reach, StrategyProblem

MOST_PAGES: Final = 1000
"""Pages of one paged feed; at ten entries each more than a site publishes in years."""


class FeedDiscovery:
    """Reads page after page until the listing ends or runs past the window's start."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._sieve = Sieve(ask)
        self._paged: str = ask.strategy.options.get("paged") or "none"
        self._linked = {normalise_url(ask.strategy.url)}
        self._is_cut = False
        self._page = 1
        self._ended = False
        self._reached = False
        self._dates: list[datetime] = []
        self._fault: Fault | None = None

    def first_requests(self) -> tuple[str, ...]:
        """Return the feed's address."""
        return (self._ask.strategy.url,)

    def read(self, page: ListingPage) -> Reading:
        """Read one page of the feed."""
        number, self._page = self._page, self._page + 1
        if number > 1 and self._paged == "wordpress" and page.status in {404, 410}:
            self._ended = True
            return Reading()
        fault = find_fault(page)
        if fault:
            return self._stop(fault)
        try:
            feed = read_feed(page)
        except NotReadable as error:
            return self._stop(error.fault)
        self._is_cut |= feed.is_cut
        listed = [self._list_entry(entry, page) for entry in feed.entries]
        return self._read_entries(listed, page.url, number, feed) if listed else self._read_nothing(page, number)

    def fail(self, url: str, problem: StrategyProblem, detail: str) -> None:
        """Take note that a page could not be fetched."""
        self._fault = (problem, f"{url}: {detail}")

    def observe(self) -> Observation:
        """Say how far the feed went back."""
        oldest = min(self._dates, default=None)
        fault = self._fault or self._describe_strangers()
        fault = fault or (None if self._reached or self._ended else self._describe_shortness(oldest))
        return Observation(
            entries=self._sieve.entries,
            oldest_at=oldest,
            newest_at=max(self._dates, default=None),
            listing_ended=self._ended,
            reach=Reach.FULL if fault is None else self._judge_reach(oldest),
            problem=fault[0] if fault else None,
            detail=fault[1] if fault else f"{self._ask.strategy.url} is cut off" if self._is_cut else None,
            tells=True,  # what is new stands on the first page
        )

    def _read_nothing(self, page: ListingPage, number: int) -> Reading:
        if number == 1:
            return self._stop((StrategyProblem.EMPTY, f"{page.url} is a feed without entries"))
        self._ended = True
        return Reading()

    def _read_entries(self, listed: Sequence[Listed], url: str, number: int, feed: Feed) -> Reading:
        candidates, pruned, new = self._sieve.sift(listed)
        # Only a first page has sticky entries, and they say nothing about how far back it goes.
        telling = leave_out_sticky(listed, self._ask.since) if number == 1 else listed
        self._dates += [at for entry in telling if (at := find_instant(entry.newest)) is not None]
        fault: Fault | None = None
        requests: tuple[str, ...] = ()
        if self._sieve.over_budget:
            fault = (StrategyProblem.BUDGET, f"{url}: more than {self._ask.budget} candidates")
        elif self._paged == "none":
            self._reached = any(is_older(entry, self._ask.since) for entry in telling)
        elif number > 1 and new == 0:
            fault = (StrategyProblem.LISTING_TOO_SHORT, f"{url} gives the same entries again: it has no pages")
        elif is_past(telling, self._ask.since):
            self._reached = True
        elif number >= MOST_PAGES:
            fault = (StrategyProblem.BUDGET, f"{url}: more than {MOST_PAGES} pages")
        else:
            requests, fault = self._find_next(url, number, feed)
        self._fault = fault or self._fault
        return Reading(
            candidates=candidates,
            pruned=pruned,
            requests=requests,
            problem=fault[0] if fault else None,
            detail=fault[1] if fault else None,
        )

    def _find_next(self, url: str, number: int, feed: Feed) -> tuple[tuple[str, ...], Fault | None]:
        """Return the next page's address, or what keeps it from being read; neither where the feed ends."""
        if self._paged == "wordpress":
            return (write_page_url(self._ask.strategy.url, number + 1),), None
        if feed.next_url is None:
            self._ended = not feed.is_cut
            return (), None
        if not is_own_host(feed.next_url, self._ask):
            words = f"{url} has its next page on a host that is not its own: {feed.next_url}"
            return (), (StrategyProblem.BLOCKED, words)
        if normalise_url(feed.next_url) in self._linked:
            return (), (StrategyProblem.LISTING_TOO_SHORT, f"{url} links a page before it as the next one")
        self._linked.add(normalise_url(feed.next_url))
        return (feed.next_url,), None

    def _list_entry(self, entry: FeedEntry, page: ListingPage) -> Listed:
        zone = self._ask.source.timezone
        return Listed(
            url=entry.url,
            title=clean_title(entry.title),
            raw=" ".join(entry.published.split())[:200] if entry.published else None,
            published=read_date(entry.published, timezone=zone, fetched_at=page.fetched_at),
            modified=read_date(entry.modified, timezone=zone, fetched_at=page.fetched_at),
        )

    def _stop(self, fault: Fault) -> Reading:
        self._fault = fault
        return Reading(problem=fault[0], detail=fault[1])

    def _judge_reach(self, oldest: datetime | None) -> Reach:
        """Partial if it may have shown something of the window, else unreachable."""
        until = self._ask.until
        is_beyond = until is not None and oldest is not None and oldest >= until
        return Reach.UNREACHABLE if self._sieve.entries == 0 or is_beyond else Reach.PARTIAL

    def _describe_strangers(self) -> Fault | None:
        """Say that a feed shows nothing of the source's: full of entries, it would be taken for a silent night."""
        entries, url = self._sieve.entries, self._ask.strategy.url
        if entries == 0 or self._sieve.possible:
            return None
        return StrategyProblem.EMPTY, f"{url}: none of its {entries} entries can be an article of the source"

    def _describe_shortness(self, oldest: datetime | None) -> Fault:
        url, since = self._ask.strategy.url, f"{self._ask.since:%Y-%m-%d %H:%M}"
        if self._is_cut:
            return StrategyProblem.MALFORMED, f"{url} is cut off after {self._sieve.entries} entries"
        if oldest is None:
            detail = f"{url}: none of its {self._sieve.entries} entries has a date that can be read"
        else:
            detail = f"{url} goes back to {oldest:%Y-%m-%d %H:%M} only, the window to {since} (UTC)"
        return StrategyProblem.LISTING_TOO_SHORT, detail


def is_past(listed: Sequence[Listed], since: datetime) -> bool:
    """Whether the pages after this one can only hold older entries.

    So where every dated entry is too old, or where the page runs from new to old and its last is too old.
    """
    dated = [entry for entry in listed if entry.newest]
    if not dated:
        return False
    if all(is_older(entry, since) for entry in dated):
        return True
    return runs_from_new_to_old(dated) and is_older(dated[-1], since)


def write_page_url(url: str, number: int) -> str:
    """Return the address of a page of a WordPress feed."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paged"]
    return parts._replace(query=urlencode([*kept, ("paged", str(number))]), fragment="").geturl()

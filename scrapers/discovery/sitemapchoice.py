"""Which sitemaps of an index may hold the window, and in which order they are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from scrapers.discovery.addressdates import Period
from scrapers.discovery.base import Ask
from scrapers.discovery.sieve import find_instant, span_of
from transforms.dates import ParsedDate

MARGIN: Final = timedelta(days=1)
"""How far off a sitemap's last change may be: zones, and programs that write it late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One sitemap that an index names: its last change if that is said, its days if its name tells them."""

    url: str
    modified: ParsedDate | None = None
    period: Period | None = None


class Bounds:
    """The days and sitemaps that surely lie before or after an ask's window, whatever zone they are meant in."""

    def __init__(self, ask: Ask) -> None:
        self._since = ask.since
        self._until = ask.until
        self._last_before = add_days(ask.since.astimezone(UTC).date(), -2)
        self._first_after = date.max if ask.until is None else add_days(find_midnight(ask.until), 1)

    def is_before(self, day: date) -> bool:
        """Whether a day was over before the window began."""
        return day <= self._last_before

    def is_after(self, day: date) -> bool:
        """Whether a day begins after the window's end."""
        return day >= self._first_after

    def is_older(self, child: Child) -> bool:
        """Whether a sitemap holds nothing of the window or later."""
        if child.period and self.is_before(child.period.last):
            return True
        return child.modified is not None and span_of(child.modified)[1] + MARGIN <= self._since

    def is_newer(self, child: Child) -> bool:
        """Whether a sitemap holds nothing of the window or earlier."""
        return child.period is not None and self.is_after(child.period.first)

    def sort(self, children: Iterable[Child]) -> list[Child]:
        """Return sitemaps in the order in which they are read, the most useful first.

        News sitemaps say when and what. Then come those whose names tell their days, those with a last change,
        and the rest. Within each the latest comes first, but of those that end after the window the earliest: in
        a series that grows, that one holds it.
        """
        return sorted(children, key=self._rank)

    def _rank(self, child: Child) -> tuple[bool, int, float, float]:
        group = 0 if child.period else 1 if child.modified else 2
        moment = find_moment(child)
        if moment is None:
            return not is_news(child), group, 0.0, 0.0
        beyond = (moment - self._until).total_seconds() if self._until else 0.0
        return not is_news(child), group, max(beyond, 0.0), -moment.timestamp()


def is_news(child: Child) -> bool:
    """Whether a sitemap is one of news, by its name alone."""
    return "news" in child.url.partition("?")[0].rstrip("/").rpartition("/")[2].lower()


def find_moment(child: Child) -> datetime | None:
    """Return when a sitemap ends, as far as that is known."""
    if child.period:
        return datetime.combine(child.period.last, time.min, UTC)
    return find_instant(child.modified)


def find_midnight(at: datetime) -> date:
    """Return the first day that begins at an instant or after it (UTC)."""
    utc = at.astimezone(UTC)
    return utc.date() if utc.time() == time.min else add_days(utc.date(), 1)


def add_days(day: date, number: int) -> date:
    """Return a day moved; the calendar's ends stay where they are."""
    return date.fromordinal(min(max(day.toordinal() + number, 1), date.max.toordinal()))

"""How far back the sitemaps of a site go: what each one shows, and what they show together."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from scrapers.discovery.answers import Fault
from scrapers.discovery.base import Ask
from scrapers.discovery.sitemapxml import Row
from transforms.outcomes import Reach, StrategyProblem


@dataclass(slots=True)
class Span:
    """The first and the last moment that was seen."""

    first: datetime | None = None
    last: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies between them."""
        return self.first is not None and self.last is not None and self.first <= at <= self.last

    def widen(self, at: datetime | None) -> None:
        """Take a moment in."""
        if at is not None:
            self.first = min(self.first or at, at)
            self.last = max(self.last or at, at)

    def widen_to_day(self, day: date) -> None:
        """Take a day in, by its midnight (UTC)."""
        self.widen(datetime.combine(day, time.min, UTC))


@dataclass(slots=True)
class Tally:
    """What one sitemap shows, noted while it is read.

    `excluded` and `outside` were left out without being sifted, by their address or their day. Only entries that
    may be articles make it `dated`, let it go back beyond the window's start or be as fresh as the window.
    """

    rows: int = 0
    news: int = 0
    excluded: int = 0
    outside: int = 0
    dated: bool = False
    goes_back: bool = False
    is_fresh: bool = False
    children: list[Row] = field(default_factory=list)
    is_crowded: bool = False
    fault: Fault | None = None

    @property
    def is_news(self) -> bool:
        """Whether it is a news sitemap: each entry says when it was published."""
        return 0 < self.rows == self.news


class Evidence:
    """What the sitemaps of one ask show together."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.span = Span()
        self.has_older_child = False
        self.unwanted = 0
        self._has_news = False
        self._news_goes_back = False
        self._goes_back = False
        self._is_fresh = False
        self._is_dated = False
        self._listed = 0

    def add(self, tally: Tally, *, listed: int) -> None:
        """Take in what one sitemap showed; of its sifted entries, so many are the source's own pages."""
        if tally.is_news:
            self._has_news = True
            self._news_goes_back |= tally.goes_back
            return
        self._goes_back |= tally.goes_back
        self._is_fresh |= tally.is_fresh
        self._is_dated |= tally.dated
        self._listed += listed

    def goes_back(self) -> bool:
        """Whether the sitemaps are known to go back beyond the window's start.

        A news sitemap must show it itself. Others show it by an older entry, or by an older sitemap in an index;
        where no entry has any date each is a candidate, and nothing is left to show. Beside a news sitemap they
        must have something as new as the window, or they may list anything but articles.
        """
        is_undated = self._listed > 0 and not self._is_dated
        goes_back = self._goes_back or self.has_older_child or is_undated
        return self._news_goes_back or (goes_back and (self._is_fresh or not self._has_news))

    def judge(self, *, entries: int, candidates: int) -> Reach:
        """Return how far what is not full reaches: partial if it may have shown something of the window."""
        until, first = self._ask.until, self.span.first
        is_beyond = until is not None and first is not None and first >= until and not candidates
        return Reach.UNREACHABLE if entries == 0 or is_beyond else Reach.PARTIAL

    def find_shortness(self, *, entries: int) -> Fault | None:
        """Return why the sitemaps do not go back far enough; None if they do."""
        if self.goes_back():
            return None
        url, first = self._ask.strategy.url, self.span.first
        if first is None and entries == 0:
            none = f"none of its {self.unwanted} sitemaps is one of `children`"
            return StrategyProblem.EMPTY, f"{url}: {none if self.unwanted else 'it lists nothing'}"
        if first is None and self._listed == 0 and not self._has_news:
            return StrategyProblem.EMPTY, f"{url}: none of its {entries} entries can be an article of the source"
        return StrategyProblem.LISTING_TOO_SHORT, f"{url} {self._describe_end(entries)} (UTC)"

    def _describe_end(self, entries: int) -> str:
        first, since = self.span.first, self._ask.since
        if first is None:
            return f"has no date that can be read in {entries} entries, the window begins {since:%Y-%m-%d %H:%M}"
        if first < since:
            return f"lists nothing beside its news sitemap that is as new as the window, {since:%Y-%m-%d %H:%M}"
        return f"goes back to {first:%Y-%m-%d %H:%M} only, the window to {since:%Y-%m-%d %H:%M}"

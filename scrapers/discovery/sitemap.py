"""The sitemap strategy: what a site lists of itself, of which only the part that may hold the window is read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from scrapers.discovery.addressdates import find_name_periods
from scrapers.discovery.answers import Fault, find_fault
from scrapers.discovery.base import Ask, ListingPage, Observation, Reading
from scrapers.discovery.sieve import LONGEST_URL, Sieve, find_instant, read_date
from scrapers.discovery.sitemapchoice import Bounds, Child
from scrapers.discovery.sitemapreach import Evidence, Tally
from scrapers.discovery.sitemapreader import is_robots
from scrapers.discovery.sitemaprows import RowReader, locate
from scrapers.discovery.sitemapxml import Row
from transforms.identity import normalise_url
from transforms.outcomes import Reach, Reason, StrategyProblem

MOST_SITEMAPS: Final = 2000
"""Sitemaps of one source that a run reads."""


class SitemapDiscovery:
    """Reads the sitemaps that may hold the window, and looks whether they go back beyond its start."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._sieve = Sieve(ask)
        self._bounds = Bounds(ask)
        self._evidence = Evidence(ask)
        self._rows = RowReader(ask, self._sieve, self._bounds, self._evidence.span)
        self._pattern = re.compile(ask.strategy.options.get("children") or "")
        self._depth = int(ask.strategy.options.get("depth") or 3)
        self._waiting = {ask.strategy.url: 0 if is_robots(ask.strategy.url) else 1}
        self._asked = {normalise_url(ask.strategy.url)}
        self._faults: list[Fault] = []
        self._tells = False

    def first_requests(self) -> tuple[str, ...]:
        """Return the address of the sitemap, the index or the robots.txt."""
        return (self._ask.strategy.url,)

    def read(self, page: ListingPage) -> Reading:
        """Read one sitemap: its pages are sifted, the sitemaps that it names are chosen from."""
        level = self._waiting.pop(page.url, 1)
        fault = find_fault(page)
        if fault:
            self._faults.append(fault)
            return Reading(problem=fault[0], detail=fault[1])
        is_root = page.url == self._ask.strategy.url
        tally = Tally()
        candidates, sifted, new = self._sieve.sift(self._rows.list_rows(page, tally))
        if is_root:  # an index that times its sitemaps changes with them; with bare days not twice a day
            self._tells = level > 0 and all(row.lastmod and ":" in row.lastmod for row in tally.children)
        self._sieve.count_left_out(tally.excluded + tally.outside)
        self._evidence.add(tally, listed=new - sifted.get(Reason.EXCLUDED, 0))
        faults = [fault for fault in (tally.fault, self._find_overflow(page)) if fault]
        requests, trouble = self._choose(page, level, tally)
        self._faults += [*faults, *trouble]
        problem, detail = next(iter([*faults, *trouble, *find_emptiness(page, tally)]), (None, None))
        return Reading(
            candidates=candidates,
            pruned=add_up(sifted, tally),
            requests=requests,
            enough=self._sieve.over_budget,
            problem=problem,
            detail=detail,
        )

    def fail(self, url: str, problem: StrategyProblem, detail: str) -> None:
        """Take note that a sitemap could not be fetched."""
        self._waiting.pop(url, None)
        self._faults.append((problem, f"{url}: {detail}"))

    def observe(self) -> Observation:
        """Say how far the sitemaps went back."""
        entries, span = self._sieve.entries, self._evidence.span
        fault = self._join_faults() or self._evidence.find_shortness(entries=entries)
        reach = self._evidence.judge(entries=entries, candidates=self._sieve.kept) if fault else Reach.FULL
        return Observation(
            entries=entries,
            oldest_at=span.first,
            newest_at=span.last,
            listing_ended=not self._faults and not self._waiting,
            reach=reach,
            problem=fault[0] if fault else None,
            detail=fault[1] if fault else None,
            tells=self._tells,
        )

    def _join_faults(self) -> Fault | None:
        """Return the first thing that went wrong, and how many more did."""
        if self._faults:
            (problem, detail), *others = self._faults
            return problem, f"{detail} (and {len(others)} more)" if others else detail
        if self._waiting:
            return StrategyProblem.NETWORK, f"{next(iter(self._waiting))} was not answered"
        return None

    def _find_overflow(self, page: ListingPage) -> Fault | None:
        """Say that the budget is used up: no sitemap that waits is wanted any more."""
        if not self._sieve.over_budget:
            return None
        self._waiting.clear()
        return StrategyProblem.BUDGET, f"{page.url}: more than {self._ask.budget} candidates"

    def _choose(self, page: ListingPage, level: int, tally: Tally) -> tuple[tuple[str, ...], list[Fault]]:
        """Return the sitemaps to read, the most useful first, and why others that may matter are not."""
        if not tally.children or self._sieve.over_budget:
            return (), []
        if level > self._depth:
            words = f"{page.url}: more than {self._depth} indexes lie inside each other"
            return (), [(StrategyProblem.BUDGET, words)]
        addresses = [locate(row.loc, page) for row in tally.children]
        named = [(row, url) for row, url in zip(tally.children, addresses, strict=True) if url and is_short(url)]
        wanted = self._take_new(self._bounds.sort(self._list_children(named, page, level)))
        room = max(MOST_SITEMAPS - len(self._asked), 0)
        chosen = wanted[:room]
        self._asked.update(map(normalise_url, chosen))
        self._waiting.update(dict.fromkeys(chosen, level + 1))
        faults = []
        if len(named) < len(tally.children):
            faults.append((StrategyProblem.MALFORMED, f"{page.url} names sitemaps without a usable address"))
        if tally.is_crowded or len(wanted) > room:
            faults.append((StrategyProblem.BUDGET, f"{page.url}: more sitemaps than the {MOST_SITEMAPS} of a run"))
        return tuple(chosen), faults

    def _take_new(self, children: Iterable[Child]) -> list[str]:
        """Return the addresses that were not asked for yet, each once."""
        first: dict[str, str] = {}
        for child in children:
            first.setdefault(normalise_url(child.url), child.url)
        return [url for key, url in first.items() if key not in self._asked]

    def _list_children(self, named: Sequence[tuple[Row, str]], page: ListingPage, level: int) -> Iterator[Child]:
        """Yield the sitemaps that may hold something of the window."""
        periods = find_name_periods([url for _, url in named])
        for (row, url), period in zip(named, periods, strict=True):
            if level > 0 and not self._pattern.search(url):
                self._evidence.unwanted += 1
                continue
            zone = self._ask.source.timezone
            modified = read_date(row.lastmod, timezone=zone, fetched_at=page.fetched_at)
            child = Child(url=url, modified=modified, period=period)
            if not self._passes_over(child):
                yield child

    def _passes_over(self, child: Child) -> bool:
        """Whether a sitemap need not be read. An older one shows that the index goes back that far."""
        is_older = self._bounds.is_older(child)
        if not is_older and not self._bounds.is_newer(child):
            return False
        self._evidence.has_older_child |= is_older
        if child.period:
            self._evidence.span.widen_to_day(child.period.first)
        else:
            self._evidence.span.widen(find_instant(child.modified))
        return True


def is_short(url: str) -> bool:
    """Whether an address is one that can be asked for."""
    return len(url) <= LONGEST_URL


def find_emptiness(page: ListingPage, tally: Tally) -> list[Fault]:
    """Return that a sitemap lists nothing; by itself that is no fault, for there may be others."""
    if tally.rows or tally.children:
        return []
    return [(StrategyProblem.EMPTY, f"{page.url} lists nothing")]


def add_up(sifted: Mapping[Reason, int], tally: Tally) -> dict[Reason, int]:
    """Return how many entries were left out, by reason."""
    counts = Counter({Reason.EXCLUDED: tally.excluded, Reason.OUTSIDE_WINDOW: tally.outside}) + Counter(sifted)
    return dict(counts)

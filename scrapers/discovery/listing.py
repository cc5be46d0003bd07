"""The listing strategy: pages of links to articles, the newest first, back to the window's start."""

from collections.abc import Sequence
from datetime import datetime

from scrapers.discovery.answers import Fault, find_fault
from scrapers.discovery.base import Ask, ListingPage, Observation, Reading
from scrapers.discovery.cards import LinkEntry
from scrapers.discovery.depth import List, find_depth, is_past, list_dates, split_lists
from scrapers.discovery.entrydates import list_entry
from scrapers.discovery.feedreader import NotReadable
from scrapers.discovery.linkreader import LinkPage, is_own_host, make_rules, read_links
from scrapers.discovery.sieve import Sieve
from transforms.identity import normalise_url
from transforms.outcomes import Reach, StrategyProblem


class ListingDiscovery:
    """Reads page after page until one runs past the window's start, or the listing ends."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._rules = make_rules(ask.strategy.options, homepage=ask.source.homepage)
        self._template: str | None = ask.strategy.options.get("pages")
        self._most_pages = int(ask.strategy.options.get("most_pages", 50))
        self._sieve = Sieve(ask)
        self._pages = 0
        self._asked = {normalise_url(ask.strategy.url)}
        self._seen: set[str] = set()
        self._ended = False
        self._reached = False
        self._depth: datetime | None = None
        self._newest: datetime | None = None
        self._fault: Fault | None = None

    def first_requests(self) -> tuple[str, ...]:
        """Return the address of the first page."""
        return (self._ask.strategy.url,)

    def read(self, page: ListingPage) -> Reading:
        """Read one page of the listing."""
        self._pages += 1
        if self._pages > 1 and page.status in {404, 410}:
            self._ended = True
            return Reading()
        fault = find_fault(page)
        if fault:
            return self._stop(fault)
        try:
            links = read_links(page, self._rules)
        except NotReadable as error:
            is_end = self._pages > 1 and error.fault[0] is StrategyProblem.EMPTY
            return self._end(page) if is_end else self._stop(error.fault)
        if not links.entries and self._pages == 1:
            return self._stop((StrategyProblem.EMPTY, links.lack or f"{page.url} shows no entries"))
        return self._read_entries(links, page)

    def fail(self, url: str, problem: StrategyProblem, detail: str) -> None:
        """Take note that a page could not be fetched."""
        self._fault = (problem, f"{url}: {detail}")

    def observe(self) -> Observation:
        """Say how far the listing went back."""
        is_whole = self._reached or self._ended
        fault = self._fault or (
            None if is_whole else describe_shortness(self._ask, self._sieve.entries, self._depth)
        )
        return Observation(
            entries=self._sieve.entries,
            oldest_at=self._depth,
            newest_at=self._newest,
            listing_ended=self._ended,
            reach=Reach.FULL if fault is None else judge_reach(self._ask, self._sieve.entries, self._depth),
            problem=fault[0] if fault else None,
            detail=fault[1] if fault else None,
            tells=True,  # what is new stands on the first page
        )

    def _read_entries(self, links: LinkPage, page: ListingPage) -> Reading:
        """Sift what is new on a page: what stands on every page is no part of the list."""
        is_first = not self._seen
        fresh = [(entry, list_entry(entry, page, self._ask)) for entry in links.entries if self._is_new(entry)]
        if not fresh:
            return self._end(page, again=len(links.entries))
        candidates, pruned, _ = self._sieve.sift(listed for _, listed in fresh)
        lists = split_lists(fresh, sticky_before=self._ask.since if is_first else None)
        self._note_dates(lists)
        fault: Fault | None = None
        next_url: str | None = None
        if self._sieve.over_budget:
            fault = (StrategyProblem.BUDGET, f"{page.url}: more than {self._ask.budget} candidates")
        elif is_past(lists, self._ask.since):
            self._reached = True
        else:
            next_url, fault = self._find_next(links, page)
        self._fault = fault or self._fault
        return Reading(
            candidates=candidates,
            pruned=pruned,
            requests=(next_url,) if next_url else (),
            problem=fault[0] if fault else None,
            detail=fault[1] if fault else None,
        )

    def _is_new(self, entry: LinkEntry) -> bool:
        is_new = entry.url not in self._seen
        self._seen.add(entry.url)
        return is_new

    def _note_dates(self, lists: Sequence[List]) -> None:
        depth = find_depth(lists)
        dates = [at for one in lists for at in list_dates(one)]
        self._depth = min((at for at in (self._depth, depth) if at), default=None)
        self._newest = max((at for at in (self._newest, *dates) if at), default=None)

    def _find_next(self, links: LinkPage, page: ListingPage) -> tuple[str | None, Fault | None]:
        """Return the next page's address, or what keeps it from being read; neither where the listing ends."""
        if self._template is not None:
            url: str | None = self._template.replace("{page}", str(self._pages + 1))
        else:
            url = links.next_url
        if url is None or normalise_url(url) in self._asked:
            return None, self._find_end()
        if not is_own_host(url, self._ask):
            return None, (
                StrategyProblem.BLOCKED,
                f"{page.url} has its next page on a host that is not its own: {url}",
            )
        if self._pages >= self._most_pages:
            return None, (StrategyProblem.BUDGET, f"{self._ask.strategy.url}: more than {self._most_pages} pages")
        self._asked.add(normalise_url(url))
        return url, None

    def _find_end(self) -> Fault | None:
        """Take a page without a next one for the listing's end, unless no page has ever had one."""
        self._ended = self._pages > 1
        if self._ended or self._rules.next is None:
            return None
        words = "no link on it matches `next`: either the listing has one page only, or the layout has changed"
        return StrategyProblem.LISTING_TOO_SHORT, f"{self._ask.strategy.url}: {words}"

    def _end(self, page: ListingPage, *, again: int = 0) -> Reading:
        """Take a page without anything new for the listing's end, if one before had something new."""
        if self._pages > 2:
            self._ended = True
            return Reading()
        words = f"shows the same {again} entries again" if again else "shows no entries"
        detail = f"{page.url} {words}: either the listing has one page only, or it is not how its pages follow"
        return self._stop((StrategyProblem.LISTING_TOO_SHORT, detail))

    def _stop(self, fault: Fault) -> Reading:
        self._fault = fault
        return Reading(problem=fault[0], detail=fault[1])


def judge_reach(ask: Ask, entries: int, depth: datetime | None) -> Reach:
    """Return partial if a listing may have shown something of the window, else unreachable."""
    is_beyond = ask.until is not None and depth is not None and depth >= ask.until
    return Reach.UNREACHABLE if entries == 0 or is_beyond else Reach.PARTIAL


def describe_shortness(ask: Ask, entries: int, depth: datetime | None) -> Fault:
    """Say down to when a listing goes that does not go past the window's start."""
    if depth is None:
        words = f"too few of its {entries} entries have a date, so that nobody knows how far it goes back"
        return StrategyProblem.LISTING_TOO_SHORT, f"{ask.strategy.url}: {words}"
    dates = f"{depth:%Y-%m-%d %H:%M} only, the window to {ask.since:%Y-%m-%d %H:%M} (UTC)"
    return StrategyProblem.LISTING_TOO_SHORT, f"{ask.strategy.url} goes back to {dates}"

"""The archive pages strategy: one page a day, month or year, asked for exactly those that a window needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scrapers.discovery.answers import Fault, find_fault
from scrapers.discovery.base import Ask, ListingPage, Observation, Reading
from scrapers.discovery.depth import list_dates, runs_past_from_new_to_old, split_lists
from scrapers.discovery.entrydates import list_entry
from scrapers.discovery.feedreader import NotReadable
from scrapers.discovery.linkreader import LinkPage, is_own_host, make_rules, read_links
from scrapers.discovery.periods import (
    ONE_DAY,
    Period,
    fill_period,
    find_controls,
    find_days,
    find_unit,
    list_periods,
    shows_period,
    touches,
)
from scrapers.discovery.sieve import Listed, Sieve
from transforms.dates import EARLIEST
from transforms.outcomes import Reach, StrategyProblem

MOST_CONTROLS: Final = 3
"""Further periods that are asked for when none of the window's shows an article."""


class Answer(StrEnum):
    """What became of a period."""

    SHOWN = "shown"
    NOTHING = "nothing"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a period, counted from 1."""

    period: Period
    number: int


class ArchivePagesDiscovery:
    """Asks for the window's periods; where none shows an article, whether others do."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._rules = make_rules(ask.strategy.options, homepage=ask.source.homepage)
        self._page_template: str | None = ask.strategy.options.get("pages")
        self._most_pages = int(ask.strategy.options.get("most_pages", 50))
        self._unit = find_unit(ask.strategy.url)
        self._sieve = Sieve(ask)
        self._needed, margin = plan_periods(ask)
        self._planned = (*self._needed, *margin)
        self._places = {self._write_url(period): Place(period, 1) for period in self._planned}
        self._answers: dict[Period, Answer] = {}
        self._faults: list[tuple[Period, Fault]] = []
        self._controls: list[Period] | None = None
        self._shown: set[Period] = set()
        self._seen: set[str] = set()
        self._lack: str | None = None
        self._listed: list[Listed] = []

    def first_requests(self) -> tuple[str, ...]:
        """Return the addresses of the window's periods, the newest first, those at its edges last.

        So an entry that pages of other days show as well (`latest`, `most read`) counts for its own.
        """
        return tuple(self._places)

    def read(self, page: ListingPage) -> Reading:
        """Read one page of a period."""
        place = self._places.get(page.url)
        if place is None:
            return Reading()
        if self._is_missing(page, place):
            return self._close(place, Answer.MISSING)
        fault = find_fault(page)
        if fault:
            return self._give_up(place, fault)
        try:
            links = read_links(page, self._rules)
        except NotReadable as error:
            return self._give_up(place, error.fault)
        if not links.entries:
            self._lack = self._lack or links.lack
            return self._close(place, Answer.NOTHING)
        self._answers.setdefault(place.period, Answer.SHOWN)
        self._shown.add(place.period)
        return self._read_entries(links, page, place) if place.period in self._planned else Reading()

    def fail(self, url: str, problem: StrategyProblem, detail: str) -> None:
        """Take note that a page could not be fetched."""
        place = self._places.get(url)
        if place is not None:
            self._give_up(place, (problem, f"{url}: {detail}"))

    def observe(self) -> Observation:
        """Say whether every period that touches the window was answered."""
        fault, dates = self._find_fault(), list_dates(self._listed)
        return Observation(
            entries=self._sieve.entries,
            oldest_at=min(dates, default=None),
            newest_at=max(dates, default=None),
            listing_ended=fault is None,
            reach=Reach.FULL if fault is None else self._judge_reach(),
            problem=fault[0] if fault else None,
            detail=fault[1] if fault else None,
        )

    def _is_missing(self, page: ListingPage, place: Place) -> bool:
        """Whether the site has no such page, or leads to another one instead."""
        if page.status in {404, 410}:
            return True
        leads_away = page.final_url != page.url and 200 <= page.status < 300
        return leads_away and not shows_period(page.final_url, self._ask.strategy.url, place.period)

    def _close(self, place: Place, answer: Answer) -> Reading:
        """Take note that a period has no page, or no further one."""
        self._answers.setdefault(place.period, answer)
        return Reading(requests=self._ask_control())

    def _give_up(self, place: Place, fault: Fault) -> Reading:
        self._answers[place.period] = Answer.FAILED
        self._faults.append((place.period, fault))
        return Reading(requests=self._ask_control(), problem=fault[0], detail=fault[1])

    def _read_entries(self, links: LinkPage, page: ListingPage, place: Place) -> Reading:
        day = place.period.first if self._unit == "day" else None
        fresh = [
            (entry, list_entry(entry, page, self._ask, page_day=day))
            for entry in links.entries
            if entry.url not in self._seen
        ]
        self._seen.update(entry.url for entry in links.entries)
        candidates, pruned, _ = self._sieve.sift(listed for _, listed in fresh)
        lists = split_lists(fresh)
        self._listed += (listed for _, listed in fresh)
        next_url, fault = self._find_next(links, page, place) if fresh else (None, None)
        if fault:
            self._give_up(place, fault)
        elif next_url and not runs_past_from_new_to_old(lists, self._ask.since):
            self._places[next_url] = Place(place.period, place.number + 1)
            return Reading(candidates=candidates, pruned=pruned, requests=(next_url,))
        problem, detail = fault or (None, None)
        return Reading(candidates=candidates, pruned=pruned, problem=problem, detail=detail)

    def _find_next(self, links: LinkPage, page: ListingPage, place: Place) -> tuple[str | None, Fault | None]:
        """Return the address of the period's next page, or what keeps it from being read."""
        url = links.next_url
        if self._page_template is not None:
            url = fill_period(self._page_template, place.period).replace("{page}", str(place.number + 1))
        if url is None or url in self._places:
            return None, None
        if not is_own_host(url, self._ask):
            words = f"{page.url} has its next page on a host that is not its own: {url}"
            return None, (StrategyProblem.BLOCKED, words)
        if place.number >= self._most_pages:
            words = f"{self._write_url(place.period)}: more than {self._most_pages} pages"
            return None, (StrategyProblem.BUDGET, words)
        return url, None

    def _ask_control(self) -> tuple[str, ...]:
        """Return one more period's address when all that were planned are answered, and none shows an article."""
        is_open = any(period not in self._answers for period in self._planned)
        has_failed = any(self._answers.get(period) is Answer.FAILED for period in self._needed)
        if self._shown or is_open or has_failed:
            return ()
        if self._controls is None:
            known = self._ask.known.values()
            self._controls = find_controls(self._planned, known, self._unit, most=MOST_CONTROLS)
        if not self._controls:
            return ()
        period = self._controls.pop(0)
        url = self._write_url(period)
        self._places[url] = Place(period, 1)
        return (url,)

    def _find_fault(self) -> Fault | None:
        """Return why the window is not known in full."""
        faults = [fault for period, fault in self._faults if period in self._needed]
        if faults:
            (problem, detail), more = faults[0], len(faults) - 1
            return problem, f"{detail} (and {more} more of its pages)" if more else detail
        if self._sieve.over_budget:
            words = f"{self._ask.strategy.url}: more than {self._ask.budget} candidates"
            return StrategyProblem.BUDGET, words
        return None if self._shown else self._describe_absence()

    def _describe_absence(self) -> Fault:
        """Say that no page shows an article, those asked for comparison included."""
        count = len(self._answers)
        if Answer.MISSING in self._answers.values():
            words = f"none of {count} archive pages is there, such as {self._write_url(self._planned[0])}"
            return StrategyProblem.MISSING, words
        return StrategyProblem.EMPTY, f"none of {count} archive pages shows an article: {self._lack}"

    def _judge_reach(self) -> Reach:
        """Partial if something of the window was seen on a site that is known to have such pages."""
        answered = [self._answers.get(period, Answer.FAILED) is not Answer.FAILED for period in self._needed]
        was_seen = any(answered) or any(period in self._shown for period in self._needed)
        return Reach.PARTIAL if self._shown and was_seen else Reach.UNREACHABLE

    def _write_url(self, period: Period) -> str:
        return fill_period(self._ask.strategy.url, period)


def plan_periods(ask: Ask) -> tuple[Sequence[Period], Sequence[Period]]:
    """Return the periods that touch the window, and those at its edges; each the newest first."""
    zone, since = ask.source.timezone, max(ask.since, EARLIEST)
    until = max(min(ask.until or ask.now, ask.now), since + ONE_DAY)
    first, last = find_days(since, until, now=ask.now, timezone=zone)
    periods = list_periods(find_unit(ask.strategy.url), first, last)
    needed = [period for period in periods if touches(period, since, until, timezone=zone)]
    return needed or periods, [period for period in periods if needed and period not in needed]

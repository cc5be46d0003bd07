"""One strategy's listing pages: fetched within bounds, read, and told how far they were seen."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from scrapers.choices import Terms
from scrapers.deadline import Deadline
from scrapers.discovery.base import Ask, Discovery, ListingPage, Reading
from scrapers.discovery.registry import open_discovery
from scrapers.fetcher import Answer, Fetcher, Headers, Visit
from scrapers.guards import shorten
from scrapers.ledger import Ledger
from scrapers.looks import lost_look
from scrapers.orders import CrawlOrder
from scrapers.refusals import Refused
from scrapers.remembered import describe_rules, is_unchanged, list_conditions, repeat_look, vouches
from scrapers.warc import digest_body
from sql.looks import RememberedLook, StrategyLook
from transforms.outcomes import Reason, StrategyProblem
from transforms.records import Candidate, Source, Strategy

ASKS_FOR_KNOWN: Final = frozenset({"listing", "archive_pages", "wordpress"})
"""Strategies whose entries may have no dates, so that known ones stand in, or that list edits of known ones."""
MOST_KNOWN: Final = 20_000
"""Addresses whose day is told to such a strategy, the latest ones: more than a listing's pages hold."""

Add = Callable[[Sequence[Candidate]], Awaitable[int]]
"""Takes candidates; returns how many have addresses that no table takes."""


@dataclass(slots=True)
class Tally:
    """What one strategy's listing pages gave so far."""

    requests: int
    pruned: dict[Reason, int]
    first: Answer | None = None


class ListingReader:
    """Reads the listings of one source's strategies; what they show goes to `add`."""

    def __init__(
        self,
        order: CrawlOrder,
        source: Source,
        terms: Terms,
        *,
        ledger: Ledger,
        fetcher: Fetcher,
        visit: Visit,
        deadline: Deadline,
        add: Add,
    ) -> None:
        self._order = order
        self._source = source
        self._terms = terms
        self._ledger = ledger
        self._fetcher = fetcher
        self._visit = replace(visit, largest=order.max_listing)
        self._deadline = deadline
        self._add = add

    async def look(self, strategy: Strategy, position: int) -> StrategyLook:
        """Read a strategy's listing pages until it wants no more, and say what it saw."""
        started = datetime.now(UTC)
        try:
            discovery = open_discovery(await self._ask(strategy))
        except ValueError as error:
            return lost_look(self._source, strategy, position, started, StrategyProblem.MISSING, str(error))
        remembered = await self._remember(strategy)
        tally = Tally(requests=0, pruned={})
        waiting = deque(discovery.first_requests())
        asked: set[str] = set()
        while waiting:
            url = waiting.popleft()
            if url in asked:
                continue
            asked.add(url)
            answer = await self._fetch_listing(discovery, url, tally, list_conditions(remembered))
            if answer is None:
                continue
            if remembered is not None and is_unchanged(remembered, answer):
                return repeat_look(remembered, answer, self._source, strategy, position, started)
            remembered = None  # it is about the first answer alone
            reading = await self._take_answer(discovery, url, answer, strategy, tally)
            if reading.enough:
                waiting.clear()
            waiting.extend(reading.requests)
        return self._describe_look(discovery, strategy, position, started, tally)

    async def _remember(self, strategy: Strategy) -> RememberedLook | None:
        """Return the strategy's last look, if it vouches for this run."""
        look = await self._ledger.read_remembered_look(self._source.source_id, strategy.key)
        rules = describe_rules(self._source, strategy)
        return look if look is not None and vouches(look, self._terms, rules) else None

    async def _fetch_listing(
        self, discovery: Discovery, url: str, tally: Tally, conditions: Headers
    ) -> Answer | None:
        """Fetch one listing page; None where that cannot be, which its strategy then knows."""
        if tally.requests >= self._order.listing_budget:
            words = f"more than {self._order.listing_budget} listing pages"
            discovery.fail(url, StrategyProblem.BUDGET, words)
            return None
        tally.requests += 1
        try:
            async with self._deadline.scope():
                answer = await self._fetcher.fetch(url, self._visit, conditions=conditions)
        except Refused as refused:
            discovery.fail(url, refused.problem, refused.detail)
            return None
        except TimeoutError:
            discovery.fail(url, StrategyProblem.DEADLINE, "the crawl's deadline came first")
            return None
        tally.first = tally.first or answer
        return answer

    async def _take_answer(
        self, discovery: Discovery, url: str, answer: Answer, strategy: Strategy, tally: Tally
    ) -> Reading:
        """Hand one listing page to its reader, note what it found, and return what it gave."""
        reading = await self._read_answer(discovery, url, answer)
        for reason, entries in reading.pruned.items():
            tally.pruned[reason] = tally.pruned.get(reason, 0) + entries
        candidates = [replace(candidate, strategy=strategy.key) for candidate in reading.candidates]
        too_long = await self._add(candidates)
        if too_long:
            tally.pruned[Reason.EXCLUDED] = tally.pruned.get(Reason.EXCLUDED, 0) + too_long
        return reading

    async def _read_answer(self, discovery: Discovery, url: str, answer: Answer) -> Reading:
        """Hand an answer to its reader, which may be long over it: the deadline holds for that too."""
        page = ListingPage(
            url=url,
            final_url=answer.final_url,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=answer.fetched_at,
        )
        try:
            async with self._deadline.scope():
                return await asyncio.to_thread(discovery.read, page)
        except TimeoutError:
            discovery.fail(url, StrategyProblem.DEADLINE, "the crawl's deadline came while it was read")
            return Reading()

    async def _ask(self, strategy: Strategy) -> Ask:
        wish = self._terms.wish
        if wish.since is None:
            raise AssertionError("a run wants something from each source that it asks over the network")
        known: Mapping[str, date] = {}
        if strategy.kind in ASKS_FOR_KNOWN:
            known = await self._ledger.read_known_days(self._source.source_id, most=MOST_KNOWN)
        return Ask(
            source=self._source,
            strategy=strategy,
            since=wish.since,
            until=wish.until,
            budget=self._order.url_budget,
            known=known,
            now=self._terms.now,
            largest=self._order.max_listing,
        )

    def _describe_look(
        self, discovery: Discovery, strategy: Strategy, position: int, started: datetime, tally: Tally
    ) -> StrategyLook:
        seen = discovery.observe()
        first = tally.first
        return StrategyLook(
            source_id=self._source.source_id,
            strategy=strategy.key,
            position=position,
            started_at=started,
            requests=tally.requests,
            entries=seen.entries,
            oldest_at=seen.oldest_at,
            newest_at=seen.newest_at,
            listing_ended=seen.listing_ended,
            reach=seen.reach,
            problem=seen.problem,
            detail=shorten(seen.detail, 500) if seen.detail else None,
            pruned=tally.pruned,
            etag=first.headers.get("etag") if first else None,
            last_modified=first.headers.get("last-modified") if first else None,
            body_digest=digest_body(first.body) if first else None,
            read_at=started,
            read_since=self._terms.wish.since,
            tells=seen.tells,
            rules=describe_rules(self._source, strategy),
        )

"""One source's crawl: look for candidates, choose what to fetch, fetch it, keep it."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from scrapers.choices import Terms, choose_conditions, choose_step, judge_answer, open_terms, widen_terms
from scrapers.deadline import Deadline
from scrapers.discovery.base import Ask, Discovery, ListingPage, Reading
from scrapers.discovery.registry import open_discovery
from scrapers.fetcher import Answer, Fetcher, Visit
from scrapers.guards import open_guard, shorten
from scrapers.ledger import Ledger, new_capture, sift_candidates
from scrapers.looks import log_look, lost_look
from scrapers.orders import CrawlOrder
from scrapers.refusals import Refused
from scrapers.warc import Exchange, digest_body
from scrapers.warc_source import ArchiveReader
from sql.crawl import StrategyLook, UrlOutcome, UrlState
from transforms.identity import explain_foreign, host_of, normalise_url
from transforms.outcomes import Outcome, Reach, Reason, StrategyProblem
from transforms.records import Candidate, Source, Strategy

MOST_LISTINGS: Final = 2000
"""Listing pages of one strategy in one run: a bound on calendars that never end."""

LISTED_WITHOUT_DATES: Final = frozenset({"listing", "archive_pages"})
"""Strategies whose entries may have no dates: what is known of them stands in."""
MOST_KNOWN: Final = 20_000
"""Addresses whose day is told to such a strategy, the latest ones: more than a listing's pages hold."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What one strategy's listing pages gave so far."""

    requests: int
    pruned: dict[Reason, int]
    first: Answer | None = None


class SourceCrawl:
    """The crawl of one source within one shard attempt."""

    def __init__(
        self, order: CrawlOrder, source: Source, *, ledger: Ledger, fetcher: Fetcher, deadline: Deadline
    ) -> None:
        self._order = order
        self._source = source
        self._ledger = ledger
        self._fetcher = fetcher
        self._deadline = deadline
        self._visit = Visit(
            guard=open_guard(source, loopback_ports=order.loopback_ports),
            interval=source.interval,
            languages=source.languages,
        )
        self._listing_visit = replace(self._visit, largest=order.max_listing)
        self.terms = open_terms(order, source)
        self._found: dict[str, Candidate] = {}
        self._bytes_read = 0

    async def run(self) -> None:
        """Crawl the source until it is done or the deadline comes; what is left then is put off."""
        await self._recall()
        for position, strategy in enumerate(self._source.strategies):
            if strategy.kind == "warc":
                reader = ArchiveReader(
                    self._order,
                    self._source,
                    strategy,
                    ledger=self._ledger,
                    fetcher=self._fetcher,
                    visit=self._visit,
                    deadline=self._deadline,
                )
                look = await reader.read(position)
            else:
                look = await self._look(strategy, position)
            wish = self.terms.wish
            look = replace(look, wanted_since=wish.since, wanted_until=wish.until)
            await self._ledger.write_look(look)
            log_look(self._order, look)
            if look.reach is Reach.FULL:
                break
        await self._fetch_found()
        await self._ledger.flush(self._source.source_id)
        left = await self._ledger.defer_rest(
            self._source.source_id, reason=Reason.DEADLINE, detail="the crawl's deadline came first"
        )
        log.info(
            "event=crawled run=%s source=%s step=crawl candidates=%d deferred=%d",
            *(self._order.attempt.run_id, self._source.source_id, len(self._found), left),
        )

    async def _recall(self) -> None:
        """Put first what earlier runs put off."""
        wish = self.terms.wish
        deferred = await self._ledger.read_deferred(
            self._source.source_id,
            since=wish.since or datetime.min.replace(tzinfo=UTC),
            until=wish.until,
            budget=self._order.url_budget,
        )
        # Pages of web archives are read from their file again, never from the network.
        await self._add([candidate for candidate in deferred if not candidate.strategy.startswith("warc:")])

    async def _look(self, strategy: Strategy, position: int) -> StrategyLook:
        """Read a strategy's listing pages until it wants no more, and say what it saw."""
        started = datetime.now(UTC)
        try:
            discovery = open_discovery(await self._ask(strategy))
        except ValueError as error:
            return lost_look(self._source, strategy, position, started, StrategyProblem.MISSING, str(error))
        tally = Tally(requests=0, pruned={})
        waiting = deque(discovery.first_requests())
        asked: set[str] = set()
        while waiting:
            url = waiting.popleft()
            if url in asked:
                continue
            asked.add(url)
            reading = await self._read_listing(discovery, url, strategy, tally)
            if reading.enough:
                waiting.clear()
            waiting.extend(reading.requests)
        return self._describe_look(discovery, strategy, position, started, tally)

    async def _read_listing(self, discovery: Discovery, url: str, strategy: Strategy, tally: Tally) -> Reading:
        """Fetch one listing page and hand it to its reader; return what it gave."""
        if tally.requests >= MOST_LISTINGS:
            discovery.fail(url, StrategyProblem.BUDGET, f"more than {MOST_LISTINGS} listing pages")
            return Reading()
        tally.requests += 1
        try:
            async with self._deadline.scope():
                answer = await self._fetcher.fetch(url, self._listing_visit)
        except Refused as refused:
            discovery.fail(url, refused.problem, refused.detail)
            return Reading()
        except TimeoutError:
            discovery.fail(url, StrategyProblem.DEADLINE, "the crawl's deadline came first")
            return Reading()
        tally.first = tally.first or answer
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

    async def _add(self, candidates: Sequence[Candidate]) -> int:
        """Note new URLs, each once; return how many have addresses that no table takes."""
        normal = [replace(candidate, url=normalise_url(candidate.url)) for candidate in candidates]
        kept, too_long = sift_candidates(normal)
        new = {candidate.url: candidate for candidate in reversed(kept) if candidate.url not in self._found}
        ordered = [candidate for candidate in kept if new.pop(candidate.url, None) is not None]
        await self._ledger.note(ordered, self.terms.wish)
        self._found.update({candidate.url: candidate for candidate in ordered})
        return too_long

    async def _fetch_found(self) -> None:
        """Fetch host by host: waiting for one never holds up another."""
        candidates = list(self._found.values())
        within, beyond = candidates[: self._order.url_budget], candidates[self._order.url_budget :]
        hosts: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in within:
            hosts[host_of(candidate.url) or ""].append(candidate)
        async with asyncio.TaskGroup() as group:
            for queue in hosts.values():
                group.create_task(self._fetch_host(queue))
        await self._ledger.defer_rest(
            self._source.source_id,
            reason=Reason.BUDGET,
            detail="beyond the run's URL budget",
            urls=[candidate.url for candidate in beyond],
        )

    async def _fetch_host(self, queue: Sequence[Candidate]) -> None:
        for candidate in queue:
            if self._deadline.is_over:
                return
            try:
                async with self._deadline.scope():
                    await self._visit_url(candidate)
            except TimeoutError:
                return

    async def _visit_url(self, candidate: Candidate) -> None:
        """Bring one URL to a capture or an outcome."""
        state = await self._ledger.look_up(candidate)
        terms = widen_terms(self.terms, state)
        step = choose_step(state, terms)
        if step == "done":
            return
        if step == "adopt" and state.waiting_capture is not None:
            if await self._ledger.adopt(candidate, state.waiting_capture, terms.wish):
                return
            step = "fetch"
        if isinstance(step, UrlOutcome):
            await self._ledger.decide(candidate, step)
            return
        if self._bytes_read >= self._order.byte_budget:
            over = UrlOutcome(
                outcome=Outcome.DEFERRED, reason=Reason.BUDGET, detail="beyond the run's byte budget"
            )
            await self._ledger.decide(candidate, over)
            return
        try:
            await self._fetch_url(candidate, state, terms)
        except Refused as refused:
            decided = UrlOutcome(outcome=refused.outcome, reason=refused.reason, detail=refused.detail)
            await self._ledger.decide(candidate, decided)

    async def _fetch_url(self, candidate: Candidate, state: UrlState, terms: Terms) -> None:
        answer = await self._fetcher.fetch(candidate.url, self._visit, conditions=choose_conditions(state))
        self._bytes_read += len(answer.body)
        if answer.final_url != answer.url:
            await self._refuse_taken_down([*answer.redirects, answer.final_url])
            self._refuse_foreign(answer.final_url)
        decided = judge_answer(answer, state, terms)
        if decided is not None:
            await self._ledger.decide(candidate, decided)
            return
        exchange = Exchange(
            url=answer.final_url,
            fetched_at=answer.fetched_at,
            status=answer.status,
            headers=answer.header_pairs,
            body=answer.body,
            request_headers=answer.request_headers,
        )
        wish = terms.wish
        capture = new_capture(
            candidate,
            exchange,
            final_url=answer.final_url,
            redirects=answer.redirects,
            wanted_since=wish.since,
            wanted_until=wish.until,
        )
        await self._ledger.store(exchange, capture)

    async def _refuse_taken_down(self, addresses: Sequence[str]) -> None:
        if await self._ledger.is_taken_down(addresses):
            raise Refused(Reason.TAKEN_DOWN, f"it leads to {shorten(addresses[-1])}, which was taken down")

    def _refuse_foreign(self, url: str) -> None:
        own = {*self._source.hosts, host_of(self._source.homepage) or ""}
        if why := explain_foreign(url, source_id=self._source.source_id, hosts=own):
            raise Refused(Reason.EXCLUDED, why)

    async def _ask(self, strategy: Strategy) -> Ask:
        wish = self.terms.wish
        if wish.since is None:
            raise AssertionError("a run wants something from each source that it asks over the network")
        known: Mapping[str, date] = {}
        if strategy.kind in LISTED_WITHOUT_DATES:
            known = await self._ledger.read_known_days(self._source.source_id, most=MOST_KNOWN)
        return Ask(
            source=self._source,
            strategy=strategy,
            since=wish.since,
            until=wish.until,
            budget=self._order.url_budget,
            known=known,
            now=self.terms.now,
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
        )

"""One source's crawl: look for candidates, choose what to fetch, fetch it, keep it."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from scrapers.choices import (
    LOOKED_AT_AGAIN,
    Terms,
    choose_conditions,
    choose_step,
    judge_answer,
    open_terms,
    widen_terms,
)
from scrapers.deadline import Deadline
from scrapers.fetcher import Fetcher, Visit
from scrapers.guards import open_guard, shorten
from scrapers.ledger import Ledger, new_capture, sift_candidates
from scrapers.listings import ListingReader
from scrapers.looks import log_look
from scrapers.orders import CrawlOrder
from scrapers.refusals import Refused
from scrapers.warc import Exchange
from scrapers.warc_source import ArchiveReader
from sql.crawl import UrlOutcome, UrlState
from transforms.identity import explain_foreign, host_of, normalise_url
from transforms.outcomes import Outcome, Reach, Reason
from transforms.records import Candidate, Source
from transforms.windows import Mode

log = logging.getLogger(__name__)


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
        self.terms = open_terms(order, source)
        self._found: dict[str, Candidate] = {}
        self._again: set[str] = set()
        self._bytes_read = 0

    async def run(self) -> None:
        """Crawl the source until it is done or the deadline comes; what is left then is put off."""
        await self._recall()
        listings = ListingReader(
            self._order,
            self._source,
            self.terms,
            ledger=self._ledger,
            fetcher=self._fetcher,
            visit=self._visit,
            deadline=self._deadline,
            add=self._add,
        )
        is_seen = False
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
                look = await listings.look(strategy, position)
            wish = self.terms.wish
            look = replace(look, wanted_since=wish.since, wanted_until=wish.until)
            await self._ledger.write_look(look)
            log_look(self._order, look)
            is_seen |= look.reach is not Reach.UNREACHABLE
            if look.reach is Reach.FULL:
                break
        if is_seen:
            await self._look_again(unchanged=look.unchanged)
        await self._fetch_found()
        await self._ledger.flush(self._source.source_id)
        await self._ledger.pass_over_known(self._source.source_id, sorted(self._again))
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

    async def _look_again(self, *, unchanged: bool) -> None:
        """Put last what no listing need show: young articles, which may have changed or gone.

        Where the listing is `unchanged`, all that it lists of the window stands for its entries.
        """
        room = self._order.url_budget - len(self._found)
        wish = self.terms.wish
        if self.terms.window.mode is not Mode.LOOK_BACK or room <= 0 or wish.since is None:
            return
        young_since = self.terms.now.date() - LOOKED_AT_AGAIN
        known = await self._ledger.read_known_urls(
            self._source.source_id,
            young_since=young_since,
            listed_since=wish.since.date() if unchanged else None,
            most=room + len(self._found),
        )
        new = [candidate for candidate in known if candidate.url not in self._found][:room]
        await self._ledger.note(new, wish)
        self._found.update({candidate.url: candidate for candidate in new})
        self._again.update(candidate.url for candidate in new)

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
        step = choose_step(state, terms, modified_at=candidate.modified_at)
        if step == "done":
            return
        if step == "adopt" and state.waiting_capture is not None:
            if await self._ledger.adopt(candidate, state.waiting_capture, terms.wish):
                return
            step = "fetch"
        if isinstance(step, UrlOutcome):
            await self._ledger.decide(candidate, step)
            return
        try:
            await self._fetch_url(candidate, state, terms)
        except Refused as refused:
            if refused.outcome is Outcome.DEFERRED and candidate.url in self._again and state.article_id:
                return  # passed over at the end: put off, it would go before what is new next time
            decided = UrlOutcome(outcome=refused.outcome, reason=refused.reason, detail=refused.detail)
            await self._ledger.decide(candidate, decided)

    async def _fetch_url(self, candidate: Candidate, state: UrlState, terms: Terms) -> None:
        if self._bytes_read >= self._order.byte_budget:
            raise Refused(Reason.BUDGET, "beyond the run's byte budget")
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

"""The crawl's machinery for a look by hand: the same guards, robots, slots and client; a bound on requests."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from scrapers.deadline import Deadline
from scrapers.desk import Desk
from scrapers.discovery.base import ListingPage
from scrapers.fetcher import Answer, Download, Fetcher, Visit
from scrapers.guards import Guard, open_guard
from scrapers.memory import MemoryDesk
from scrapers.refusals import Refused
from scrapers.resolver import Resolver
from scrapers.robots import Robots, Rules
from scrapers.slots import Slots
from transforms.outcomes import Reason
from transforms.records import Source

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under which terms sites are looked at; without a database politeness is kept in this process alone."""

    user_agent: str
    request_timeout: float
    deadline: float
    max_body: int
    loopback_ports: tuple[int, ...] = ()
    database_url: str | None = None


@dataclass(slots=True)
class Web:
    """What a session lends to its work."""

    fetcher: Fetcher
    terms: Terms
    deadline: Deadline

    def open_looker(self, source: Source, *, most_requests: int) -> "Looker":
        """Return who may ask for the pages of one source."""
        guard = open_guard(source, loopback_ports=self.terms.loopback_ports)
        visit = Visit(guard=guard, interval=source.interval, languages=source.languages)
        return Looker(web=self, visit=visit, most_requests=most_requests)


@dataclass(slots=True)
class Looker:
    """Asks for pages of one site, each once, and no more than `most_requests` in all."""

    web: Web
    visit: Visit
    most_requests: int
    spent: int = 0
    _kept: dict[str, Answer | Refused] = field(default_factory=dict)

    async def fetch(self, url: str) -> Answer:
        """Return the answer at the end of the redirects; raise Refused if there is none."""
        if url not in self._kept:
            self._kept[url] = await self._ask(url)
        kept = self._kept[url]
        if isinstance(kept, Refused):
            raise kept
        return kept

    async def read_robots(self, url: str) -> Rules:
        """Return what robots.txt says; raise Refused if its host may not be asked."""
        self.spent += 1
        return await self.web.fetcher.read_robots(url, self.visit)

    async def _ask(self, url: str) -> Answer | Refused:
        if self.spent >= self.most_requests:
            raise Refused(Reason.BUDGET, f"more than the {self.most_requests} requests of one look")
        self.spent += 1
        try:
            async with self.web.deadline.scope():
                answer = await self.web.fetcher.fetch(url, self.visit)
        except Refused as refused:
            return refused
        except TimeoutError:
            return Refused(Reason.DEADLINE, "the look's deadline came first")
        self.spent += len(answer.redirects) + (answer.final_url != answer.url)
        return answer


def list_page(url: str, answer: Answer) -> ListingPage:
    """Return an answer as discovery reads it."""
    return ListingPage(
        url=url,
        final_url=answer.final_url,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        fetched_at=answer.fetched_at,
    )


def hold_session(terms: Terms, work: Callable[[Web], Awaitable[Result]]) -> Result:
    """Run `work` inside Scrapy's event loop and return what it returns; once in the life of a process."""
    from scrapers.client import harden_settings, run_spider

    desk = Desk(terms.database_url, name="look") if terms.database_url else None
    resolver = Resolver()
    results: list[Result] = []

    async def run(download: Download) -> None:
        deadline = Deadline(terms.deadline)
        fetcher = Fetcher(
            download=download,
            resolver=resolver,
            slots=Slots(desk or MemoryDesk(), deadline),
            robots=Robots(desk or MemoryDesk()),
            user_agent=terms.user_agent,
            max_body=terms.max_body,
        )
        results.append(await work(Web(fetcher=fetcher, terms=terms, deadline=deadline)))

    try:
        run_spider(
            work=run,
            resolver=resolver,
            guard=Guard(loopback_ports=frozenset(terms.loopback_ports)),
            settings=harden_settings(max_body=terms.max_body, user_agent=terms.user_agent),
            timeout=terms.request_timeout,
        )
    finally:
        if desk is not None:
            desk.close()
    return results[0]

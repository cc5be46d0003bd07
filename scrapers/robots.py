"""What a host's robots.txt allows (RFC 9309), kept up to a day in Postgres for all workers and runs."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from scrapers.desk import Asked
from scrapers.refusals import Refused
from sql.hosts import read_robots, write_robots
from transforms.outcomes import Reason

PRODUCT: Final = "Dateline"
"""The product token that robots.txt addresses us by."""
LARGEST: Final = 500 * 1024
FRESH: Final = 24 * 3600.0
"""Seconds for which an answer is used."""
FRESH_UNREACHABLE: Final = 600.0
"""Seconds for which a failure is: the next run, or a retry, asks again."""
LONGEST_DELAY: Final = 3600.0
UNREACHABLE: Final = 0
PASSED_ON: Final = frozenset({Reason.DNS, Reason.TLS, Reason.BLOCKED_ADDRESS, Reason.BLOCKED_SCHEME})
"""Failures that the page would meet in the same way: they become its reason, since no page is asked for."""

FetchRobots = Callable[[str], Awaitable[tuple[int, bytes]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one host says to us: `status` is that of its robots.txt, 0 if it could not be had.

    `just_read` marks the answer to whoever had the file fetched: Crawl-delay is between pages, and this is none.
    """

    status: int
    parsed: Protego | None = None
    just_read: bool = False

    @property
    def unreachable(self) -> bool:
        """Whether everything is to be taken as disallowed for now: no answer, 5xx, or too many requests."""
        return self.status == UNREACHABLE or self.status == 429 or self.status >= 500

    @property
    def crawl_delay(self) -> float:
        """Seconds that it wants between requests; 0 if it does not say."""
        delay = self.parsed.crawl_delay(PRODUCT) if self.parsed else None
        return min(max(delay or 0.0, 0.0), LONGEST_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names, each once."""
        return tuple(dict.fromkeys(self.parsed.sitemaps)) if self.parsed else ()

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, PRODUCT))


def read_rules(status: int, body: str) -> Rules:
    """Return the rules of an answer: 2xx are read, anything else below 500 allows everything."""
    return Rules(status=status, parsed=Protego.parse(body) if 200 <= status < 300 else None)


class Robots:
    """Rules by host, from memory, Postgres or the host itself, whichever is first to have them fresh."""

    def __init__(self, desk: Asked) -> None:
        self._desk = desk
        self._rules: dict[str, Rules] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def check(self, url: str, host: str, fetch: FetchRobots) -> Rules:
        """Return the rules that allow the address; raise Refused if they do not, or could not be had.

        `fetch` gets a robots.txt and returns its final status and body.
        """
        rules = await self.read(url, host, fetch)
        if rules.unreachable:
            why = f"answered {rules.status}" if rules.status else "did not answer"
            raise Refused(Reason.ROBOTS_UNREACHABLE, f"robots.txt of {host} {why}", status=rules.status)
        if not rules.allows(url):
            raise Refused(Reason.ROBOTS_DISALLOWED, f"robots.txt of {host} disallows it")
        return rules

    async def read(self, url: str, host: str, fetch: FetchRobots) -> Rules:
        """Return the rules of an address's host, whatever they say."""
        async with self._turns[host]:
            if host in self._rules:
                return self._rules[host]
            kept = await self._desk.ask(read_robots, host)
            self._rules[host] = read_rules(*kept) if kept else await self._ask_host(url, host, fetch)
            return replace(self._rules[host], just_read=kept is None)

    async def _ask_host(self, url: str, host: str, fetch: FetchRobots) -> Rules:
        parts = urlsplit(url)
        try:
            status, body = await fetch(f"{parts.scheme}://{parts.netloc}/robots.txt")
        except Refused as refused:
            if refused.reason in PASSED_ON or refused.reason in {Reason.DEADLINE, Reason.RETRY_AFTER}:
                raise
            status, body = UNREACHABLE, b""
        text = body[:LARGEST].decode("utf-8-sig", "replace").replace("\0", "")
        rules = read_rules(status, text)
        await self._desk.ask(
            write_robots,
            host,
            status=status,
            body=text if rules.parsed else "",
            seconds=FRESH_UNREACHABLE if rules.unreachable else FRESH,
            crawl_delay=rules.crawl_delay or None,
        )
        return rules

"""One page from the web: guards, robots, slots and retries at every hop of the way."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urldefrag, urljoin

from w3lib.url import safe_url_string

from scrapers.content import ACCEPTED_ENCODINGS, decode_body
from scrapers.guards import Guard, shorten
from scrapers.refusals import Refused
from scrapers.resolver import Resolver
from scrapers.robots import Robots, Rules
from scrapers.slots import Slots, read_retry_after
from transforms.identity import normalise_url
from transforms.outcomes import Reason

MOST_REDIRECTS: Final = 5
MOST_TRIES: Final = 3
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
TRANSIENT_STATUSES: Final = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
TRANSIENT_REASONS: Final = {Reason.CONNECTION: 3, Reason.DNS: 2, Reason.TIMEOUT: 2}
"""How often a request is tried in all when it ends so."""
UNSAID_WISH: Final = 60.0
"""Seconds that a 429 without Retry-After stands for."""
LONGEST_PAUSE: Final = 30.0
MOST_AT_ONCE: Final = 8
"""Answers held in memory at the same time, whatever the number of hosts."""

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAnswer:
    """One HTTP response as it came: header pairs in order, body still encoded."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The last response of a chain of redirects, its body decoded; headers in lower case, repeated ones joined.

    Addresses are in normal form: a hop that only spells one of them otherwise is none.
    """

    url: str
    final_url: str
    redirects: tuple[str, ...]
    status: int
    headers: Mapping[str, str]
    header_pairs: Headers
    request_headers: Headers
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """On whose behalf a page is fetched: what may be reached, how often, in which languages.

    `largest` is the most bytes that a body may have, where that is not what a page may have.
    """

    guard: Guard
    interval: float
    languages: tuple[str, ...] = ()
    largest: int | None = None


Download = Callable[[str, Headers, int], Awaitable[RawAnswer]]
"""Asks for one address with these headers; refuses a body of more than so many bytes."""


class Fetcher:
    """Fetches pages politely and safely; the HTTP client itself is `download`."""

    def __init__(
        self,
        *,
        download: Download,
        resolver: Resolver,
        slots: Slots,
        robots: Robots,
        user_agent: str,
        max_body: int,
    ) -> None:
        self._download = download
        self._resolver = resolver
        self._slots = slots
        self._robots = robots
        self._user_agent = user_agent
        self._max_body = max_body
        self._lanes = asyncio.Semaphore(MOST_AT_ONCE)

    async def fetch(self, url: str, visit: Visit, *, conditions: Headers = ()) -> Answer:
        """Return the answer at the end of the redirects, whatever its status; raise Refused if there is none."""
        return await self._follow(url, visit, conditions, obey_robots=True)

    async def read_robots(self, url: str, visit: Visit) -> Rules:
        """Return what the robots.txt of an address's host says; raise Refused if the host may not be asked."""
        host = visit.guard.check_url(url)
        await self._resolver.resolve(host, visit.guard)
        return await self._robots.read(url, host, lambda address: self._fetch_robots(address, visit))

    async def _follow(self, url: str, visit: Visit, conditions: Headers, *, obey_robots: bool) -> Answer:
        way = [normalise_url(url)]
        headers = self._request_headers(visit, conditions)
        while True:
            raw = await self._ask(way[-1], visit, headers, obey_robots=obey_robots)
            answer = self._read(way, raw, headers, limit=visit.largest or self._max_body)
            target = answer.headers.get("location")
            if raw.status not in REDIRECTS or not target:
                return answer
            way.append(_join(way[-1], target.strip()))
            if way[-1] in way[:-1] or len(way) > MOST_REDIRECTS + 1:
                raise Refused(
                    Reason.TOO_MANY_REDIRECTS, f"redirected to {shorten(way[-1])} after {len(way) - 1} hops"
                )

    async def _ask(self, url: str, visit: Visit, headers: Headers, *, obey_robots: bool) -> RawAnswer:
        """Ask for one address, again after transient failures and when the host asked for patience."""
        host = visit.guard.check_url(url)
        interval = visit.interval
        for tries in range(1, MOST_TRIES + 1):
            try:
                await self._resolver.resolve(host, visit.guard)
                if obey_robots:
                    rules = await self._robots.check(url, host, lambda address: self._fetch_robots(address, visit))
                    interval = max(visit.interval, 0 if rules.just_read else rules.crawl_delay)
                async with self._slots.turn(host, interval), self._lanes:
                    raw = await self._download(url, headers, visit.largest or self._max_body)
            except Refused as refused:
                if tries >= TRANSIENT_REASONS.get(refused.reason, 1):
                    raise
                await asyncio.sleep(min(interval * 2**tries, LONGEST_PAUSE))
                continue
            asked = await self._heed_wish(host, raw)
            if raw.status not in TRANSIENT_STATUSES:
                return raw
            if tries < MOST_TRIES and asked is None:
                await asyncio.sleep(min(interval * 2**tries, LONGEST_PAUSE))
        if asked is not None:
            raise Refused(Reason.RETRY_AFTER, f"{host} asked {MOST_TRIES} times to come later", status=raw.status)
        return raw

    async def _heed_wish(self, host: str, raw: RawAnswer) -> float | None:
        """Keep everybody away from a host that asks for it; return the seconds, None if it does not ask."""
        if raw.status not in {429, 503}:
            return None
        header = next((value for name, value in raw.headers if name.lower() == "retry-after"), None)
        seconds = read_retry_after(header, now=time.time())
        if seconds is None and raw.status == 429:
            seconds = UNSAID_WISH
        if seconds is not None:
            await self._slots.leave_alone(host, seconds)
        return seconds

    async def _fetch_robots(self, url: str, visit: Visit) -> tuple[int, bytes]:
        try:
            answer = await self._follow(url, visit, (), obey_robots=False)
        except Refused as refused:
            if refused.reason is Reason.TOO_MANY_REDIRECTS:
                return 404, b""  # RFC 9309: beyond five redirects the file counts as not there
            raise
        return answer.status, answer.body

    def _request_headers(self, visit: Visit, conditions: Headers) -> Headers:
        languages = ", ".join((*visit.languages, "*;q=0.5")) if visit.languages else "*"
        usual = {
            "User-Agent": self._user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": languages,
            "Accept-Encoding": ACCEPTED_ENCODINGS,
        }
        return tuple((usual | dict(conditions)).items())

    def _read(self, way: list[str], raw: RawAnswer, request_headers: Headers, *, limit: int) -> Answer:
        headers: dict[str, str] = {}
        for name, value in raw.headers:
            key = name.lower()
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
        body = decode_body(raw.body, headers.get("content-encoding", ""), limit=limit)
        first, *others = map(normalise_url, way)
        last = others[-1] if others else first
        return Answer(
            url=first,
            final_url=last,
            redirects=tuple(url for url in dict.fromkeys(others) if url not in {first, last}),
            status=raw.status,
            headers=headers,
            header_pairs=raw.headers,
            request_headers=request_headers,
            body=body,
            fetched_at=datetime.now(UTC),
        )


def _join(base: str, target: str) -> str:
    """Return where a redirect leads, as it is written but for its fragment: sites redirect to add a parameter.

    What can be no address stays as it is, for the guard to refuse.
    """
    try:
        return safe_url_string(urldefrag(urljoin(base, target)).url)
    except ValueError:  # half a bracket
        return target

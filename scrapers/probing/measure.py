"""How far back a way in reaches, seen by reading a few of its pages as a crawl would."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapers.discovery.base import Ask, Discovery
from scrapers.discovery.registry import open_discovery
from scrapers.discovery.wordpress import read_page_number, read_total
from scrapers.fetcher import Answer
from scrapers.probing.session import Looker, list_page
from scrapers.refusals import Refused
from transforms.dates import EARLIEST
from transforms.outcomes import Reach
from transforms.records import Candidate, Source, Strategy

MOST_REQUESTS: Final = 6
"""Listing pages of one way in."""
MOST_CANDIDATES: Final = 20_000


class Depth(StrEnum):
    """What is known of where a way in ends."""

    WHOLE = "whole"  # its end was seen
    OPEN = "open"  # more pages follow than were read
    SHORT = "short"  # it shows its newest entries only
    NONE = "none"  # it shows nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One way in as it answered; `requests` are those that were read, `first` is its first answer."""

    strategy: Strategy
    depth: Depth
    entries: int
    oldest_at: datetime | None
    newest_at: datetime | None
    candidates: tuple[Candidate, ...]
    requests: int
    detail: str | None
    first: Answer | None

    @property
    def works(self) -> bool:
        """Whether it shows anything."""
        return self.entries > 0


async def measure_way(
    looker: Looker,
    source: Source,
    strategy: Strategy,
    *,
    since: datetime = EARLIEST,
    most_requests: int = MOST_REQUESTS,
    content: bool = False,
) -> Measured:
    """Read a way in through its own reader; with `content`, no further than the first page with candidates."""
    try:
        discovery = open_discovery(
            Ask(source=source, strategy=strategy, since=since, until=None, budget=MOST_CANDIDATES)
        )
    except ValueError as error:
        return describe_unread(strategy, str(error))
    waiting = deque(discovery.first_requests())
    candidates: dict[str, Candidate] = {}
    answers: list[Answer] = []
    is_crowded = False
    while waiting and len(answers) < most_requests and not (content and candidates):
        url = waiting.popleft() if content else take_next(waiting, strategy, answers)
        answer = await read_one(looker, discovery, url)
        if isinstance(answer, Refused):
            break
        answers.append(answer)
        reading = await asyncio.to_thread(discovery.read, list_page(url, answer))
        candidates |= {candidate.url: candidate for candidate in reading.candidates}
        waiting.extend(reading.requests)
        if reading.enough:
            is_crowded = True
            break
    return describe_way(strategy, discovery, candidates, answers, more=bool(waiting) or is_crowded)


async def read_one(looker: Looker, discovery: Discovery, url: str) -> Answer | Refused:
    """Return one answer; what is refused is told to the reader."""
    try:
        return await looker.fetch(url)
    except Refused as refused:
        discovery.fail(url, refused.problem, refused.detail)
        return refused


def take_next(waiting: deque[str], strategy: Strategy, answers: list[Answer]) -> str:
    """Take the next address so that few requests show both ends of a list.

    WordPress says how many pages there are: after the first the last is read. Of an index's sitemaps the
    first and the last are read in turn, since indexes run from old to new as often as the other way.
    """
    if strategy.kind == "wordpress" and len(answers) == 1:
        total = read_total(answers[0].headers)
        following = waiting.popleft()
        if total is not None and total > read_page_number(following):
            return write_page_number(following, total)
        return following
    if strategy.kind == "sitemap" and len(answers) % 2 == 0:
        return waiting.pop()
    return waiting.popleft()


def write_page_number(url: str, number: int) -> str:
    """Return a WordPress collection's address with another page number."""
    parts = urlsplit(url)
    pairs = [(name, str(number) if name == "page" else value) for name, value in parse_qsl(parts.query)]
    return parts._replace(query=urlencode(pairs, safe=":,/")).geturl()


def describe_way(
    strategy: Strategy,
    discovery: Discovery,
    candidates: Mapping[str, Candidate],
    answers: list[Answer],
    *,
    more: bool,
) -> Measured:
    """Put together what one way in showed."""
    seen = discovery.observe()
    total = read_total(answers[0].headers) if answers and strategy.kind == "wordpress" else None
    if not seen.entries:
        depth = Depth.NONE
    elif total is not None and len(answers) == min(total, 2):
        depth = Depth.WHOLE
    elif more:
        depth = Depth.OPEN
    else:
        depth = Depth.WHOLE if seen.listing_ended or seen.reach is Reach.FULL else Depth.SHORT
    return Measured(
        strategy=strategy,
        depth=depth,
        entries=seen.entries,
        oldest_at=seen.oldest_at,
        newest_at=seen.newest_at,
        candidates=tuple(candidates.values()),
        requests=len(answers),
        detail=seen.detail if depth in {Depth.NONE, Depth.SHORT} else None,
        first=answers[0] if answers else None,
    )


def describe_unread(strategy: Strategy, detail: str) -> Measured:
    """Return a way in that this version reads nowhere, or not over the network."""
    return Measured(
        strategy=strategy,
        depth=Depth.NONE,
        entries=0,
        oldest_at=None,
        newest_at=None,
        candidates=(),
        requests=0,
        detail=detail,
        first=None,
    )

"""Trying sources as they are: each way in until one shows entries, then one article."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from scrapers.guards import shorten
from scrapers.probing.measure import Measured, measure_way
from scrapers.probing.samples import Sample, choose_candidates, fetch_sample
from scrapers.probing.session import Looker, Web
from transforms.dates import EARLIEST
from transforms.records import Source, Strategy

MOST_REQUESTS: Final = 20
PAGES_A_WAY: Final = 4
DAYS: Final = 8
"""Dated archive pages: a site may publish once a week."""
MOST_ARTICLES: Final = 3
AT_ONCE: Final = 16
"""Sources tried at the same time; each host still answers one request at a time."""
PATIENCE: Final = 300.0
"""Seconds for one source."""
RECENT: Final = timedelta(days=60)
"""How far back ways are asked that would read more the further back they are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of trying a source: by which way in, how many entries it showed, what is wrong if it failed."""

    source_id: str
    tried_at: datetime
    worked: bool
    way: str | None
    entries: int
    detail: str | None


async def try_sources(
    web: Web, sources: Sequence[Source], tell: Callable[[Trial], Awaitable[None]]
) -> list[Trial]:
    """Try all sources, those on different hosts side by side; `tell` hears of each as it ends."""
    lanes = asyncio.Semaphore(AT_ONCE)

    async def try_one(source: Source) -> Trial:
        async with lanes:
            trial = await try_in_time(web, source)
        await tell(trial)
        return trial

    return list(await asyncio.gather(*(try_one(source) for source in sources)))


async def try_in_time(web: Web, source: Source) -> Trial:
    """Try one source, and give up on a host that wants more patience than a person has."""
    started = datetime.now(UTC)
    try:
        async with asyncio.timeout(PATIENCE):
            return await try_source(web, source)
    except TimeoutError:
        return lost_trial(source, started, f"no answer to be had in {PATIENCE:.0f} s: it may want longer pauses")


async def try_source(web: Web, source: Source) -> Trial:
    """Try one source's ways in until one shows entries, and then its newest articles until one is an article."""
    tried_at = datetime.now(UTC)
    looker = web.open_looker(source, most_requests=MOST_REQUESTS)
    failures: list[str] = []
    for strategy in source.strategies:
        way = await try_strategy(looker, source, strategy, now=tried_at)
        if way.works:
            fault = await find_fault(looker, source, way)
            return make_trial(source, tried_at, way, fault)
        failures.append(way.detail or f"{strategy.key} shows nothing")
    return lost_trial(source, tried_at, "; ".join(failures))


def lost_trial(source: Source, tried_at: datetime, why: str) -> Trial:
    """Return the trial of a source that showed nothing."""
    return Trial(
        source_id=source.source_id,
        tried_at=tried_at,
        worked=False,
        way=None,
        entries=0,
        detail=shorten(why, 500),
    )


async def try_strategy(looker: Looker, source: Source, strategy: Strategy, *, now: datetime) -> Measured:
    """Read a way in as far as its first candidates."""
    since = now - RECENT if strategy.kind in {"sitemap", "archive_pages"} else EARLIEST
    most = DAYS if strategy.kind == "archive_pages" else PAGES_A_WAY
    return await measure_way(looker, source, strategy, since=since, most_requests=most, content=True)


async def find_fault(looker: Looker, source: Source, way: Measured) -> str | None:
    """Return why none of the newest articles can be read; None as soon as one can."""
    samples: list[Sample] = []
    for candidate in choose_candidates(way.candidates, most=MOST_ARTICLES):
        sample = await fetch_sample(looker, source, candidate)
        if sample.fault is None:
            return None
        samples.append(sample)
    if not samples:
        return "it shows entries, but none that may be an article of the last weeks"
    return f"{samples[0].candidate.url}: {samples[0].fault}"


def make_trial(source: Source, tried_at: datetime, way: Measured, fault: str | None) -> Trial:
    """Return the trial of a source with a way in that shows entries."""
    return Trial(
        source_id=source.source_id,
        tried_at=tried_at,
        worked=fault is None,
        way=way.strategy.key,
        entries=way.entries,
        detail=shorten(fault, 500) if fault else None,
    )

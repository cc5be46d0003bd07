"""When a host may be called: slots kept in Postgres for all workers and all runs."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from typing import Final

from scrapers.deadline import Deadline
from scrapers.desk import Asked
from scrapers.refusals import Refused
from sql.hosts import ensure_host, set_retry_after, take_slot
from transforms.outcomes import Reason

LONGEST_WISH: Final = 7 * 24 * 3600.0
"""Seconds; a host that asks for more is left alone for this long."""
CLOCK_GRAIN: Final = 0.001
LONGEST_NAP: Final = 30.0
"""Seconds after which a waiting request looks again: the host's wish may have changed."""


class Slots:
    """Gives out one request at a time to a host, at least an interval apart, across all processes.

    A slot is taken only when it is free, never reserved ahead: a Retry-After that another worker met holds
    for everybody who still waits, and a killed worker leaves no hole. Within this process a host answers
    one request before it gets the next.
    """

    def __init__(self, desk: Asked, deadline: Deadline) -> None:
        self._desk = desk
        self._deadline = deadline
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._known: set[str] = set()

    @asynccontextmanager
    async def turn(self, host: str, interval: float) -> AsyncIterator[None]:
        """Wait for the host's next slot and hold the host while its request runs.

        Raises Refused(retry_after) when the host asked to be left alone beyond the deadline, and
        Refused(deadline) when its next slot lies beyond it.
        """
        async with self._turns[host]:
            await self._wait(host, interval)
            yield

    async def leave_alone(self, host: str, seconds: float) -> None:
        """Keep everybody away from a host for so many seconds, as it asked."""
        await self._desk.ask(set_retry_after, host, min(seconds, LONGEST_WISH))

    async def _wait(self, host: str, interval: float) -> None:
        if host not in self._known:
            await self._desk.ask(ensure_host, host)
            self._known.add(host)
        while True:
            answer = await self._desk.ask(take_slot, host, interval)
            if answer.taken:
                return
            if time.monotonic() + answer.wait > self._deadline.at:
                reason = Reason.RETRY_AFTER if answer.asked else Reason.DEADLINE
                raise Refused(reason, f"{host} is free in {answer.wait:.0f} s, after the deadline")
            await asyncio.sleep(min(answer.wait + CLOCK_GRAIN, LONGEST_NAP))


def read_retry_after(value: str | None, *, now: float) -> float | None:
    """Return how many seconds a Retry-After header asks for (seconds or an HTTP date); None if it says nothing.

    `now` is the Unix time at which the answer came.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return None

"""The instant at which a crawl stops: known in advance, or sooner when it is told to stop."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Deadline:
    """A monotonic instant; scopes that are open when it comes end with TimeoutError."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds
        self._scopes: set[asyncio.Timeout] = set()

    @property
    def is_over(self) -> bool:
        """Whether it has come."""
        return time.monotonic() >= self.at

    @asynccontextmanager
    async def scope(self) -> AsyncIterator[None]:
        """Run a block that ends with TimeoutError at the deadline."""
        async with asyncio.timeout(max(0.0, self.at - time.monotonic())) as timeout:
            self._scopes.add(timeout)
            try:
                yield
            finally:
                self._scopes.discard(timeout)

    def end_now(self) -> None:
        """Let the deadline come now."""
        self.at = time.monotonic()
        now = asyncio.get_running_loop().time()
        for timeout in self._scopes:
            timeout.reschedule(now)

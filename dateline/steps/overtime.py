"""A limit on the time of one page: what takes longer ends there, and the rest of its batch goes on."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Final

AGAIN: Final = 0.5
"""Seconds after which Overtime is raised again: where Python ignores exceptions, as in callbacks, one is lost."""


class Overtime(BaseException):
    """The time is up. No `except Exception` of a library may take it for a fault of its own."""


class Patience:
    """Seconds that the next page of a source may take: half as many after each one that took too long.

    So the traps of one source cost its batch minutes, not hours, however many they are.
    """

    LEAST: Final = 0.25
    """Seconds in which nearly every page is read, on any machine."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._lost: Counter[str] = Counter()

    def left(self, source_id: str) -> float:
        """Return the seconds that the source's next page may take."""
        return max(self._most * 0.5 ** self._lost[source_id], min(self.LEAST, self._most))

    def lose(self, source_id: str) -> None:
        """Note that a page of the source took too long."""
        self._lost[source_id] += 1


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise Overtime where the block takes longer than so many seconds.

    A timer that is set already, such as Airflow's for the whole task, goes on afterwards. Outside the main thread,
    where no signal arrives, there is no limit. See signal(7), setitimer(2).
    """
    if current_thread() is not main_thread():
        yield
        return
    handler = signal.signal(signal.SIGALRM, _stop)
    started = time.monotonic()
    left, every = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 0.001), every)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Overtime

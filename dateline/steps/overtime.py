"""A limit on the time of one page: what takes longer ends there, and the rest of its batch goes on."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType


class Overtime(BaseException):
    """The time is up. No `except Exception` of a library may take it for a fault of its own."""


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
    left, every = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 0.001), every)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Overtime

"""A desk without a database: slots and wishes of hosts kept in this process, for a look before anything runs."""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sql.connection import Connection
from sql.hosts import SlotAnswer, ensure_host, read_robots, set_retry_after, take_slot, write_robots

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class MemoryDesk:
    """Answers the questions about hosts that a desk is asked; any other is a KeyError.

    Robots' rules need no place here: who asks keeps them as long as this process lives.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next_at: defaultdict[str, float] = defaultdict(float)
        self._wished_at: defaultdict[str, float] = defaultdict(float)
        self._answers: dict[Callable[..., Any], Callable[..., Any]] = {
            ensure_host: lambda _host: None,
            take_slot: self._take_slot,
            set_retry_after: self._leave_alone,
            read_robots: lambda _host: None,
            write_robots: lambda _host, **_answer: None,
        }

    async def ask(
        self,
        question: Callable[Concatenate[Connection, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Return what the database would answer if this process alone asked it."""
        return cast("Result", self._answers[question](*args, **kwargs))

    def _take_slot(self, host: str, interval: float) -> SlotAnswer:
        now, wished_at = self._clock(), self._wished_at[host]
        free_at = max(self._next_at[host], wished_at)
        if free_at > now:
            return SlotAnswer(taken=False, wait=free_at - now, asked=wished_at >= free_at)
        self._next_at[host] = now + interval
        return SlotAnswer(taken=True, wait=0.0, asked=False)

    def _leave_alone(self, host: str, seconds: float) -> None:
        self._wished_at[host] = max(self._wished_at[host], self._clock() + seconds)

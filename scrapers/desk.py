"""A database connection with a thread of its own, so that no query ever holds up the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sql.connection import Connection, connect

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Asked(Protocol):
    """Whoever answers questions that are put to the database."""

    async def ask(
        self,
        question: Callable[Concatenate[Connection, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Return the answer to `question(connection, …)`."""
        ...


class Desk:
    """One autocommit connection, asked one question after another in the order of asking."""

    def __init__(self, database_url: str, *, name: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"desk-{name}")
        self._connection: Connection = connect(database_url, application=f"dateline {name}", autocommit=True)

    async def ask(
        self,
        question: Callable[Concatenate[Connection, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Run `question(connection, …)` in the desk's thread and return its answer."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: question(self._connection, *args, **kwargs))

    def close(self) -> None:
        """Answer what was asked, then close."""
        self._thread.shutdown(wait=True)
        self._connection.close()

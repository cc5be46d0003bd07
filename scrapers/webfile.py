"""A file behind a web address, read piece by piece through the fetcher: guards, robots and slots hold for each."""

import io
import re
from collections.abc import Callable
from typing import Final

from scrapers.discovery.answers import name_fault
from scrapers.fetcher import Answer, Headers
from transforms.outcomes import StrategyProblem

PIECE: Final = 16 * 1024 * 1024
"""Bytes asked for at once: a file of 1 GB takes 64 requests."""
RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+)\Z")

Ask = Callable[[str, Headers], Answer]
"""Fetches an address with these headers and waits for the answer; raises FileLost when there is none."""


class FileLost(Exception):
    """A file cannot be read, or not to its end; `problem` says why, the message says it in words."""

    def __init__(self, problem: StrategyProblem, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem


class WebFile(io.RawIOBase):
    """A seekable file over HTTP ranges (RFC 9110, section 14), for a reader in a thread of its own.

    A server that knows no ranges must give the whole file in one answer that the fetcher takes. `lost` is set, and
    FileLost raised, when a piece cannot be had or the file changes under the reader.
    """

    def __init__(self, url: str, ask: Ask) -> None:
        super().__init__()
        self._url = url
        self._ask = ask
        self._start, self._piece = 0, b""
        self._size: int | None = None
        self._mark: str | None = None
        self._position = 0
        self.requests = 0
        self.lost: FileLost | None = None
        self._load(0)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that any place in it can be read."""
        return True

    def tell(self) -> int:
        """Return the offset of the next byte."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move, without any request."""
        bases = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size or 0}
        self._position = max(0, bases[whence] + offset)
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed names any writable buffer
        """Read at most a buffer's length; nothing at the end."""
        if self._size is not None and self._position >= self._size:
            return 0
        if not self._start <= self._position < self._start + len(self._piece):
            self._load(self._position)
        at = self._position - self._start
        taken = self._piece[at : at + len(buffer)]
        buffer[: len(taken)] = taken
        self._position += len(taken)
        return len(taken)

    def _load(self, start: int) -> None:
        if self.lost is not None:
            raise self.lost
        self.requests += 1
        try:
            self._take(start, self._ask(self._url, _name_range(start)))
        except FileLost as lost:
            self.lost = lost
            raise

    def _take(self, start: int, answer: Answer) -> None:
        """Hold the piece that an answer brings."""
        if answer.status == 416:  # nothing lies there: the file ends before
            self._start, self._piece, self._size = start, b"", start
            return
        if (fault := name_fault(self._url, answer.status)) is not None:
            raise FileLost(*fault)
        mark = answer.headers.get("etag") or answer.headers.get("last-modified")
        if self.requests > 1 and mark != self._mark:
            raise FileLost(StrategyProblem.MALFORMED, f"{self._url} changed while it was read")
        self._mark = mark
        if answer.status != 206:
            self._start, self._piece, self._size = 0, answer.body, len(answer.body)
            return
        place = RANGE.match(answer.headers.get("content-range", ""))
        if place is None or int(place[1]) != start or not answer.body:
            raise FileLost(StrategyProblem.MALFORMED, f"{self._url} answers with another part than was asked for")
        self._start, self._piece, self._size = start, answer.body, int(place[2])


def _name_range(start: int) -> Headers:
    # Coded bytes of a part could not be decoded.
    return (("Range", f"bytes={start}-{start + PIECE - 1}"), ("Accept-Encoding", "identity"))

"""The raw archive: one WARC file an attempt; records are durable before anyone hears of them."""

import errno
import os
import re
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from scrapers.stores import ArchiveDamaged, local_folder, open_store
from scrapers.warc import Exchange, digest_body, render_exchange, render_info
from transforms.wording import describe_failure

__all__ = ["ArchiveDamaged", "ArchiveUnwritable", "ArchiveWriter", "WarcPlace", "digest_body", "read_response"]

MOST_PENDING_RECORDS: Final = 200
MOST_PENDING_BYTES: Final = 32 * 1024 * 1024
CONTENT_LENGTH: Final = re.compile(rb"^content-length: *(\d{1,18})\r?$", re.IGNORECASE | re.MULTILINE)
FULL_DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ArchiveUnwritable(RuntimeError):
    """The archive takes no records; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPlace:
    """Where a record lies: file relative to the archive, start and length of its gzip member in bytes."""

    file: str
    offset: int
    length: int


class ArchiveWriter:
    """The WARC file of one shard attempt; made with its first record, never shared with another process.

    In a folder each record is durable (fsync) when `append` returns. For object stores records become
    durable when `seal` has uploaded the file: `append` then only says where a record is going to be.
    """

    def __init__(self, archive: str, file_name: str) -> None:
        self._archive = archive
        self._folder = local_folder(archive)
        self._store = open_store(archive)
        self._name = file_name
        self._parts = 0
        self._file: IO[bytes] | None = None
        self._temporary: Path | None = None
        self._unsealed = [0, 0]
        self._current = ""

    @property
    def is_durable(self) -> bool:
        """Whether everything that was appended is durable."""
        return self._folder is not None or self._unsealed[0] == 0

    @property
    def is_due(self) -> bool:
        """Whether so much waits that `seal` should be called."""
        return self._unsealed[0] >= MOST_PENDING_RECORDS or self._unsealed[1] >= MOST_PENDING_BYTES

    def append(self, exchange: Exchange) -> WarcPlace:
        """Write one exchange and return where its response record is; raise ArchiveUnwritable."""
        try:
            file = self._file or self._open()
            offset = file.tell()
        except OSError as error:
            raise self._explain_write(error) from error
        response, request = render_exchange(exchange)
        try:
            _write_all(file, response + request)
            self._sync(file)
        except OSError as error:
            self._cut(file, offset)
            raise self._explain_write(error) from error
        self._unsealed[0] += 1
        self._unsealed[1] += len(response)
        return WarcPlace(file=self._current, offset=offset, length=len(response))

    def seal(self) -> None:
        """Make everything durable; for object stores, upload the file and let the next record begin another."""
        if self._folder is not None or self._file is None or self._temporary is None:
            return
        self._file.close()
        try:
            self._store.keep(self._temporary, self._current)
        except OSError as error:
            raise explain_unwritable(f"the archive {self._archive}", error) from error
        finally:
            self._temporary.unlink(missing_ok=True)
            self._file = self._temporary = None
            self._unsealed = [0, 0]
        self._parts += 1

    def close(self) -> None:
        """Close the file; what was not sealed into an object store is given up."""
        if self._file is not None:
            self._file.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)
        self._file = self._temporary = None

    def _open(self) -> IO[bytes]:
        self._current = self._name if self._folder is not None else _number(self._name, self._parts)
        if self._folder is None:
            handle, path = tempfile.mkstemp(prefix="dateline-", suffix=".warc.gz")
            self._temporary = Path(path)
            self._file = os.fdopen(handle, "wb", buffering=0)
        else:
            target = self._folder / self._current
            target.parent.mkdir(parents=True, exist_ok=True)
            # Exclusive: two processes can never write one file.
            self._file = target.open("xb", buffering=0)
            _sync_folder(target.parent)
        _write_all(self._file, render_info(self._current))
        return self._file

    def _sync(self, file: IO[bytes]) -> None:
        if self._folder is not None:
            os.fsync(file.fileno())

    def _cut(self, file: IO[bytes], offset: int) -> None:
        """Take back a torn record; no row points to it, so it does no harm if this fails too."""
        with suppress(OSError):
            file.truncate(offset)
            file.seek(offset)

    def _explain_write(self, error: OSError) -> ArchiveUnwritable:
        """Name the folder; before a store, files are collected in a place of their own."""
        place = f"the archive {self._folder}" if self._folder else f"TMPDIR {tempfile.gettempdir()}"
        return explain_unwritable(place, error)


def explain_unwritable(place: str, error: OSError) -> ArchiveUnwritable:
    """Return the one line for a place that took no record."""
    full = error.errno in FULL_DISK
    what = "is full: free space there" if full else f"takes no files ({error.strerror or error})"
    return ArchiveUnwritable(f"{place} {what}, then run the crawl again")


def read_response(archive: str, *, file: str, offset: int, length: int, digest: str) -> bytes:
    """Return the decoded body of a record; raise ArchiveDamaged when it is not there or not the same."""
    where = f"{file} at offset {offset}"
    try:
        record = zlib.decompress(open_store(archive).read(file, offset, length), zlib.MAX_WBITS | 16)
    except (OSError, zlib.error) as error:
        raise ArchiveDamaged(f"{where}: {describe_failure(error)[:200]}") from None
    body = split_response(record)
    if body is None:
        raise ArchiveDamaged(f"{where}: no whole WARC response record")
    found = digest_body(body)
    if found != digest:
        raise ArchiveDamaged(f"{where}: the body's digest is {found}, expected {digest}")
    return body


def split_response(record: bytes) -> bytes | None:
    """Return the body within a WARC response record's bytes; None if they are no whole record."""
    head, found, block = record.partition(b"\r\n\r\n")
    stated = CONTENT_LENGTH.search(head)
    if not found or stated is None or not head.startswith(b"WARC/") or len(block) < int(stated[1]):
        return None
    _, found, body = block[: int(stated[1])].partition(b"\r\n\r\n")
    return body if found else None


def _write_all(file: IO[bytes], content: bytes) -> None:
    """Write everything: an unbuffered file may take less at a time, as a disk does that is nearly full."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def _number(name: str, part: int) -> str:
    return f"{name.removesuffix('.warc.gz')}-{part:03d}.warc.gz"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

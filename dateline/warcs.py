"""Pages of WARC files, for `dateline extract`: whole ones, torn ones, and what is damaged between them."""

import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from dateline.errors import UserError
from dateline.inputs import LARGEST_PAGE, PageInput
from transforms.outcomes import Reason
from transforms.records import Page

HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
MOST_PAYLOAD: Final = 2 * LARGEST_PAGE
"""Bytes of a record, as kept: a longer one is no page, and is not held in memory."""
MOST_DAMAGE: Final = 100
"""Damaged places after which the rest of a file is given up."""


def read_warc(file: Path, damage: list[str]) -> Iterator[PageInput]:
    """Yield the HTML pages of a WARC file's successful responses, in order, one in memory at a time.

    Each damaged place adds a line to `damage`, and reading goes on with the next whole record; a page that is
    cut off has the problem UNREADABLE. Raise UserError for a file without any record.
    """
    with file.open("rb") as stream:
        yield from _Reader(file, stream, damage).read()


class _Reader:
    """One reading of one file: which record it is at, and where that starts."""

    def __init__(self, file: Path, stream: IO[bytes], damage: list[str]) -> None:
        self._file = file
        self._stream = stream
        self._damage = damage
        self._number = 0
        self._position = 0

    def read(self) -> Iterator[PageInput]:
        start: int | None = 0
        known, damaged_at = len(self._damage), -1
        while start is not None and len(self._damage) - known < MOST_DAMAGE:
            try:
                yield from self._read_from(start)
            except (OSError, EOFError, ValueError) as error:  # how fastwarc says that a file is torn or no WARC
                start = self._find_record(max(start, self._position) + 1)
                if not self._number and start is None:
                    raise UserError(f"{self._file} cannot be read as a WARC file: {error}") from None
                if self._number != damaged_at:  # what looks like a record may be the rest of the same damage
                    self._note(f"damaged after record {self._number}, at byte {self._position}: {error}")
                    damaged_at = self._number
            else:
                break
        if not self._number:
            raise UserError(f"{self._file} holds no WARC record")
        if len(self._damage) == known and (torn := self._find_torn_end()) is not None:
            self._note(f"cut off after record {self._number}, at byte {torn}")

    def _read_from(self, start: int) -> Iterator[PageInput]:
        from fastwarc import ArchiveIterator, WarcRecordType

        self._stream.seek(start)
        for record in ArchiveIterator(self._stream, parse_http=False):
            self._number += 1
            self._position = start + record.stream_pos
            if record.record_type == WarcRecordType.response:
                # Read whole before it is decoded: so a body that cannot be decoded loses no place in the file.
                torn = _is_torn(record)
                record.parse_http()
                if _is_html_response(record):
                    yield self._read_page(record, torn=torn)

    def _read_page(self, record: Any, *, torn: bool) -> PageInput:  # noqa: ANN401 - fastwarc's types are loose
        page_id, url = str(record.record_id).strip("<>"), record.headers.get("WARC-Target-URI")
        address = url.strip("<>") if url else None
        if torn:
            self._note(f"record {self._number} ({address or page_id}), at byte {self._position}, is cut off")
        if record.content_length > MOST_PAYLOAD:
            return PageInput(page_id=page_id, url=address, page=None, problem=Reason.TOO_LARGE)
        try:
            body = decode_payload(record.reader.read(), record.http_headers)
        except (OSError, EOFError, ValueError):  # a body that its Content-Encoding does not describe
            problem = Reason.UNREADABLE if torn else Reason.BAD_ENCODING
            return PageInput(page_id=page_id, url=address, page=None, problem=problem)
        if len(body) > LARGEST_PAGE:
            return PageInput(page_id=page_id, url=address, page=None, problem=Reason.TOO_LARGE)
        page = Page(
            body=body,
            url=address,
            content_type=record.http_headers.get("Content-Type"),
            fetched_at=record.record_date,
        )
        return PageInput(page_id=page_id, url=address, page=page, problem=Reason.UNREADABLE if torn else None)

    def _find_record(self, start: int) -> int | None:
        from scrapers.warc_damage import find_record

        return find_record(self._stream, start)

    def _find_torn_end(self) -> int | None:
        from scrapers.warc_damage import find_torn_end

        return find_torn_end(self._stream, self._position)

    def _note(self, words: str) -> None:
        self._damage.append(f"{self._file}: {words}")


def decode_payload(payload: bytes, headers: Any) -> bytes:  # noqa: ANN401 - fastwarc's types are loose
    """Return a decoded body, at most one byte more than the largest page; raise OSError if it has another coding.

    Archives often keep the header of a chunked transfer whose chunks are joined already: then it means nothing.
    """
    from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader

    if (headers.get("Transfer-Encoding") or "").strip().lower() == "chunked":
        with suppress(OSError):
            payload = ChunkedReader(io.BytesIO(payload)).read(MOST_PAYLOAD)
    stream: Any = io.BytesIO(payload)
    for coding in reversed((headers.get("Content-Encoding") or "").lower().split(",")):
        match coding.strip():
            case "gzip" | "x-gzip":
                stream = GzipReader(stream)
            case "deflate":
                stream = GzipReader(stream, zlib=True)
            case "br":
                stream = BrotliReader(stream)
            case "zstd":
                stream = ZstdReader(stream)
    body: bytes = stream.read(LARGEST_PAGE + 1)
    return body


def _is_torn(record: Any) -> bool:  # noqa: ANN401 - fastwarc's types are loose
    """Whether fewer bytes follow than the record announces: fastwarc passes over that in silence."""
    announced = record.content_length
    if announced > MOST_PAYLOAD:
        return False
    record.freeze()
    return bool(record.content_length < announced)


def _is_html_response(record: Any) -> bool:  # noqa: ANN401 - fastwarc's types are loose
    if record.http_headers is None or record.http_headers.status_code != 200:
        return False
    return record.http_content_type is None or record.http_content_type.lower() in HTML_TYPES

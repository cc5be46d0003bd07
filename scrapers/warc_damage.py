"""Damaged WARC files: where the next whole record begins, and whether the file's end cuts its last one off."""

import io
import re
import zlib
from typing import IO, Final

GZIP: Final = b"\x1f\x8b\x08"
HEAD: Final = b"WARC/1."
SCAN: Final = 1024 * 1024
CHUNK: Final = 256 * 1024
LONGEST_HEAD: Final = 64 * 1024
"""Bytes of a record's own header lines that are looked at."""
LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def find_record(stream: IO[bytes], start: int) -> int | None:
    """Return where the next WARC record begins, in a gzip member of its own or plain; None if there is none."""
    stream.seek(start)
    offset, window = start, stream.read(SCAN)
    while window:
        found = min(_find_member(window), _find_plain(window), key=lambda place: (place < 0, place))
        if found >= 0:
            return offset + found
        rest = window[-len(HEAD) - 1 :]
        fresh = stream.read(SCAN)
        offset += len(window) - len(rest)
        window = rest + fresh if fresh else b""
    return None


def find_torn_end(stream: IO[bytes], start: int) -> int | None:
    """Return where the last record or gzip member begins if the file's end cuts it off; reads from `start` on."""
    stream.seek(start)
    rest = stream.read(CHUNK)
    return _find_torn_member(stream, start, rest) if rest.startswith(GZIP[:2]) else _find_torn_plain(stream, start)


def _find_torn_member(stream: IO[bytes], start: int, rest: bytes) -> int | None:
    position = start
    while rest:
        decoder, taken = zlib.decompressobj(zlib.MAX_WBITS | 16), 0
        while rest and not decoder.eof:
            try:
                decoder.decompress(rest, CHUNK)
            except zlib.error:
                return None  # padding after the last record
            # eof turns true while it works, which the loop's condition hides from mypy
            left = decoder.unused_data if decoder.eof else decoder.unconsumed_tail  # type: ignore[redundant-expr]
            taken += len(rest) - len(left)
            rest = left or stream.read(CHUNK)
        decoder.flush()
        if not decoder.eof:
            return position
        position += taken
    return None


def _find_torn_plain(stream: IO[bytes], start: int) -> int | None:
    """Return where the last record of a plain file begins if it announces more than follows."""
    size = stream.seek(0, io.SEEK_END)
    position = start
    while position < size:
        stream.seek(position)
        head, mark, _ = stream.read(LONGEST_HEAD).partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not head.lstrip(b"\r\n").startswith(HEAD):
            return None
        if not mark or length is None:
            return position
        end = position + len(head) + len(mark) + int(length[1])
        if end > size:
            return position
        position = end + len(b"\r\n\r\n")
    return None


def _find_member(window: bytes) -> int:
    found = window.find(GZIP)
    while found >= 0 and not _begins_record(window[found : found + 4096]):
        found = window.find(GZIP, found + 1)
    return found


def _find_plain(window: bytes) -> int:
    """Return where a plain record begins: at the start of a line."""
    found = window.find(b"\n" + HEAD)
    return found + 1 if found >= 0 else -1


def _begins_record(member: bytes) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(member, 5) == b"WARC/"
    except zlib.error:
        return False

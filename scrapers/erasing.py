"""Erasing records of the archive: each one's bytes make room for as many that say nothing.

No offset changes and no file is renamed. Whoever reads or writes another record meanwhile, a running crawl too, is
not disturbed, and an erasure that was killed is simply done again.
"""

import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final

from scrapers.stores import Patch, Store
from scrapers.warc import render_stub
from scrapers.warc_damage import find_record
from transforms.identity import normalise_url

SLICE: Final = 64 * 1024
HEAD: Final = 64 * 1024
"""Bytes of a record in which its header lines are looked for."""
GZIP: Final = zlib.MAX_WBITS | 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One record's gzip member: where it is, and the header lines of the record in it, names in lower case."""

    offset: int
    length: int
    fields: dict[str, str]

    @property
    def url(self) -> str:
        """The record's address in normal form; empty if it names none."""
        return normalise_url(self.fields.get("warc-target-uri", "").strip("<>"))


def erase_records(
    store: Store, file: str, places: Collection[tuple[int, int]], *, urls: Collection[str], now: datetime
) -> int:
    """Overwrite records of a file and return how many; raise FileNotFoundError if the file is not there.

    `places` are offset and length of captures; the requests that led to them go too. With `urls` the whole file is
    read, and every record of these addresses goes, whether or not a capture points to it.
    """
    with store.open_read(file) as stream:
        found = dict(places)
        for offset, length in places:
            stream.seek(offset + length)
            following = read_member(stream, offset + length)
            if following and following.fields.get("warc-type") == "request":
                found[following.offset] = following.length
        if urls:
            found |= {one.offset: one.length for one in iterate_members(stream) if one.url in urls}
    patches: list[Patch] = [(offset, render_stub(length, now)) for offset, length in sorted(found.items())]
    if patches:
        store.overwrite(file, patches)
    return len(patches)


def iterate_members(stream: IO[bytes]) -> Iterator[Member]:
    """Yield a file's whole members in order; what lies between them and is none is passed over."""
    offset: int | None = 0
    while offset is not None:
        stream.seek(offset)
        member = read_member(stream, offset)
        if member is None:
            offset = find_record(stream, offset + 1)
        else:
            yield member
            offset = member.offset + member.length


def read_member(stream: IO[bytes], offset: int) -> Member | None:
    """Return the member that begins where the stream stands; None if there is no whole one."""
    decoder = zlib.decompressobj(GZIP)
    head = bytearray()
    read = 0
    while not decoder.eof:
        piece = stream.read(SLICE)
        if not piece:
            return None
        read += len(piece)
        try:
            unfolded = decoder.decompress(piece)
        except zlib.error:
            return None
        head += unfolded[: HEAD - len(head)]
    return Member(offset=offset, length=read - len(decoder.unused_data), fields=read_fields(bytes(head)))


def read_fields(record: bytes) -> dict[str, str]:
    """Return the header lines of a WARC record; none if it is no record."""
    head, found, _ = record.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not found or not first.startswith("WARC/"):
        return {}
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}

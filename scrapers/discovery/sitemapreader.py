"""Sitemaps into rows: XML, plain text, a feed, or the lines of a robots.txt; packed or not, in any charset.

Reading is streamed: no more than a piece of what a packed sitemap unfolds to is in memory. Dates stay words here.
"""

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

from scrapers.content import GZIP, GZIP_MAGIC, unfold
from scrapers.discovery.answers import describe_body
from scrapers.discovery.base import ListingPage
from scrapers.discovery.feedreader import HTML_START, NotReadable, read_feed
from scrapers.discovery.sitemapxml import LOST, Broken, NoSitemap, Row, read_xml
from transforms.outcomes import StrategyProblem

PIECE: Final = 64 * 1024
HEAD: Final = 20_000
"""Bytes in which the beginning of a sitemap is looked for, after a program's warnings."""
LONGEST_LINE: Final = 8192
XML_START: Final = re.compile(rb"<\?xml\b|<!DOCTYPE\b|<(?:[\w.-]{1,64}:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
FEED_ROOTS: Final = frozenset({"rss", "feed", "rdf"})
LARGEST_ROBOTS: Final = 500 * 1024
POINTER: Final = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*([^\s#]+)", re.IGNORECASE | re.MULTILINE)
DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
CHARSETS: Final = re.compile(
    r"iso[-_]?8859[-_]\d{1,2}|latin-?\d|windows-\d{3,4}|cp12\d\d|koi8-[ru]|gbk?|gb2312|gb18030|big5|euc-(?:jp|kr)"
    r"|shift_jis",
    re.IGNORECASE,
)
"""Those that a sitemap may declare; the protocol knows UTF-8 alone."""


def read_sitemap(page: ListingPage, *, largest: int) -> Iterator[Row]:
    """Yield the entries as far as they can be read; in the end raise NotReadable if that was not to the end.

    `largest` is the most bytes that a packed sitemap may unfold to.
    """
    try:
        yield from read_body(page, largest)
    except Broken as broken:
        raise NotReadable(StrategyProblem.MALFORMED, f"{page.url} {broken}") from None
    except NoSitemap:
        words = f"{page.url} is no sitemap: it answered with {describe_body(page)}"
        raise NotReadable(StrategyProblem.NOT_A_SITEMAP, words) from None


def read_body(page: ListingPage, largest: int) -> Iterator[Row]:
    """Yield the entries of a sitemap, or of a feed that serves as one; raise Broken or NoSitemap."""
    pieces = unpack(page.body, largest)
    head = take_piece(pieces)
    try:
        yield from read_pieces(recode(chain([head], pieces), find_charset(head)), page)
    except NoSitemap as other:
        if str(other) not in FEED_ROOTS:
            raise
        for entry in read_feed(replace(page, body=b"".join(unpack(page.body, largest)))).entries:
            yield Row(loc=entry.url, lastmod=entry.modified, published=entry.published, title=entry.title)


def unpack(body: bytes, largest: int) -> Iterator[bytes]:
    """Yield a body in pieces, unfolded where it is packed; raise Broken where that fails or does not end."""
    if not body.startswith(GZIP_MAGIC):
        yield from (body[at : at + PIECE] for at in range(0, len(body), PIECE))
        return
    size = 0
    try:
        for piece in unfold(body, GZIP):
            size += len(piece)
            if size > largest:
                raise Broken(f"unfolds to more than {largest} bytes")
            yield piece
    except (zlib.error, EOFError):
        raise Broken("is packed, and the packing is broken") from None


def take_piece(pieces: Iterator[bytes]) -> bytes:
    """Return the first piece that is not empty, stripped of what may stand before a sitemap."""
    return next((piece for piece in pieces if piece), b"").removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")


def find_charset(head: bytes) -> str | None:
    """Return the charset to read a sitemap in, by its first bytes; None for UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith((b"<\0", b"\0<")):
        return "utf-16-le" if head.startswith(b"<") else "utf-16-be"
    declared = DECLARED.match(head)
    name = declared[1].decode() if declared else ""
    return name if CHARSETS.fullmatch(name) and is_codec(name) else None


def is_codec(name: str) -> bool:
    """Whether Python knows a charset."""
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def recode(pieces: Iterator[bytes], charset: str | None) -> Iterator[bytes]:
    """Return the pieces in UTF-8."""
    if charset is None:
        return pieces
    decoder = codecs.getincrementaldecoder(charset)("replace")
    return (decoder.decode(piece).encode() for piece in pieces)


def read_pieces(pieces: Iterator[bytes], page: ListingPage) -> Iterator[Row]:
    """Yield the entries of what a sitemap turns out to be."""
    head = take_piece(pieces)
    if not head:
        raise NotReadable(StrategyProblem.EMPTY, f"{page.url} is empty")
    if head.startswith((b"http://", b"https://")):
        return read_lines(chain([head], pieces))
    if is_robots(page.url) and not head.startswith(b"<"):
        return read_robots(page)
    start = XML_START.search(head, 0, HEAD)
    if HTML_START.match(head[:100].decode("latin-1")) or not (start or head.startswith(b"<")):
        raise NoSitemap
    return read_xml(chain([head[start.start() if start else 0 :]], pieces))


def read_lines(pieces: Iterable[bytes]) -> Iterator[Row]:
    """Yield the addresses of a plain-text sitemap, one a line; a line that is none has none."""
    rest = b""
    for piece in chain(pieces, [b"\n"]):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            text = line.decode("utf-8", "replace").strip()
            if text:
                yield Row(loc=text if text.startswith(("http://", "https://")) and LOST not in text else None)
        rest = rest[:LONGEST_LINE]


def is_robots(url: str) -> bool:
    """Whether an address is that of a host's robots.txt."""
    return urlsplit(url).path == "/robots.txt"


def read_robots(page: ListingPage) -> Iterator[Row]:
    """Yield the sitemaps that a robots.txt names; raise NotReadable if it names none."""
    named = POINTER.findall(page.body[:LARGEST_ROBOTS].decode("utf-8-sig", "replace"))
    if not named:
        raise NotReadable(StrategyProblem.MISSING, f"{page.url} names no sitemap")
    yield from (Row(loc=loc, is_sitemap=True) for loc in named)

"""Sitemap XML into rows, entry by entry, within bounds; what is broken costs its own entry and no other.

expat reads it, and no tree is built. lxml would keep every tag name that a site makes up until the process ends,
and put all entries after an unclosed one inside that one. No entity is expanded: references that XML does not know
are mended before, declarations are refused.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from xml.parsers import expat

from transforms.decoding import join_halves

ENTRIES: Final = frozenset({"url", "sitemap"})
ROOTS: Final = ENTRIES | {"urlset", "sitemapindex"}
FIELDS: Final = frozenset({"loc", "lastmod"})
NEWS_FIELDS: Final = frozenset({"publication_date", "title"})
LARGEST_ENTRY: Final = 1024 * 1024
"""Bytes from the end of one entry to that of the next: a thousand pictures with their captions."""
MOST_BREAKS: Final = 1000
"""Places where one sitemap's XML breaks, after which the rest is left."""
JUNK_AFTER_END: Final = expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
LOST: Final = "\ufffd"
CONTROLS: Final = bytes({*range(32)} - {*b"\t\n\r"})
HALF_START: Final = re.compile(rb"&#(?:0*5[5-7]|x0*d[89a-f])", re.IGNORECASE)
STRAY: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{1,32};)?")
ENTRY_START: Final = re.compile(rb"<(?:[\w.-]{1,64}:)?(?:url|sitemap)(?=[\s/>])", re.IGNORECASE)


class Row(NamedTuple):
    """One entry of a sitemap in its own words: a page, or a further sitemap that an index names."""

    loc: str | None
    lastmod: str | None = None
    published: str | None = None
    title: str | None = None
    is_sitemap: bool = False


class Broken(Exception):
    """A sitemap could be read in part only; its text says why, to stand after the sitemap's address."""


class NoSitemap(Exception):
    """What was read is no sitemap at all."""


def read_xml(pieces: Iterable[bytes]) -> Iterator[Row]:
    """Yield a sitemap's entries from its pieces in UTF-8; in the end raise Broken if a part could not be read.

    Raises NoSitemap for other XML and for what is none. Namespaces do not matter, only names do.
    """
    reading = Reading()
    since_entry = 0
    for piece in cut_after_tags(pieces):
        rows = reading.read(mend(piece))
        yield from rows
        since_entry = 0 if rows else since_entry + len(piece)
        if since_entry > LARGEST_ENTRY:
            raise Broken(f"has more than {LARGEST_ENTRY} bytes without an entry")
    reading.finish()


def cut_after_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces that end with a tag: so neither a reference nor a character is ever cut."""
    rest = b""
    for piece in pieces:
        end = piece.rfind(b">") + 1
        if end:
            yield rest + piece[:end]
        rest = piece[end:] if end else rest + piece
        if len(rest) > LARGEST_ENTRY:
            raise Broken(f"has more than {LARGEST_ENTRY} bytes without a tag")
    if rest:
        yield rest


def mend(piece: bytes) -> bytes:
    """Return a piece that no stray character spoils: bytes that are no UTF-8, controls, ampersands."""
    if not piece.isascii():
        piece = piece.decode("utf-8", "replace").encode()
    if HALF_START.search(piece):
        piece = join_halves(piece.decode("utf-8", "replace")).encode()
    return STRAY.sub(mend_reference, piece.translate(None, CONTROLS))


def mend_reference(match: re.Match[bytes]) -> bytes:
    """Return what an entity that XML does not know means; other stray ampersands are meant as such."""
    character = html.unescape(match[0].decode()) if match[1] else "&"
    if "&" in character:
        return b"&amp;" + (match[1] or b"")
    return b"".join(b"&#%d;" % ord(part) for part in character)


class Reading:
    """One sitemap being read, by parser after parser: where one breaks, another begins at the next entry."""

    def __init__(self) -> None:
        self._parser: EntryParser | None = EntryParser(self.complain)
        self._root: str | None = None
        self._complaint: str | None = None
        self._complaints = 0
        self._breaks = 0

    def read(self, piece: bytes) -> list[Row]:
        """Return the entries that end in a piece."""
        rows: list[Row] = []
        start = 0 if self._parser else find_entry(piece, 0)
        while start is not None:
            is_new = self._parser is None
            parser = self._parser = self._parser or EntryParser(self.complain, root=self._root or "urlset")
            broken_at = parser.feed(piece[start:] if start else piece)
            rows += parser.take_rows()
            self._root = self._root or parser.root
            if broken_at is None:
                break
            self._give_up()
            # Never from the same place again: an entry may break at its very first byte.
            start = find_entry(piece, start + max(broken_at, is_new))
        return rows

    def complain(self, words: str) -> None:
        """Take note of a place that is broken."""
        self._complaint = self._complaint or words
        self._complaints += 1

    def finish(self) -> None:
        """Raise NoSitemap if nothing of it was one, Broken if a part of it could not be read."""
        if self._root is None:
            raise NoSitemap
        if self._parser:
            self._parser.finish()
        if self._complaint is not None:
            more = f", and in {self._complaints - 1} more places" if self._complaints > 1 else ""
            raise Broken(f"is broken: {self._complaint}{more}")

    def _give_up(self) -> None:
        """Leave a parser that broke; raise Broken when too many did, for each new one costs time."""
        self._parser = None
        self._breaks += 1
        if self._breaks >= MOST_BREAKS:
            raise Broken(f"is broken in {MOST_BREAKS} places or more, first: {self._complaint}")


def find_entry(piece: bytes, start: int) -> int | None:
    """Return where the next entry begins."""
    match = ENTRY_START.search(piece, start)
    return match.start() if match else None


class EntryParser:
    """One parser up to its first error; it holds the fields of the open entry, and the rows not taken yet."""

    def __init__(self, complain: Callable[[str], None], *, root: str | None = None) -> None:
        self.root: str | None = None
        self._complain = complain
        self._rows: list[Row] = []
        self._texts: dict[str, str] | None = None
        self._depth = 0
        self._field: str | None = None
        self._field_depth = 0
        self._words: list[str] = []
        self._in_news = False
        self._fed = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = refuse_entity
        if root:
            self.feed(f"<{root}>".encode())

    def feed(self, data: bytes) -> int | None:
        """Parse; return where in the bytes it broke, None if it did not."""
        before, self._fed = self._fed, self._fed + len(data)
        try:
            self._parser.Parse(data, False)
        except expat.ExpatError as error:
            if error.code != JUNK_AFTER_END:  # a second document after the first loses nothing
                self._complain(f"{expat.ErrorString(error.code)}, line {error.lineno}")
            return max(self._parser.ErrorByteIndex - before, 0)
        return None

    def finish(self) -> None:
        """Complain if the end came too early."""
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError:
            self._complain("it ends too early")

    def take_rows(self) -> list[Row]:
        """Return the entries that ended."""
        rows, self._rows = self._rows, []
        return rows

    def _start(self, name: str, _: object) -> None:
        local = name.rpartition(":")[2].lower()
        if self.root is None:
            if local not in ROOTS:
                raise NoSitemap(local)
            self.root = name
        if local in ENTRIES:
            self._texts, self._depth, self._in_news = {}, 0, False
        elif self._texts is not None:
            self._depth += 1
            self._enter(local, self._texts)

    def _enter(self, local: str, texts: Mapping[str, str]) -> None:
        """Listen to a field's text: those of the entry itself, those of the news extension's element."""
        if self._depth == 1:
            self._in_news = local == "news"
            is_field = local in FIELDS
        else:
            is_field = self._in_news and self._depth == 2 and local in NEWS_FIELDS
        if is_field and local not in texts:
            self._field, self._field_depth, self._words = local, self._depth, []
            self._parser.CharacterDataHandler = self._words.append

    def _end(self, name: str) -> None:
        if self._texts is None:
            return
        if self._depth == 0:
            self._close(name, self._texts)
            self._texts = None
            return
        if self._field is not None and self._depth == self._field_depth:
            text = "".join(self._words).strip()
            if text:
                self._texts[self._field] = text
            self._field = self._parser.CharacterDataHandler = None
        self._depth -= 1

    def _close(self, name: str, texts: Mapping[str, str]) -> None:
        """Keep an entry that ended. CDATA hides what was mended in it: `&amp;` in an address is never meant."""
        loc = texts.get("loc")
        if loc and LOST in loc:
            self._complain("an address with bytes that are no UTF-8")
            return
        self._rows.append(
            Row(
                loc=loc.replace("&amp;", "&") if loc else None,
                lastmod=texts.get("lastmod"),
                published=texts.get("publication_date"),
                title=texts.get("title"),
                is_sitemap=name.lower().endswith("sitemap"),
            )
        )


def refuse_entity(*_: object) -> None:
    """Stop at the first entity that a document declares."""
    raise Broken("declares XML entities, which no sitemap needs")

"""A response's body: decoded within bounds, and whether its page may be kept."""

import re
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Final

from scrapers.guards import shorten
from scrapers.refusals import Refused
from transforms.outcomes import Reason

ACCEPTED_ENCODINGS: Final = "gzip, deflate"
MOST_LAYERS: Final = 2
CHUNK: Final = 256 * 1024
SLICE: Final = 16 * 1024
MOST_MEMBERS: Final = 10_000
GZIP_MAGIC: Final = b"\x1f\x8b"
GZIP: Final = zlib.MAX_WBITS | 16
HEAD: Final = 256 * 1024
"""Bytes of a page in which its meta elements are looked for."""
META: Final = re.compile(rb"<meta\b[^>]{0,2000}>", re.IGNORECASE)
COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
"""To the end where none comes, as HTML has it: so each byte is read once, however many begin."""
ATTRIBUTE: Final = re.compile(rb"""\b(name|content)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)


def decode_body(body: bytes, content_encoding: str, *, limit: int) -> bytes:
    """Return the body without its content codings; raise Refused when it is broken or grows beyond `limit`."""
    layers = [name.strip().lower() for name in content_encoding.split(",") if name.strip()]
    layers = [name for name in layers if name != "identity"]
    if len(layers) > MOST_LAYERS:
        raise Refused(Reason.BAD_ENCODING, f"{len(layers)} layers of Content-Encoding")
    for name in reversed(layers):
        body = _decode_layer(body, name, limit)
    return body


def _decode_layer(body: bytes, name: str, limit: int) -> bytes:
    if not body:
        return body
    try:
        if name in {"gzip", "x-gzip"}:
            return _gather(unfold(body, GZIP), limit)
        if name == "deflate":
            return _inflate_either(body, limit)
    except zlib.error as error:
        raise Refused(Reason.BAD_ENCODING, f"the body is not {name}: {error}") from None
    except EOFError:
        raise Refused(Reason.BAD_ENCODING, "the compressed body ends too early") from None
    raise Refused(Reason.BAD_ENCODING, f"Content-Encoding {shorten(name)!r} was never asked for")


def _inflate_either(body: bytes, limit: int) -> bytes:
    """Decode deflate with the zlib header, or without: some servers leave it out."""
    try:
        return _gather(unfold(body, zlib.MAX_WBITS), limit)
    except zlib.error:
        return _gather(unfold(body, -zlib.MAX_WBITS), limit)


def _gather(pieces: Iterable[bytes], limit: int) -> bytes:
    decoded = bytearray()
    for piece in pieces:
        decoded += piece
        if len(decoded) > limit:
            raise Refused(Reason.TOO_LARGE, f"the body unfolds to more than {limit} bytes")
    return bytes(decoded)


def unfold(body: bytes, window: int) -> Iterator[bytes]:
    """Yield what a compressed body unfolds to in pieces of CHUNK bytes at most, so that a bomb never unfolds.

    `window` is zlib's (GZIP for gzip, which may have several members; what follows their end is padding). Raises
    zlib.error for what is not so compressed and EOFError at an early end, after what can be had.
    """
    end = 0
    for _ in range(MOST_MEMBERS):
        end = yield from _unfold_member(body, end, window)
        if body[end : end + 2] != GZIP_MAGIC:
            return
    raise zlib.error(f"more than {MOST_MEMBERS} members")


def _unfold_member(body: bytes, start: int, window: int) -> Generator[bytes, None, int]:
    """Yield one member's pieces and return its end; in slices, lest the decoder copies the rest each time."""
    decoder = zlib.decompressobj(window)
    for at in range(start, len(body), SLICE):
        data = body[at : at + SLICE]
        end = at + len(data)
        while data:
            yield decoder.decompress(data, CHUNK)
            if decoder.eof:
                return end - len(decoder.unused_data)
            data = decoder.unconsumed_tail
    while piece := decoder.decompress(b"", CHUNK):
        yield piece
    if not decoder.eof:
        raise EOFError
    return len(body)


def is_html(content_type: str | None) -> bool:
    """Whether a Content-Type header may stand for an HTML page; none at all may."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    return kind in {"", "text/html", "application/xhtml+xml"}


def forbids_archiving(headers: Mapping[str, str], body: bytes, *, product: str) -> bool:
    """Whether X-Robots-Tag or a robots meta element says noarchive, to all or to this product."""
    if _says_noarchive(headers.get("x-robots-tag", ""), product):
        return True
    if not is_html(headers.get("content-type")):
        return False
    names = {b"robots", product.lower().encode()}
    for element in META.findall(COMMENT.sub(b"", body[:HEAD])):
        attributes = {name.lower(): value.strip(b"\"'") for name, value in ATTRIBUTE.findall(element)}
        if attributes.get(b"name", b"").strip().lower() in names:
            directives = attributes.get(b"content", b"").lower().replace(b";", b",").split(b",")
            if b"noarchive" in {directive.strip() for directive in directives}:
                return True
    return False


def _says_noarchive(value: str, product: str) -> bool:
    """Read `noarchive, otherbot: noindex`: a name before a colon holds for the directives after it."""
    addressee = ""
    for directive in value.lower().split(","):
        name, colon, rest = directive.partition(":")
        word = (rest if colon else directive).strip()
        if colon and name.strip() != "unavailable_after":
            addressee = name.strip()
        if word == "noarchive" and addressee in {"", "*", product.lower()}:
            return True
    return False

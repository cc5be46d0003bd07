"""Which charset bytes are in: those of the web (WHATWG Encoding Standard), and no other codec of Python's.

A page may name any codec. Some of Python's take minutes (punycode), unpack (bz2), or let a text say what its
bytes do not (unicode_escape, utf-7): none of them is a charset of the web, and no browser would use them.
"""

import codecs
from functools import cache
from typing import Final

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

SINGLE_BYTE: Final = frozenset(
    {f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    | {f"cp125{page}" for page in range(9)}
    | {"cp866", "cp874", "koi8-r", "koi8-u", "mac-cyrillic", "mac-roman"}
)
MULTI_BYTE: Final = frozenset({"big5hkscs", "cp932", "cp949", "euc_jp", "gb18030", "iso2022_jp", "utf-8"})
WIDE: Final = frozenset({"utf-16-be", "utf-16-le"})
CHARSETS: Final = SINGLE_BYTE | MULTI_BYTE | WIDE
"""Python's names of the web's encodings; labels such as latin1 or gb2312 come as w3lib resolves them."""
SAMPLE: Final = 100_000
"""Bytes to guess from: enough to tell, and bounded in time."""


def decode_text(body: bytes, content_type: str | None) -> str:
    """Return the text of a page or listing: BOM first, valid UTF-8 next, then header, declaration, and a guess.

    Bytes that are valid UTF-8 beyond ASCII are UTF-8, whatever a header or meta element claims: other charsets
    practically never give valid sequences by chance. What cannot be decoded becomes U+FFFD.
    """
    charset, mark = read_bom(body)
    if charset and mark:
        return body[len(mark) :].decode(charset, "replace")
    if not body.isascii():
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:  # another charset, or a torn page: the declared one decides
            pass
    return decode_charset(body, find_declared(body, content_type) or guess_charset(body))


def find_declared(body: bytes, content_type: str | None) -> str | None:
    """Return the charset that the header, else the document, declares; None if it is none of the web's."""
    declared = http_content_type_encoding(content_type)
    if declared == "utf-16":
        return "utf-16-le"  # as the standard has it for a text without a byte order mark
    if declared in CHARSETS:
        return declared
    declared = html_body_declared_encoding(body)
    # A declaration that can be read as ASCII does not stand in a text of two bytes a character.
    return "utf-8" if declared in {*WIDE, "utf-16"} else declared if declared in CHARSETS else None


def guess_charset(body: bytes) -> str:
    """Guess from the bytes alone, on a sample that keeps the time bounded."""
    if body.isascii():
        return "utf-8"
    from charset_normalizer import from_bytes

    best = from_bytes(body[:SAMPLE]).best()
    name = codecs.lookup(best.encoding).name if best else None
    return name if name in CHARSETS else "cp1252"


def decode_charset(body: bytes, charset: str) -> str:
    """Return the text of bytes in one of CHARSETS, in a time that no bytes can make long."""
    if charset in SINGLE_BYTE:
        # One look-up a byte: the codec itself raises and mends at each byte that it does not know.
        return codecs.charmap_decode(body, "strict", _list_characters(charset))[0]
    return body.decode(charset, "replace")


@cache
def _list_characters(charset: str) -> str:
    return bytes(range(256)).decode(charset, "replace")

"""Bytes into text into a tree: is it HTML at all, and no input that can break the parser."""

import re
from functools import cache
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from transforms.charsets import decode_text

LONGEST_PAGE: Final = 12_000_000
"""Characters that are parsed; what lies beyond is no article, and would cost minutes."""
MOST_ELEMENTS: Final = 60_000
MOST_ATTRIBUTES: Final = 500
"""Of one element: the parser compares each with all before it, so that a page of one tag would cost an hour."""

MAGIC: Final = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x00\x00\x01\x00", b"RIFF",
    b"OggS", b"ID3", b"\x7fELF", b"MZ", b"Rar!", b"BZh", b"7z\xbc\xaf", b"wOFF", b"wOF2", b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
)  # fmt: skip
OTHER_TYPES: Final = re.compile(
    r"^\s*(?:image|audio|video|font)/|^\s*application/(?!(?:xhtml\+xml|xml|octet-stream|x-httpd-php)\b)"
    r"|^\s*text/(?:css|csv|calendar|javascript|rtf)\b",
    re.IGNORECASE,
)
TEXT_BYTES: Final = bytes([9, 10, 11, 12, 13, 27, *range(32, 127), *range(128, 256)])
MOST_CONTROLS: Final = 50
"""One control character in so many bytes may be dirt in a page; of random bytes every tenth is one."""
WIDE: Final = re.compile(r"charset\s*=\s*[\"']?utf-?(?:16|32)", re.IGNORECASE)
ATTRIBUTE: Final = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+"""
TAG: Final = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?:(?P<raw>script|style)(?=[\s/>])|[a-z][^\s/>]*+)"
    rf"(?:{ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+(?P<flood>(?:{ATTRIBUTE})*+)(?(raw).*?(?:</(?P=raw)|\Z))",
    re.IGNORECASE | re.DOTALL,
)
CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
CONTROL_REFERENCES: Final = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127)(?![0-9])|x0*(?:[0-8bcef]|1[0-9a-f]|7f)(?![0-9a-f]));?", re.IGNORECASE
)
"""The same in other words, such as `&#27;`: one of them, and trafilatura would give no text at all."""
HALF: Final = r"&#(?:0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3])|x0*d[89a-f][0-9a-f]{2});"
HALVES: Final = re.compile(rf"(?:{HALF})+", re.IGNORECASE)
"""References to halves of a character, as programs write an emoji that count in UTF-16."""


def find_not_html(body: bytes, content_type: str | None) -> str | None:
    """Return why these bytes are no HTML page, or None if they may be one."""
    if content_type and OTHER_TYPES.search(content_type) and not _looks_like_markup(body):
        return f"content type {content_type.split(';')[0].strip().lower()[:60]}"
    if body.lstrip(b"\r\n\t ").startswith(MAGIC):
        return "the bytes are another file format"
    sample = body[:4096]
    controls = len(sample.translate(None, TEXT_BYTES))
    if controls > max(len(sample) // MOST_CONTROLS, 3) and not _is_wide(body, content_type):
        return "the bytes are binary"
    return None


def decode_body(body: bytes, content_type: str | None) -> str:
    """Return the text of a page, without characters that break a parser; see decode_text."""
    return _clean(decode_text(body, content_type))


def parse_html(text: str, *, deep: bool = False) -> HtmlElement | None:
    """Parse a page; None if there is nothing to parse.

    The parser drops what lies deeper than 256 elements, and all after it; `deep` makes that 2048, for pages whose
    last element matters as much as their first (old ones leave hundreds open), read by code that bears the depth.
    """
    if not text.strip():
        return None
    text = TAG.sub(_cut_tag, text)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=_make_parser(deep=deep))
    except (etree.ParserError, etree.XMLSyntaxError):  # what lxml raises for a document without any element
        return None
    return tree if isinstance(tree, HtmlElement) else None


def count_elements(tree: HtmlElement) -> int:
    """Return how many elements a tree has."""
    return int(tree.xpath("count(//*)"))


@cache
def _make_parser(*, deep: bool) -> HTMLParser:
    return HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=deep,
        collect_ids=False,
    )


def join_halves(text: str) -> str:
    """Return the text with `&#xD83D;&#xDE00;` as the character that is meant; a lone half becomes U+FFFD."""
    return HALVES.sub(_join_halves, text)


def _join_halves(references: re.Match[str]) -> str:
    numbers = references[0].lower().replace("&#", "").rstrip(";").split(";")
    units = [int(number[1:], 16) if number.startswith("x") else int(number) for number in numbers]
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "replace")


def _clean(text: str) -> str:
    return CONTROLS.sub("", CONTROL_REFERENCES.sub("", join_halves(text[:LONGEST_PAGE])))


def _looks_like_markup(body: bytes) -> bool:
    return re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html)", body[:512], re.IGNORECASE) is not None


def _is_wide(body: bytes, content_type: str | None) -> bool:
    """Whether half of the bytes may be zero: UTF-16 or UTF-32, by its mark or by the header."""
    return body.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or (
        content_type is not None and WIDE.search(content_type) is not None
    )


def _cut_tag(tag: re.Match[str]) -> str:
    """Return a start tag without the attributes that are too many; scripts and comments stay as they are."""
    if not tag["flood"]:
        return tag[0]
    start, end = tag.start("flood") - tag.start(), tag.end("flood") - tag.start()
    return tag[0][:start] + tag[0][end:]

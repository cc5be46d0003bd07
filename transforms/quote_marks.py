"""What stands in quotation marks: the tokens between them, and whether somebody says them."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from transforms.single_marks import SINGLE, find_single_marks, opens_with_single, prefers_single

if TYPE_CHECKING:
    from spacy.tokens import Doc

Range = tuple[int, int]
"""Tokens of one Doc, end exclusive."""

OPENING: Final = "\u201c\u201e\u00ab\u300c\u300e``"
CLOSERS: Final = {
    "\u201c": ("\u201d", '"', "''"),
    "\u201d": ("\u201d", '"', "''"),
    '"': ('"', "\u201d", "''"),
    "``": ("''", '"', "\u201d"),
    "''": ("''", '"', "\u201d"),
    "\u201e": ("\u201c", "\u201d", '"'),
    "\u00ab": ("\u00bb",),
    "\u00bb": ("\u00ab", "\u00bb"),
    "\u300c": ("\u300d",),
    "\u300d": ("\u300d",),
    "\u300e": ("\u300f",),
    "\u300f": ("\u300f",),
}
"""Which marks close words that a mark opens."""
MARK: Final = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\u300c-\u300f\"]|''|``")
SPEECH: Final = re.compile(
    r"[,.?!\u2026](?:[\"\u201c\u201d\u2019\u00ab\u00bb\u300d\u300f]|'(?!\w))"
    r"|\s[^\s\"\u201c\u201d\u201e\u2018']{1,40}[\"\u201d\u2019'\u00bb\u300d\u300f][,.?!\u2026]"
    r"|(?:[\"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300e\u2018]|''|``|(?<!\w)')\s?[^\s\"\u201c\u201d\u201e]{1,40}"
    r"(?:\s+[^\s\"\u201c\u201d\u201e]{1,40}){4}"
)
LONE: Final = re.compile(r"^[^\"\u201c\u201d]*[\"\u201c\u201d][^\"\u201c\u201d]*$")
"""A single mark: it may be one that never closes."""
TITLE_WORDS: Final = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
"""Words that the name of a book or broadcast has in lower case."""
LONGEST_TITLE: Final = 8
SHORTEST_MARKED: Final = 2
"""Tokens of a mark and one word."""
SHORTEST_SPEECH: Final = 5
"""Fewer words in quotation marks are speech only if they end as a sentence does."""


def is_mark(word: str) -> bool:
    """Whether a token is a quotation mark of any kind that is never an apostrophe."""
    return MARK.fullmatch(word) is not None


def holds_mark(paragraph: str) -> bool:
    """Whether a paragraph has a quotation mark, or what may be a single one."""
    return MARK.search(paragraph) is not None or SINGLE.search(paragraph) is not None


def holds_speech(paragraph: str) -> bool:
    """Whether a paragraph may have speech in quotation marks: five words, or a mark behind a sentence's end."""
    return SPEECH.search(paragraph) is not None or LONE.search(paragraph) is not None


def mark_all(docs: Sequence["Doc"], paragraphs: Sequence[str]) -> list[list[Range]]:
    """Return what stands in quotation marks in each paragraph of one text, given with its words.

    Single marks that never close are believed only of a text that uses them more than double ones, and only if the
    next paragraph opens with one again.
    """
    is_single = prefers_single(paragraphs, MARK)
    following = (is_single and opens_with_single(text) for text in islice(paragraphs, 1, None))
    return [
        find_marked(doc, text, is_single=is_single, goes_on=next(following, False))
        for doc, text in zip(docs, paragraphs, strict=True)
    ]


def find_marked(doc: "Doc", text: str, *, is_single: bool = False, goes_on: bool = False) -> list[Range]:
    """Return the tokens in quotation marks, marks included; a double mark that never closes runs to the end.

    A closing mark that nothing opened is passed over, unless the paragraph begins with it, or its place says that
    it opens. What stands in marks within marks belongs to the outer ones. `is_single`: the text's own marks are
    single ones. `goes_on`: the next paragraph opens with a single mark again, so that an open one runs to the end.
    """
    found: list[Range] = []
    if not holds_mark(text):
        return found
    singles = dict(find_single_marks(doc, text, is_mark, is_single=is_single, goes_on=goes_on))
    opened: int | None = None
    reached = 0
    for token in doc:
        if token.i < reached:
            continue
        if opened is None and token.i in singles:
            reached = singles[token.i]
            found.append((token.i, reached))
        elif is_mark(token.text):
            if opened is None:
                opened = token.i if _opens(doc, token.i) else None
            elif _closes(doc, opened, token.i):
                found.append((opened, token.i + 1))
                opened = None
    if opened is not None:
        found.append((opened, len(doc)))
    return found


def is_left_open(doc: "Doc", marked: Sequence[Range]) -> bool:
    """Whether the last quotation mark of a paragraph never closes."""
    if not marked or marked[-1][1] < len(doc):
        return False
    last = doc[-1].text
    return len(doc) - marked[-1][0] == 1 or not (is_mark(last) or last in {"'", "\u2019"})


def shade_marked(doc: "Doc", marked: Sequence[Range]) -> bytearray:
    """Return for each token whether it stands in quotation marks, marks included."""
    shade = bytearray(len(doc))
    for first, last in marked:
        shade[first:last] = b"\x01" * (last - first)
    return shade


def list_bounds(marked: Sequence[Range]) -> Iterator[int]:
    """Yield the tokens that are themselves the quotation marks."""
    for first, last in marked:
        yield first
        yield last - 1


def _opens(doc: "Doc", place: int) -> bool:
    """Whether a mark opens: by its kind, or a closing one with a space before it and a word behind it."""
    mark = doc[place]
    if place == 0 or mark.text in {'"', "''"} or mark.text in OPENING:
        return True
    has_word = place + 1 < len(doc) and not mark.whitespace_ and doc[place + 1].text[0].isalnum()
    return has_word and bool(doc[place - 1].whitespace_)


def _closes(doc: "Doc", opened: int, place: int) -> bool:
    """Whether a mark closes what another opened, by its kind, or an opening one that stands behind a word."""
    mark = doc[place].text
    if mark in CLOSERS[doc[opened].text]:
        return True
    is_behind = not doc[place - 1].whitespace_ and (bool(doc[place].whitespace_) or place + 1 == len(doc))
    return mark == doc[opened].text and is_behind


def overlaps(one: Range, other: Range) -> bool:
    """Whether two ranges share a token."""
    return one[0] < other[1] and other[0] < one[1]


def merge_ranges(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Return ranges in order, those that overlap joined."""
    merged: list[Range] = []
    for first, last in sorted(ranges):
        if merged and first < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return tuple(merged)


def is_speech(doc: "Doc", marked: Range) -> bool:
    """Whether words in quotation marks are said, and are not a title or a word held at arm's length."""
    first, last = marked
    if last - first <= SHORTEST_MARKED:
        return False
    words = [token for token in doc[first:last] if token.is_alpha]
    if len(words) < LONGEST_TITLE and all(
        token.is_title or token.is_upper or token.lower_ in TITLE_WORDS for token in words
    ):
        return False
    ends = any(token.text in ",.?!\u2026" for token in doc[max(first, last - 2) : last + 1])
    return len(words) >= SHORTEST_SPEECH or (len(words) > 1 and ends)

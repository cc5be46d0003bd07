"""What stands in quotation marks: the tokens between them, and whether somebody says them."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc

Range = tuple[int, int]
"""Tokens of one Doc, end exclusive."""

OPENING: Final = "\u201c\u201e\u00ab"
CLOSING: Final = "\u201d\u00bb"
MARK: Final = re.compile(rf"[{OPENING}{CLOSING}\"]|''|``")
TITLE_WORDS: Final = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
"""Words that the name of a book or broadcast has in lower case."""
LONGEST_TITLE: Final = 8
SHORTEST_SPEECH: Final = 5
"""Fewer words in quotation marks are speech only if they end as a sentence does."""


def is_mark(word: str) -> bool:
    """Whether a token is a quotation mark of any kind, an apostrophe excepted."""
    return MARK.fullmatch(word) is not None


def find_marked(doc: "Doc") -> list[Range]:
    """Return the tokens in quotation marks, marks included; a mark that never closes runs to the end.

    A closing mark that nothing opened is passed over, unless the paragraph begins with it.
    """
    found: list[Range] = []
    opened: int | None = None
    for token in doc:
        if not is_mark(token.text):
            continue
        if opened is None:
            if token.text not in CLOSING or token.i == 0:
                opened = token.i
        elif token.text not in OPENING:
            found.append((opened, token.i + 1))
            opened = None
    if opened is not None:
        found.append((opened, len(doc)))
    return found


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
    words = [token for token in doc[first:last] if token.is_alpha]
    if len(words) < LONGEST_TITLE and all(
        token.is_title or token.is_upper or token.lower_ in TITLE_WORDS for token in words
    ):
        return False
    ends = any(token.text in ",.?!\u2026" for token in doc[max(first, last - 2) : last + 1])
    return len(words) >= SHORTEST_SPEECH or (len(words) > 1 and ends)

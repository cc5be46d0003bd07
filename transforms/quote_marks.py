"""What stands in quotation marks: the tokens between them, and whether somebody says them."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.quote_tags import find_tag, find_tags
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
STRICT_CLOSERS: Final = {
    "\u201c": ("\u201d",),
    '"': ('"',),
    "\u201e": ("\u201c", "\u201d"),
    "\u00ab": ("\u00bb",),
}
"""Which marks close words within other marks."""
TWO_FACED: Final = frozenset("\u201c\u00ab")
"""Marks that open and never close, where they stand before a word."""
LONGEST_INNER: Final = 6
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
LEADS: Final = frozenset(":,")
ENDINGS: Final = frozenset(".!?\u2026")
LONGEST_TITLE: Final = 8
SHORTEST_MARKED: Final = 2
"""Tokens of a mark and one word."""
SHORTEST_SPEECH: Final = 5
"""Fewer words in quotation marks are speech only if they end as a sentence does."""


class _Open(NamedTuple):
    """The token of a mark that has not closed yet, and the mark that is open within it."""

    start: int
    inner: str = ""


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
    following = (
        (is_single and opens_with_single(text)) or MARK.match(text) is not None
        for text in islice(paragraphs, 1, None)
    )
    return [
        find_marked(doc, text, is_single=is_single, goes_on=next(following, False))
        for doc, text in zip(docs, paragraphs, strict=True)
    ]


def find_marked(doc: "Doc", text: str, *, is_single: bool = False, goes_on: bool = False) -> list[Range]:
    """Return the tokens in quotation marks, marks included; a double mark that never closes runs to the end.

    A closing mark that nothing opened is passed over, unless the paragraph begins with it, or its place says that
    it opens. What stands in marks within marks belongs to the outer ones. One that is forgotten closes where
    somebody is said to have said it. `is_single`: the text's own marks are single ones. `goes_on`: the next
    paragraph opens with a mark again, so that an open one runs to the end.
    """
    found: list[Range] = []
    if not holds_mark(text):
        return found
    lasts = is_single and goes_on
    singles = dict(find_single_marks(doc, text, is_mark, is_single=is_single, goes_on=lasts))
    tags = find_tags(doc, text)
    open_one: _Open | None = None
    reached = 0
    for token in doc:
        if token.i < reached:
            continue
        if open_one is None and token.i in singles:
            reached = singles[token.i]
            found.append((token.i, reached))
        elif not is_mark(token.text):
            continue
        elif open_one is None:
            open_one = _Open(token.i) if _opens(doc, token.i) else None
        else:
            start = open_one.start
            end, open_one, reached = _read_within(doc, tags, open_one, token.i)
            found += [(start, end)] if end is not None else []
    if open_one is not None:
        tag = None if goes_on else find_tag(tags, open_one.start, len(doc))
        found.append((open_one.start, len(doc) if tag is None else tag))
    return found


def _read_within(doc: "Doc", tags: Sequence[int], one: _Open, place: int) -> tuple[int | None, _Open | None, int]:
    """Return where open marks end, if a mark within them says so, what is open then, and what to skip."""
    if _opens_word(doc, place) and (tag := find_tag(tags, one.start, place)) is not None:
        return tag, _Open(place), 0
    if (end := _skip_word(doc, one.start, place)) is not None:
        return None, one, end
    if _opens_within(doc, one.start, place):
        return None, _Open(one.start, doc[place].text), 0
    if one.inner and doc[place].text in STRICT_CLOSERS[one.inner]:
        return None, _Open(one.start), 0
    if _closes(doc, one.start, place):
        return place + 1, None, 0
    return None, one, 0


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
    return _opens_word(doc, place)


def _opens_word(doc: "Doc", place: int) -> bool:
    """Whether a mark stands behind a space and before a word, as one that opens does."""
    mark = doc[place]
    has_word = place + 1 < len(doc) and not mark.whitespace_ and doc[place + 1].text[0].isalnum()
    return has_word and (place == 0 or bool(doc[place - 1].whitespace_))


def _opens_within(doc: "Doc", opened: int, place: int) -> bool:
    """Whether a mark opens words within marks of another kind: `\u201cHe said "go home" twice\u201d`."""
    outer, mark = doc[opened].text, doc[place].text
    return outer != mark and mark in STRICT_CLOSERS and outer in STRICT_CLOSERS and _opens_word(doc, place)


def _skip_word(doc: "Doc", opened: int, place: int) -> int | None:
    """Return where a few words within marks of the same kind end: `\u201cWe will \u201cnever\u201d stop\u201d`."""
    mark = doc[place].text
    if mark != doc[opened].text or mark not in TWO_FACED or not _opens_word(doc, place):
        return None
    if not doc[place + 1].text[0].islower():
        return None
    words = range(place + 1, min(place + LONGEST_INNER, len(doc)))
    return next((one + 1 for one in words if doc[one].text in STRICT_CLOSERS[mark]), None)


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
    if first and doc[first - 1].text in LEADS and doc[last - 2].text in ENDINGS:
        return True
    words = [token for token in doc[first:last] if token.is_alpha]
    if len(words) < LONGEST_TITLE and all(
        token.is_title or token.is_upper or token.lower_ in TITLE_WORDS for token in words
    ):
        return False
    ends = any(token.text in ",.?!\u2026" for token in doc[max(first, last - 2) : last + 1])
    return len(words) >= SHORTEST_SPEECH or (len(words) > 1 and ends)

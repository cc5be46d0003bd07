"""Single quotation marks, told apart from apostrophes."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from spacy.tokens import Doc

Role = Literal["opens", "opens_speech", "closes", "may_close", "double"]

OPENERS: Final = "\u2018'"
CLOSERS: Final = "\u2019'"
ELISION: Final = re.compile(
    r"(?i)['\u2018\u2019](?:tis|twas|twere|twill|em|im|er|n|til|till|cause|cos|coz|bout|round|neath|ere|fraid|nough"
    r"|\d\ds)\b"
)
"""Words that begin with an apostrophe."""
YEAR: Final = re.compile(r"['\u2018]\d\d\b")
"""A year without its century, unless speech begins with a number: `the spirit of '68`."""
BEFORE_OPENING: Final = frozenset('([{/\u2014\u2013\u201c\u201e\u00ab"')
BEFORE_SPEECH: Final = frozenset(',:.?!\u2026\u2014\u2013\u201c\u201e\u00ab"')
"""What stands before a quotation mark that opens speech, and no word held at arm's length."""
BEHIND_OPENING: Final = frozenset('\u201c\u00ab"\u2026([$\u00a3\u20ac')
MAY_BE_OWNER: Final = re.compile(r"(?i)(?:[sxz]|in|\b[oan]|['\u2018\u2019]n)$")
"""How a word ends before the apostrophe of an owner or of a dropped letter: `ministers'`, `goin'`."""
DROPPED: Final = re.compile(r"(?i)(?:in|\b[oan]|['\u2018\u2019]n)$")
BEHIND_CLOSING: Final = frozenset(",.;:?!")
LONGEST_WORDS: Final = 6
"""Tokens between a mark and what can be an apostrophe as well, if that is to close it."""
REACH: Final = 3
SINGLE: Final = re.compile(r"(?:^|(?<=[\s(\[\u2014\u2013\u201c\"]))['\u2018](?=['\u2019]?[^\W_])")
"""What may be a single mark that opens."""


def prefers_single(paragraphs: Sequence[str], double: re.Pattern[str]) -> bool:
    """Whether a text's own quotation marks are single ones: it opens as many of them as double ones, or more."""
    pairs = sum(len(double.findall(paragraph)) for paragraph in paragraphs) / 2
    singles = sum(
        ELISION.match(paragraph, found.start()) is None
        for paragraph in paragraphs
        for found in SINGLE.finditer(paragraph)
    )
    return 0 < singles >= pairs


def opens_with_single(paragraph: str) -> bool:
    """Whether a paragraph begins with a single quotation mark."""
    return SINGLE.match(paragraph) is not None and ELISION.match(paragraph) is None


def find_single_marks(
    doc: "Doc", text: str, is_double: Callable[[str], bool], *, is_single: bool, goes_on: bool
) -> Iterator[tuple[int, int]]:
    """Yield the token of each single mark that opens, and the token behind the one that closes it.

    Double marks end a single one's reach, unless the text's own marks are single ones.
    """
    if SINGLE.search(text) is None:
        return
    signs = list(_list_signs(doc, text, is_double))
    last_speech = max((number for number, (_, role) in enumerate(signs) if role == "opens_speech"), default=-1)
    for number, (place, role) in enumerate(signs):
        if role not in {"opens", "opens_speech"}:
            continue
        end = _find_end(signs, number, is_single=is_single)
        if goes_on and number == last_speech and (end is None or signs[end][1] == "may_close"):
            yield place, len(doc)
        elif end is not None:
            yield place, signs[end][0] + 1


def _list_signs(doc: "Doc", text: str, is_double: Callable[[str], bool]) -> Iterator[tuple[int, Role]]:
    """Yield the tokens that are double marks or may be single ones, with what each does."""
    for token in doc:
        word = token.text
        if len(word) == 1 and word in "'\u2018\u2019":
            role = _tell_role(text, token.idx)
            if role is not None:
                yield token.i, role
        elif is_double(word):
            yield token.i, "double"


def _tell_role(text: str, place: int) -> Role | None:
    """Return what a sign does by the characters around it; None for an apostrophe."""
    before, behind = text[max(0, place - REACH) : place], text[place + 1 : place + 2]
    if behind and behind in CLOSERS and ELISION.match(text, place + 1):
        behind = text[place + 2 : place + 3]
    is_free = not before or before[-1].isspace() or before[-1] in BEFORE_OPENING
    if is_free:
        is_opening = text[place] in OPENERS and (behind.isalnum() or behind in BEHIND_OPENING) and behind
        if not is_opening or ELISION.match(text, place):
            return None
        led = before.rstrip()
        if not led or led[-1] in BEFORE_SPEECH:
            return "opens_speech"
        return None if YEAR.match(text, place) else "opens"
    if text[place] not in CLOSERS or behind.isalnum():
        return None
    owner = DROPPED if not behind or behind in BEHIND_CLOSING else MAY_BE_OWNER
    return "may_close" if owner.search(before) else "closes"


def _find_end(signs: Sequence[tuple[int, Role]], number: int, *, is_single: bool) -> int | None:
    """Return the sign that closes a mark: the first that can be nothing else, else the first that may.

    The next mark that opens ends the search; in speech that nothing may have closed yet, only the next that
    opens speech does.
    """
    maybe: int | None = None
    is_word = signs[number][1] == "opens"
    for later in range(number + 1, len(signs)):
        place, role = signs[later]
        if role == "closes":
            return later
        if role == "may_close":
            maybe = later if maybe is None and place - signs[number][0] <= LONGEST_WORDS else maybe
        elif role == "double":
            if not is_single:
                break
        elif role == "opens_speech" or is_word or maybe is not None:
            break
    return maybe

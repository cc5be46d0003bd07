"""Numbers of things in English text: how many at least, how many at most, and what the words around them say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from transforms.quantity_words import (
    AFTER,
    BEHIND_NOUNS,
    BOUNDS,
    CHANGES,
    DASHES,
    HEDGES,
    LARGEST,
    LONGEST_BOUND,
    LOWER,
    OPENERS,
    SCALES,
    TENS,
    UNITS,
    UPPER,
    VAGUE,
)

TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|(?<!\d)\d{1,3}(?:[ '\u2019]\d{3})+(?![\d.,]*\d)"
    r"|\d+(?:[.,\u00a0\u202f]\d+)*(?:[kKmM](?![^\W_]))?"
    r"|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\S"
)
GROUPED: Final = re.compile(r"\d{1,3}(?:[ '\u2019,\u00a0\u202f]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")
"""Thousands, set apart by a comma, a space or an apostrophe, or by twos as in India."""
DAY_AND_NUMBER: Final = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+(?=\d{1,2} \d{3}\b)", re.IGNORECASE
)
"""`On May 12 300 people`: two numbers."""
SHORT: Final = re.compile(r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)([km])")
SHORT_SCALES: Final = MappingProxyType({"k": 1000, "m": 10**6})
COUNTED_SHORT: Final = frozenset(
    {
        "people", "persons", "civilians", "children", "women", "men", "refugees", "residents", "soldiers",
        "troops", "were", "was", "have", "had", "has", "are", "displaced", "homeless", "fled", "dead",
        "others", "more",
    }
)  # fmt: skip
"""What follows 1.5m where the m is no metre."""
DOTTED: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
"""Thousands as much of Europe writes them: nobody counts 1.250 people and a quarter."""
DECIMAL: Final = re.compile(r"[0-9]{1,4}[.,][0-9]{1,3}")
LONGEST_NUMBER: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, number or sign, in lower case, and where it stands."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in words or digits: from which token to which, with the words that bound it.

    `low` and `high` are None for numbers that name none; `bound` is exact, at_least, more_than, about, up_to,
    fewer_than, between or `vague:` with the word. `first` and `last` are tokens, `last` exclusive.
    """

    first: int
    last: int
    low: int | None
    high: int | None
    bound: str


def split_tokens(text: str) -> list[Token]:
    """Return the words, numbers and signs of a text, in order."""
    ends = {one.end() for one in DAY_AND_NUMBER.finditer(text)}
    return [
        Token(start=start, end=end, word=text[start:end].lower())
        for one in TOKEN.finditer(text)
        for start, end in ([one.span()] if one.start() not in ends else _split_day(one))
    ]


def _split_day(match: re.Match[str]) -> list[tuple[int, int]]:
    """Return a day and the number behind it apart: `On May 12 300 people`."""
    day = match.start() + len(match[0].split(" ", 1)[0])
    return [(match.start(), day), (day + 1, match.end())] if day < match.end() else [match.span()]


def find_quantities(tokens: Sequence[Token]) -> Iterator[Quantity]:
    """Yield the quantities among the tokens, in order, none overlapping another."""
    words = [token.word for token in tokens]
    place = 0
    while place < len(words):
        if words[place] not in OPENERS and not words[place][0].isdigit():
            place += 1
            continue
        found = _read_vague(words, place) or _read_range(words, place) or _read_one(words, place)
        if found is None:
            place += 1
        else:
            yield found
            place = found.last


def read_number(words: Sequence[str], place: int) -> tuple[int, int] | None:
    """Return the value of the number that begins at a word, and the word behind it; None if none does."""
    if words[place][0].isdigit():
        return _read_digits(words, place)
    return _read_spelt(words, place)


def _read_digits(words: Sequence[str], place: int) -> tuple[int, int] | None:
    word = words[place]
    scale = SCALES.get(words[place + 1], 1) if place + 1 < len(words) else 1
    after = place + 1 + (scale > 1)
    if len(word) > LONGEST_NUMBER:
        return None
    if GROUPED.fullmatch(word):
        value = float(re.sub(r"\D", "", word))
    elif word.isascii() and word.isdigit():
        value = float(word)
    elif scale == 1 and DOTTED.fullmatch(word):
        value = float(word.replace(".", ""))
    elif scale > 1 and DECIMAL.fullmatch(word):
        value = float(word.replace(",", "."))
    elif (short := SHORT.fullmatch(word)) and _counts_short(words, place):
        value = float(short[1].replace(",", ".")) * SHORT_SCALES[short[2]]
    else:
        return None
    total = round(value * scale)
    return (total, after) if total <= LARGEST else None


def _counts_short(words: Sequence[str], place: int) -> bool:
    """Whether 1.5m are millions, not metres."""
    following = words[place + 1] if place + 1 < len(words) else "."
    return following in COUNTED_SHORT or (words[place].endswith("k") and following in {".", ",", ";"})


def _read_spelt(words: Sequence[str], place: int) -> tuple[int, int] | None:
    """Read a number in words: parts below a hundred, each followed by the scales that multiply it."""
    total = part = 0
    seen = False
    at = place
    if words[at : at + 2] == ["half", "a"] and words[at + 2 : at + 3] and words[at + 2] in SCALES:
        return SCALES[words[at + 2]] // 2, at + 3
    if words[at : at + 2] in (["a", "couple"], ["a", "pair"]):
        return 2, at + 2
    if words[at] in {"a", "an"} and at + 1 < len(words) and words[at + 1] in SCALES:
        part, seen, at = 1, True, at + 1
    while at < len(words):
        word = words[at]
        if word in UNITS or word in TENS:
            value = UNITS.get(word) or TENS[word]
            if part % 100 and not (word in UNITS and value < 10 and part % 100 >= 20 and part % 10 == 0):
                break
            part += value
            seen = True
        elif word in SCALES and (part or total):
            part, total = _multiply(part, total, SCALES[word])
        elif not (seen and _joins(words, at, part)):
            break
        at += 1
    if not seen or total + part == 0 or total + part > LARGEST:
        return None
    return total + part, at


def _multiply(part: int, total: int, scale: int) -> tuple[int, int]:
    """Return what is left of the part and the total, once a scale multiplied the part."""
    return (part * scale, total) if scale in (12, 100) else (0, total + part * scale)


def _joins(words: Sequence[str], at: int, part: int) -> bool:
    """Whether a hyphen or an `and` goes on with a number: twenty-one, a hundred and five."""
    if at + 1 >= len(words):
        return False
    following = words[at + 1]
    if words[at] in DASHES:
        return (part % 100 >= 20 and following in UNITS) or following in SCALES
    return (
        words[at] == "and"
        and words[at - 1] in {"hundred", "thousand", "million"}
        and (following in UNITS or following in TENS)
    )


def _read_vague(words: Sequence[str], place: int) -> Quantity | None:
    first, _ = _read_bound(words, place)
    for form, name in VAGUE.items():
        if tuple(words[first : first + len(form)]) == form:
            last = first + len(form)
            if words[last : last + 1] == ["of"] and words[last + 1 : last + 2] in (["millions"], ["miles"]):
                return None
            return Quantity(first=place, last=last, low=None, high=None, bound=f"vague:{name}")
    return None


def _read_range(words: Sequence[str], place: int) -> Quantity | None:
    """Read `between 20 and 30`, `from 20 to 30`, `20 to 30`, `20-30`, `two or three`."""
    opening = words[place] if words[place] in {"between", "from"} else None
    if _is_change(words, place):
        return None
    first, bound = _read_bound(words, place) if opening is None else (place + 1, None)
    low = read_number(words, first) if first < len(words) else None
    if low is None or low[1] + 1 >= len(words):
        return None
    if opening is None and (found := _read_second(words, place, low, bound)):
        return found
    joints = {"between": {"and", "to"}, "from": {"to"}}.get(opening or "", {"to", "or", *DASHES})
    if words[low[1]] not in joints:
        return None
    high = read_number(words, low[1] + 1)
    if high is None or high[0] <= low[0]:
        return None
    lowest = low[0]
    if high[0] >= 1000 > lowest and words[high[1] - 1] in SCALES and words[low[1] - 1] not in SCALES:
        lowest *= SCALES[words[high[1] - 1]]
    return Quantity(first=place, last=high[1], low=lowest, high=high[0], bound="between")


def _is_change(words: Sequence[str], place: int) -> bool:
    """Whether a number at a word, or behind its `from`, is what another has risen or fallen from."""
    start = place if words[place] == "from" else place - 1
    return start > 0 and words[start] == "from" and bool(CHANGES & set(words[max(start - 6, 0) : start]))


def _read_second(words: Sequence[str], place: int, low: tuple[int, int], bound: str | None) -> Quantity | None:
    """Read the other end of `more than 40 but fewer than 60` and of `30, perhaps 40,`."""
    joint = low[1]
    while joint < min(low[1] + 2, len(words)) and words[joint] in {",", "but", "and", "or"}:
        joint += 1
    at, limit = _read_bound(words, joint)
    is_end = limit is not None and (
        (bound in LOWER and limit in UPPER and joint > low[1]) or words[joint] in HEDGES
    )
    high = read_number(words, at) if is_end and at < len(words) else None
    if high is None or high[0] <= low[0]:
        return None
    is_aside = words[low[1]] == "," == "".join(words[high[1] : high[1] + 1])
    return Quantity(first=place, last=high[1] + is_aside, low=low[0], high=high[0], bound="between")


def _read_one(words: Sequence[str], place: int) -> Quantity | None:
    first, bound = _read_bound(words, place)
    if first >= len(words):
        return None
    found = read_number(words, first)
    if found is None:
        return None
    value, last = found
    for form, name in AFTER.items():
        if tuple(words[last : last + len(form)]) == form:
            bound, last = name, last + len(form)
    behind = tuple(words[last + 1 : last + 3])
    if behind in BEHIND_NOUNS and words[last].isalpha() and not _begins_number(words, last + 3):
        bound = AFTER[behind]
    return Quantity(first=place, last=last, low=value, high=value, bound=bound or "exact")


def _read_bound(words: Sequence[str], place: int) -> tuple[int, str | None]:
    """Return the first word behind the bounding words, and the bound; of two the one that is no mere hedge."""
    bound: str | None = None
    at = place
    while True:
        for length in range(LONGEST_BOUND, 0, -1):
            if name := BOUNDS.get(tuple(words[at : at + length])):
                bound, at = name if bound in {None, "about"} else bound, at + length
                break
        else:
            return at, bound


def _begins_number(words: Sequence[str], place: int) -> bool:
    """Whether a number begins at a word, if there is one."""
    return place < len(words) and read_number(words, place) is not None

"""Where names begin and end: spans that hold two names are split, and those that lack a word of one get it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import Final

from transforms.countries import name_country
from transforms.first_names import is_first_name
from transforms.mentions import trim_span
from transforms.name_words import KNOWN_ORGANISATIONS, NAMELESS, ORGANISATION_WORDS, STARTERS
from transforms.records import Mention
from transforms.roles import ROLE

WORKS: Final = frozenset({"WORK_OF_ART", "EVENT", "LAW", "PRODUCT"})
"""Labels of names that may hold commas and small words."""
ALWAYS_APART: Final = re.compile(r"\s[/|\u2013\u2014-]{1,3}\s|[\"\u201c\u201d]|[;:]\s")
NICKNAMED: Final = re.compile(
    r"[^\"\u201c\u201d,;/]+ [\"\u201c][^\"\u201c\u201d]{2,20}[\"\u201d] [^\"\u201c\u201d,;/]+"
)
COMMA: Final = re.compile(
    r",\s(?!(?:Inc|Ltd|LLC|LLP|Jr|Sr|Co|Corp|PLC|plc|S\.A|D\. ?C|II|III|IV)\b)(?:and\s|or\s)?", re.IGNORECASE
)
AND: Final = re.compile(r"\s(?:and|or|versus|vs\.?)\s(?:the\s)?(?=[A-Z])")
PLACED: Final = re.compile(r"\s(?:in|against|from|to)\s(?:the\s)?(?=[A-Z])")
PERSON_OF: Final = re.compile(r"(([A-Z][\w'\u2019-]+)(?: [A-Z][\w'\u2019.-]+){1,2}) of (?:the )?(?=[A-Z])")
CROWD_OF: Final = re.compile(
    r"(?:Citizens|Commanders|Families|Fighters|Inhabitants|Leaders|Members|Officials|People|Readers|Relatives"
    r"|Residents|Soldiers|Students|Supporters|Survivors|Veterans|Victims|Villagers|Workers)"
    r" (?:of|from|in) (?:the )?(?=[A-Z])"
)
"""Before a name that only begins a sentence so: `Residents of Brask`."""
DANGLING: Final = re.compile(r"(?:\s(?:of|the|and|&|in|for|at|by|with|from|to|or|as|on)|[,&$]|\s[\d\u2013-]+$)+$")
WORD: Final = r"[A-Z\u00c0-\u00de][\w'\u2019&]*+(?:-[\w'\u2019]++)*+"
FOLLOWING: Final = re.compile(rf" ((?:[A-Z]\.){{2,}}|{WORD}(?!\.\w))")
AFTER_HYPHEN: Final = re.compile(r"-[A-Z][\w'\u2019]*")
CLUB_BEFORE: Final = re.compile(
    r"(?<![\w-])((?:FC|AFC|CF|SC|AC|AS|FK|HC|SK|NK|BC|RC|SV|VfB|VfL|CD|UD|MV|MS|HMS|USS) )$"
)
NAME_BEFORE: Final = re.compile(rf"(?<![\w-])({WORD}) $")
CAPTION_WORDS: Final = frozenset({"image", "photo", "photograph", "picture", "file", "credit", "map", "video"})
RANKS: Final = frozenset({"high", "deputy", "gov", "sen", "rep", "gen", "lt", "col", "sgt", "capt", "adm"})
"""Words that begin an office or a title behind a name."""
MOST_ADDED: Final = 3
LONGEST_WORD: Final = 30
CAPITALS_OF_TITLE: Final = 0.6
"""The part of a line's words with a capital letter, from which capitals say nothing."""


def split_names(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions; one that holds several names as each of them, none ending in a small word."""
    for mention in mentions:
        for start, end in _split(mention):
            first, last = trim_span(text, start, end)
            if dangling := DANGLING.search(text[first:last]):
                last = first + dangling.start()
                first, last = trim_span(text, first, last)
            if (first, last) == (mention.start, mention.end):
                yield mention
            elif first < last:
                yield replace(mention, start=first, end=last, text=text[first:last])


def _split(mention: Mention) -> Iterator[tuple[int, int]]:
    """Yield the spans of the names in a mention."""
    is_nicknamed = mention.label == "PERSON" and NICKNAMED.fullmatch(mention.text) is not None
    crowd = CROWD_OF.match(mention.text)
    first = crowd.end() if crowd else 0
    pieces = [(first, len(mention.text))]
    if not is_nicknamed:
        pieces = list(_cut(mention.text, first, len(mention.text), ALWAYS_APART))
    if mention.label not in WORKS:
        pieces = [part for start, end in pieces for part in _split_list(mention, start, end)]
    for start, end in pieces:
        yield mention.start + start, mention.start + end


def _split_list(mention: Mention, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of names that commas, `and` or a preposition keep apart; an organisation may have them."""
    name = mention.text[start:end]
    if (belongs := PERSON_OF.match(name)) and is_first_name(belongs[2].casefold()):
        yield start, start + belongs.end(1)
        yield start + belongs.end(), end
        return
    if name_country(name).kind == "plain" or _has_parts(name):
        yield from _cut_place(mention.text, start, end)
        return
    commas = list(_cut(mention.text, start, end, COMMA))
    for first, last in commas:
        is_list = len(commas) > 1 or mention.kind in {"PER", "LOC"}
        is_one = not is_list or name_country(mention.text[first:last]).kind == "plain"
        for one, other in [(first, last)] if is_one else _cut(mention.text, first, last, AND):
            yield from _cut_place(mention.text, one, other)


def _cut_place(name: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a name without the place behind it, and the place; but a known group's branch is one name."""
    match = PLACED.search(name, start, end)
    if match is None or name[start : match.start()].casefold() in KNOWN_ORGANISATIONS:
        yield start, end
    else:
        yield start, match.start()
        yield match.end(), end


def _has_parts(name: str) -> bool:
    """Whether a name is an organisation's that lists its fields: `Department of Water, Forests and Mines`."""
    match = re.search(r" (?:of|for|on) ", name)
    return match is not None and name[: match.start()].rsplit(" ", 1)[-1].casefold() in ORGANISATION_WORDS


def _cut(name: str, start: int, end: int, apart: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in apart.finditer(name, start, end):
        if start < match.start():
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end


def extend_names(text: str, mentions: Sequence[Mention], others: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the sorted mentions, each with the capitalised words beside it that no mention has.

    `others` are spans, such as dates, into which no name grows. In titles, where all words have capitals, and for
    peoples nothing is added.
    """
    taken = sorted((one.start, one.end) for one in (*mentions, *others))
    starts = [start for start, _ in taken]
    ends = list(accumulate((end for _, end in taken), max))
    for mention in mentions:
        if mention.label == "NORP" or mention.label in WORKS:
            yield mention
            continue
        start, end = _find_start(text, mention), _find_end(text, mention)
        if start < mention.start and bisect_left(starts, mention.start) != bisect_right(ends, start):
            start = mention.start
        following = bisect_left(starts, mention.end)
        if following < len(starts) and starts[following] < end:
            end = mention.end
        is_longer = (start, end) != (mention.start, mention.end) and not is_title(text, mention.start)
        yield replace(mention, start=start, end=end, text=text[start:end]) if is_longer else mention


def _find_end(text: str, mention: Mention) -> int:
    """Return where a name ends with the capitalised words behind it, offices and days left out."""
    end = mention.end
    if hyphen := AFTER_HYPHEN.match(text, end, end + LONGEST_WORD):
        end = hyphen.end()
    for _ in range(MOST_ADDED):
        match = FOLLOWING.match(text, end, end + LONGEST_WORD)
        if match is None or _stands_alone(match[1]):
            break
        end = match.end()
    return end if end == mention.end else trim_span(text, mention.start, end)[1]


def _find_start(text: str, mention: Mention) -> int:
    """Return where a name begins with the club's letters or the first name before it."""
    before = text[max(0, mention.start - LONGEST_WORD) : mention.start]
    if match := CLUB_BEFORE.search(before):
        return mention.start - len(match[1])
    match = NAME_BEFORE.search(before)
    if match and mention.kind == "PER" and " " not in mention.text and is_first_name(match[1].casefold()):
        return mention.start - len(match[1]) - 1
    return mention.start


@lru_cache(maxsize=8192)
def _stands_alone(word: str) -> bool:
    """Whether a capitalised word is no part of the name before it."""
    return (
        word.casefold() in NAMELESS | STARTERS | CAPTION_WORDS | RANKS
        or ROLE.fullmatch(word) is not None
        or name_country(word).kind != "none"
    )


def is_title(text: str, place: int) -> bool:
    """Whether most words near a place in its line have capitals, as in titles."""
    start = max(text.rfind("\n", max(0, place - 200), place) + 1, place - 200, 0)
    end = text.find("\n", place, place + 200)
    words = re.findall(r"[^\W\d_]{4,}", text[start : end if end >= 0 else place + 200])
    return not words or sum(word[0].isupper() for word in words) > CAPITALS_OF_TITLE * len(words)

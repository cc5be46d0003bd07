"""What a text itself says of the kind of a name: a title before it, or what stands beside it says what it is."""

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from transforms.countries import name_country
from transforms.first_names import is_first_name
from transforms.name_words import ORGANISATION_WORDS, PERSONAL_TITLES, PLACE_WORDS
from transforms.records import Mention
from transforms.roles import ROLE_WORDS

TITLE: Final = re.compile(rf"(?:{'|'.join(sorted(PERSONAL_TITLES))})\b\.?(?= )", re.IGNORECASE)
TITLE_BEFORE: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(str.title, PERSONAL_TITLES)))})\.? $")
CAPITALISED: Final = re.compile(r"(?: [A-Z\u00c0-\u00de][\w.\u2019'-]*){2,3}")
CONCERNS: Final = (
    "agency|airline|alliance|bank|broadcaster|channel|charity|coalition|company|contractor|daily|faction|firm|group"
    "|institute|manufacturer|militia|movement|network|newspaper|ngo|nonprofit|operator|organi[sz]ation|outlet|party"
    "|publisher|think.tank|union|university|watchdog|website"
)
LOCALITIES: Final = (
    "capital|city|country|county|district|enclave|governorate|hamlet|island|neighbou?rhood|oblast|port|province"
    "|region|river|settlement|state|suburb|town|township|valley|village"
)
VESSELS: Final = (
    "(?:aircraft|bulk) carrier|corvette|destroyer|ferry|freighter|frigate|ship|submarine|tanker|trawler|vessel"
    "|yacht"
)
IS_HEAD: Final = (
    r"(?=[,.;:)]| (?:based|backed|close|for|from|in|led|near|of|on|run|that|where|which|whose|with)\b)"
)
"""Behind a noun that is what a name is: `a company that`, but no `a company man`."""
BEHIND: Final = MappingProxyType(
    {
        kind: re.compile(
            rf",\s(?:an?|the|one\sof\sthe)\s(?:[\w\u2019'-]+\s){{0,4}}?(?:{words})s?{IS_HEAD}", re.IGNORECASE
        )
        for kind, words in (("ORG", CONCERNS), ("LOC", LOCALITIES))
    }
)
BEFORE: Final = MappingProxyType(
    {
        "ORG": re.compile(r"\b(?:agency|airline|charity|company|firm|newspaper|watchdog|owners,) (?:the )?$"),
        "LOC": re.compile(
            rf"\b(?:(?:{LOCALITIES})s? of|(?:army|government|ministry|parliament) of"
            r"|(?i:inhabitants|residents|villagers) of|(?:lake|river|strait)(?: of)?"
            r"|(?:bridge|ferry|flight|highway|railway|road|route|train) (?:at|between|from|in|near|to)) (?:the )?$"
        ),
        "MISC": re.compile(rf"\b(?:{VESSELS})s?,? (?:the )?$"),
    }
)
BESIDE: Final = re.compile(
    r" (?:airport|border|coast|district|governorate|highway|oblast|peninsula|port|province|region|river|strait"
    r"|suburb|valley)\b(?!-)"
)
"""Behind a place that is named before what it is: `the Dren river`."""
IN_DATELINE: Final = re.compile(r"(?:, [A-Z][\w .]{2,30})? \([A-Z][\w .&-]{2,30}\) [-\u2013\u2014] ")
"""Behind the places with which an agency begins: `ORBEL, Tarn (Northern Wire) - `."""
AGENCY_BEFORE: Final = re.compile(r"^[^\w(]{0,3}(?:[A-Z][^()]{0,29})?\($")
AGENCY_BEHIND: Final = re.compile(r"\) [-\u2013\u2014] ")
"""Around the agency in a dateline, with or without a place before it."""
IS_SOMEBODY: Final = re.compile(
    rf",? (?:is|was|has been|became) (?:an?|the) (?:[\w-]+ ){{0,3}}?(?:{ROLE_WORDS})\b", re.IGNORECASE
)
LOOKED_AT: Final = 30
"""Code points before a name."""


def find_title(words: str) -> int:
    """Return how many code points a personal title takes before two or three words of a person's name; 0 if none.

    `General Motors` and `Justice Department` are no persons.
    """
    title = TITLE.match(words)
    if title is None or not CAPITALISED.fullmatch(words, title.end()):
        return 0
    name = words[title.end() :].casefold().split()
    return 0 if set(name) & (ORGANISATION_WORDS | PLACE_WORDS) else title.end() + 1


def tell_kind(text: str, mentions: Sequence[Mention]) -> str | None:
    """Return the kind that the words beside a name's mentions say, the first that says one; None if none does."""
    return next((kind for mention in mentions for kind in _read_beside(text, mention)), None)


def _read_beside(text: str, mention: Mention) -> Iterator[str]:
    before = text[max(0, mention.start - LOOKED_AT) : mention.start]
    before = before[before.rfind("\n") + 1 :]
    words = mention.text.casefold().split()
    if TITLE_BEFORE.search(before) and _may_be_person(words):
        yield "PER"
    if name_country(mention.text).kind == "plain":
        return
    if IS_SOMEBODY.match(text, mention.end, mention.end + 60) and _may_be_person(words):
        yield "PER"
    if IN_DATELINE.match(text, mention.end, mention.end + 80) or BESIDE.match(text, mention.end):
        yield "LOC"
    if AGENCY_BEHIND.match(text, mention.end) and AGENCY_BEFORE.search(before):
        yield "ORG"
    for kind, pattern in BEHIND.items():
        if pattern.match(text, mention.end, mention.end + 80):
            yield kind
    for kind, pattern in BEFORE.items():
        if not (is_first_name(words[0]) and len(words) > 1) and pattern.search(before):
            yield kind


def _may_be_person(words: Sequence[str]) -> bool:
    """Whether words behind a title may be a name: `Beach` of `Sen. Brandon Beach`, but no `Sir Creek`."""
    if words[-1] in PLACE_WORDS:
        return len(words) == 2
    return len(words) <= 4 and words[-1] not in ORGANISATION_WORDS

"""Words that look like a place's name and are only part of another name."""

import re
from typing import Final

from transforms.candidates import load_common_words
from transforms.name_words import HONORIFICS, NAMELESS, ORGANISATION_WORDS, PLACE_STARTS, PLACE_WORDS, STARTERS

BEFORE: Final = re.compile(r"([A-Z\u00c0-\u00de][\w'\u2019.]*)[ \u2010\u2011-]$")
BEHIND: Final = re.compile(
    r"[ \u2010\u2011-](?:(?:de|del|la|al|el|da|di|du|des|y|upon|ibn|bin) ){0,2}([A-Z\u00c0-\u00de][\w'\u2019]*)"
)
LONGEST_WORD: Final = 40
POSSESSIVES: Final = ("'s", "\u2019s", "s'", "s\u2019")
SIDES: Final = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "northeast", "northwest",
     "southeast", "southwest", "central", "upper", "lower", "greater", "inner", "outer", "old", "new", "downtown",
     "mid", "metro", "metropolitan", "cross", "trans", "pro", "anti", "based", "born", "area"}
)  # fmt: skip
EVENTS: Final = frozenset(
    {"agreement", "accord", "accords", "attacks", "bombing", "conference", "crisis", "cup", "declaration",
     "derby", "fair", "festival", "games", "marathon", "massacre", "olympics", "open", "protocol", "summit",
     "talks", "treaty", "trial", "war", "deal", "protests", "process", "stock", "police", "fire", "high",
     "supreme", "municipal", "public", "international", "national", "general", "regional", "local", "community"}
)  # fmt: skip
GENERIC: Final = frozenset(
    {*ORGANISATION_WORDS, *(PLACE_WORDS - PLACE_STARTS), *HONORIFICS, *NAMELESS, *STARTERS, *SIDES, *EVENTS}
)
HEADS: Final = frozenset({*ORGANISATION_WORDS, *PLACE_WORDS, "commonwealth", "mission", "observatory", "trust"})
"""Words that say what a name is the name of, towns of the same name notwithstanding."""
COLLECTIVE: Final = re.compile(r" (?:States|Union|Unity|Nations|Commonwealth|Community)\b")
"""What stands behind an adjective in names that belong to no one country: `American States`, `African Union`."""


def is_fragment(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word that is in no common use stands directly beside a span: `San` of `San Telmo`."""
    before = BEFORE.search(text, max(0, start - LONGEST_WORD), start)
    behind = BEHIND.match(text, end, end + LONGEST_WORD)
    return (before is not None and not _is_generic(before[1])) or (
        behind is not None and not _is_generic(behind[1])
    )


def _is_generic(word: str) -> bool:
    lower = word.lower()
    return (
        word.endswith(POSSESSIVES)
        or lower.rstrip(".") in GENERIC
        or lower.removesuffix("s") in GENERIC
        or (lower in load_common_words() and lower not in PLACE_STARTS)
    )

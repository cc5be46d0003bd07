"""Where and when it happened what a number counts: never the country of who says so, nor an age or a duration."""

import re
from collections.abc import Sequence
from typing import Final

from transforms.claimants import Claim
from transforms.records import Mention

LOCATED: Final = re.compile(
    r"\b(?:in|at|near|on|outside|inside|around|across|off|along|over|throughout|within|through|into|toward|towards"
    r"|hits?|struck|shook|rocked|under|behind|above|opposite)\s+"
    r"(?:(?!(?:with|by|from|for|against|to|about|and|or|said|says|who|which|that|of|in|on|at)\s)[\w'\u2019-]+,?\s+"
    r"(?:of\s+(?:the\s+)?)?){0,4}$"
    r"|\b(?:outskirts|towns?|city|cities|villages?|provinces?|districts?|regions?|suburbs?|islands?|capture|bombing|shelling"
    r"|siege|battle|bombardment|streets|heart|cent(?:er|re)|capital|port|valley|coast|parts?|area)\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What leads up to a name of where something happened: `in the northern town of`."""
BEARING: Final = re.compile(r"\b(?:north|south|east|west)\w*(?:-?(?:east|west)\w*)?\s+of\s+$", re.IGNORECASE)
"""`130 miles north of`: it happened near there, unless another place is told."""
OF_PEOPLE: Final = re.compile(
    r"\b(?:of|ministry|ministers?|governor|president|mayor|government|army|police|people|citizens?|nationals?|officials?"
    r"|residents?|forces|troops|soldiers|fighters|rebels|rest|state|bank|republic|university|invasion|war|leaders?"
    r"|members?|king(?:dom)?)\s+of\s+"
    r"(?:the\s+)?$|\b(?:from|than|with|by|against|for)\s+(?:the\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
"""Whose a name is or who it stands for, though a place was named before it."""
LEFT: Final = re.compile(
    r"\b(?:fle[de]\w*|flee(?:ing)?|displac\w+|evacuat\w+|driven|escap\w+|forced|left|leav\w+|rescu\w+|pulled|recovered|freed"
    r"|released|kidnapped|abducted|taken)\b[^.,;]{0,60}\bfrom\s+(?:(?:the|northern|southern|eastern|western|nearby|city|town"
    r"|village|of)\s+)*$",
    re.IGNORECASE,
)
"""People flee from where it happened."""
BLASTS: Final = re.compile(
    r"\s+(?:blasts?|explosions?|bombings?|shootings?|stabbings?|crash|earthquake|quake|floods?|fire|massacre|riots|market"
    r"|school|hospital|mosque|church|airport|prison|station|border\s+post)\b",
    re.IGNORECASE,
)
"""What happens in the place named before it: the Castra bombing."""
OWNED: Final = re.compile(
    r"['\u2019]s?\s+(?:\w+\s+)?(?:war|wars|army|attacks?|strikes?|offensive|raids?|forces|military|navy|police|government"
    r"|bombing|bombardment|campaign|troops|soldiers|ministry|minister|president|invasion|operation|shelling)\b"
    r"|-(?:\w+)|\s+(?:army|troops|forces|soldiers|police|government|military|navy|officials?|ministry|fighters|nationals"
    r"|citizens|passport|strikes?|airstrikes?|air\s+strikes?)\b",
    re.IGNORECASE,
)
"""What belongs to a state, wherever it happens: in Castra's war."""
DAYS: Final = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:1[89]|20)\d\d(?:s\b|\b)"
    r"|\b(?:today|yesterday|tonight|overnight|ago|earlier|weekend|dawn|dusk|midnight|noon|christmas|easter|ramadan|eid)\b"
    r"|\b(?:last|this|past|previous|same|next|following|the)\s+(?:\w+\s+)?"
    r"(?:weeks?|months?|years?|nights?|days?|decades?|mornings?|evenings?|afternoons?|summer|winter|spring|autumn|fall)\b"
    r"|^\d{1,2}[/.]\d{1,2}",
    re.IGNORECASE,
)
"""What makes a time of a name for one: no age, no duration, no bare number."""
AGED: Final = re.compile(
    r"\b(?:\w+-)?(?:days?|weeks?|months?|years?)-(?:old|long)\b|^(?:\w+-)?years?\s+old\b", re.IGNORECASE
)
COMPARED: Final = re.compile(
    r"\b(?:worst|deadliest|bloodiest|first|biggest|highest|largest|most|heaviest)\b[^.;]*\bsince\s+(?:at\s+least\s+)?$",
    re.IGNORECASE,
)
"""`The deadliest attack since` a time is of another."""
SPOKEN: Final = re.compile(r"\W*(?:(?:late|early|on|in|at|from)\s+)?(?:the\s+)?", re.IGNORECASE)
"""What may stand between a cue and the day or place of speaking: `said on`."""
THAT: Final = re.compile(r"\bthat\b", re.IGNORECASE)
FIRST_LINE: Final = re.compile(r"[^\n]{0,60}?\s?(?:\u2014|\u2013|-|:)\s")
CLAUSE_END: Final = re.compile(r";|\bbut\b|\bwhile\b")
OPENING: Final = 300
"""Characters of a first line in which another place tells where it was instead."""
LONGEST_LEAD: Final = 90
FAR: Final = 1000
DISTANT: Final = 3
"""How much farther a name is that stands before its number than one behind it."""


def find_place(
    text: str, mentions: Sequence[Mention], claims: Sequence[Claim], number: tuple[int, int]
) -> Mention | None:
    """Return the nearest name of a sentence that tells where; one behind the number before one in front of it."""
    located = {one.start: distance for one in mentions if (distance := _measure_place(text, one)) is not None}
    return min(
        (one for one in mentions if one.start in located and _may_tell(text, one, claims, number)),
        key=lambda one: located[one.start] + _measure(one, number),
        default=None,
    )


def find_day(
    text: str, mentions: Sequence[Mention], claims: Sequence[Claim], number: tuple[int, int]
) -> Mention | None:
    """Return the nearest time of a sentence at which it happened, not that at which it was told."""
    return min(
        (one for one in mentions if _is_day(text, one) and _may_tell(text, one, claims, number)),
        key=lambda one: _measure(one, number),
        default=None,
    )


def find_dateline(text: str, mentions: Sequence[Mention]) -> Mention | None:
    """Return the place with which a text begins, before a dash: `CASTRA, 3 May (Wire) \u2014 Gunmen`.

    None if its first line tells of another place, which reporters only write of from there.
    """
    first = next(iter(mentions), None)
    if first is None or first.kind != "LOC" or first.start > 0 or not FIRST_LINE.match(text, first.end):
        return None
    opening = (one for one in mentions if first.end <= one.start < OPENING)
    return None if any(_measure_place(text, one) is not None for one in opening) else first


def _may_tell(text: str, one: Mention, claims: Sequence[Claim], number: tuple[int, int]) -> bool:
    """Whether a name may tell where or when of a number: of its own clause, and not of who speaks."""
    if (one.start < number[1] and number[0] < one.end) or _is_spoken(text, one, claims, number):
        return False
    cues = [claim.cue[0] for claim in claims if claim.leads]
    if one.start >= number[1]:
        is_parted = CLAUSE_END.search(text, number[1], one.start) is not None
        return not is_parted and not any(number[1] <= cue < one.start for cue in cues)
    return not (any(cue < one.start for cue in cues) and any(one.end <= cue < number[0] for cue in cues))


def _is_spoken(text: str, one: Mention, claims: Sequence[Claim], number: tuple[int, int]) -> bool:
    """Whether a name belongs to who speaks, or to when and where that was: `police in Castra said on Friday`."""
    for claim in claims:
        until = max(claim.cue[0], claim.span[1]) if claim.leads else claim.span[1]
        if claim.span[0] < one.end and one.start < until:
            return True  # the monitor, which is in Castra, said
        is_owner = text[one.end : one.end + 2] in {"'s", "\u2019s"}  # said Friday's attack killed 12
        if not is_owner and one.start >= claim.cue[1] and SPOKEN.fullmatch(text, claim.cue[1], one.start):
            return one.end <= number[0] or number[1] <= claim.cue[0]
        if claim.leads and claim.cue[1] <= one.start and one.end <= number[0]:
            what = THAT.search(text, claim.cue[1], number[0])
            if what is not None and one.end <= what.start():
                return True  # said on its own channel on Monday that
    return False


def _measure_place(text: str, one: Mention) -> int | None:
    """Return how much farther than it stands a name is that tells where; None for one that does not."""
    before = text[max(0, one.start - LONGEST_LEAD) : one.start].rpartition("\n")[2]
    if one.kind != "LOC" or OWNED.match(text, one.end):
        return None
    if LEFT.search(before):
        return 0
    if BEARING.search(before):
        return FAR
    is_place = LOCATED.search(before) and not OF_PEOPLE.search(before)
    return 0 if is_place or BLASTS.match(text, one.end) else None


def _is_day(text: str, one: Mention) -> bool:
    if COMPARED.search(text, max(0, one.start - LONGEST_LEAD), one.start):
        return False
    return one.label == "DATE" and DAYS.search(one.text) is not None and AGED.search(one.text) is None


def _measure(one: Mention, number: tuple[int, int]) -> int:
    return one.start - number[1] if one.start >= number[1] else DISTANT * (number[0] - one.end)

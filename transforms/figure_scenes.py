"""Where and when it happened what a number counts: never the country of who says so, nor an age or a duration."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
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
    r"|['\u2019]s?(?=[.,;])|-(?:\w+)|\s+(?:army|troops|forces|soldiers|police|government|military|navy|officials?|ministry|fighters|nationals"
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
LONGEST_LEAD: Final = 90
DISTANT: Final = 3
"""How much farther a name is that stands before its number than one behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenes:
    """Where and when a sentence tells that something happened, each in order, and where its clauses end."""

    places: Sequence[Mention]
    environs: Sequence[Mention]
    """Places that it was near: `130 miles north of`."""
    days: Sequence[Mention]
    cues: Sequence[int]
    """Where somebody begins to say what follows."""
    breaks: Sequence[int]
    """Where a clause ends for what stands before it."""


def read_scenes(
    text: str,
    sentence: tuple[int, int],
    mentions: Sequence[Mention],
    claims: Sequence[Claim],
    numbers: Sequence[int],
) -> Scenes:
    """Return where and when it happened what the numbers of a sentence count, which begin at `numbers`."""
    told = _drop_spoken(text, mentions, claims, numbers)
    measured = [(one, _measure_place(text, one)) for one in told if one.kind == "LOC"]
    cues = sorted(claim.cue[0] for claim in claims if claim.leads)
    ends = [match.start() for match in CLAUSE_END.finditer(text, *sentence)]
    return Scenes(
        places=[one for one, distance in measured if distance == 0],
        environs=[one for one, distance in measured if distance],
        days=[one for one in told if _is_day(text, one)],
        cues=cues,
        breaks=sorted(cues + ends),
    )


def find_place(scenes: Scenes, number: tuple[int, int]) -> Mention | None:
    """Return the nearest name that tells where; one behind the number before one in front of it."""
    return _find_nearest(scenes.places, scenes, number) or _find_nearest(scenes.environs, scenes, number)


def find_day(scenes: Scenes, number: tuple[int, int]) -> Mention | None:
    """Return the nearest time at which it happened, not that at which it was told."""
    return _find_nearest(scenes.days, scenes, number)


def find_dateline(text: str, mentions: Sequence[Mention]) -> Mention | None:
    """Return the place with which a text begins, before a dash: `CASTRA, 3 May (Wire) \u2014 Gunmen`.

    None if the text tells of another place, which reporters only write of from there.
    """
    first = next(iter(mentions), None)
    if first is None or first.kind != "LOC" or first.start > 0 or not FIRST_LINE.match(text, first.end):
        return None
    others = (one for one in mentions if one.text.lower() != first.text.lower())
    return None if any(_measure_place(text, one) is not None for one in others) else first


def _find_nearest(told: Sequence[Mention], scenes: Scenes, number: tuple[int, int]) -> Mention | None:
    """Return the nearest mention of a number's own clause, or of what stands before all that is said."""
    at = bisect_left(told, number[1], key=lambda one: one.start)
    barrier = bisect_left(scenes.breaks, number[1])
    behind = told[at] if at < len(told) else None
    if behind and barrier < len(scenes.breaks) and scenes.breaks[barrier] <= behind.start:
        behind = None
    before = bisect_left(told, number[0] + 1, key=lambda one: one.end)
    cue = bisect_left(scenes.cues, number[0])
    if cue and before and told[before - 1].start < scenes.cues[cue - 1]:
        before = bisect_left(told, scenes.cues[0], key=lambda one: one.start)
    front = told[before - 1] if before else None
    if behind is None or front is None:
        return behind or front
    return behind if behind.start - number[1] <= DISTANT * (number[0] - front.end) else front


def _drop_spoken(
    text: str, mentions: Sequence[Mention], claims: Sequence[Claim], numbers: Sequence[int]
) -> list[Mention]:
    """Return the mentions but those of who speaks, and of when and where: `police in Castra said on Friday`."""
    sources = sorted(
        (claim.span[0], max(claim.cue[0], claim.span[1]) if claim.leads else claim.span[1]) for claim in claims
    )
    cues = sorted((claim.cue[1], claim.leads) for claim in claims)
    told: list[Mention] = []
    for one in mentions:
        source = bisect_left(sources, (one.end, 0)) - 1
        nearby = sources[max(0, source - 1) : source + 1]
        cue = bisect_left(cues, (one.start + 1, False)) - 1
        is_spoken = cue >= 0 and _is_spoken(text, one, *cues[cue], numbers)
        if not is_spoken and not any(one.start < until for _, until in nearby):
            told.append(one)
    return told


def _is_spoken(text: str, one: Mention, cue: int, leads: bool, numbers: Sequence[int]) -> bool:
    """Whether a name behind the end of a cue tells of the speaking: `said on their own channel on Friday that`."""
    if one.start - cue > LONGEST_LEAD or text[one.end : one.end + 2] in {"'s", "\u2019s"}:
        return False  # said Friday's attack killed 12
    if SPOKEN.fullmatch(text, cue, one.start):
        return True
    what = THAT.search(text, cue, one.end + LONGEST_LEAD) if leads else None
    if what is None or what.start() < one.end:
        return False
    following = bisect_left(numbers, cue)
    return following == len(numbers) or numbers[following] > what.start()


def _measure_place(text: str, one: Mention) -> int | None:
    """Return 0 for a name that tells where, 1 for one that tells near what; None for others."""
    before = text[max(0, one.start - LONGEST_LEAD) : one.start].rpartition("\n")[2]
    if one.kind != "LOC" or OWNED.match(text, one.end):
        return None
    if LEFT.search(before):
        return 0
    if BEARING.search(before):
        return 1
    is_place = LOCATED.search(before) and not OF_PEOPLE.search(before)
    return 0 if is_place or BLASTS.match(text, one.end) else None


def _is_day(text: str, one: Mention) -> bool:
    if COMPARED.search(text, max(0, one.start - LONGEST_LEAD), one.start):
        return False
    return one.label == "DATE" and DAYS.search(one.text) is not None and AGED.search(one.text) is None

"""Whether a number is of the article's own event, or of another time: an earlier war, a total of years."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from transforms.casualty_words import MENTIONED

MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
DATED: Final = re.compile(rf"\b(?:\d{{1,2}}\s+)?{MONTH}\s+(?:\d{{1,2}},?\s+)?((?:1[89]|20)\d\d)\b", re.IGNORECASE)
"""A date with its year."""
TODAY: Final = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|overnight|tonight|last\s+night"
    r"|this\s+(?:week|morning|afternoon|evening|weekend))\b",
    re.IGNORECASE,
)
"""How an article tells of its own days."""
NEAR: Final = 20
"""Characters before a date that may name its weekday: `on Monday, 3 May 2026`."""
FRESH: Final = 80
"""Characters behind `since fighting erupted` in which it may be told that it did this week."""
PAST: Final = re.compile(
    r"\b(?:in|of|since|during|between|by)\s+(?:the\s+)?(?:early\s+|late\s+|mid-?)?(?:1[89]\d\d|20[0-2]\d)s?\b"
    r"|\b(?:years?|decades?|months)\s+(?:ago|earlier|before(?!\s+(?:it|he|she|they|the|a)\b))\b|\blast\s+year\b"
    r"|\bthe\s+(?:1[89]\d\d|20\d\d)\b"
    r"|\b(?:previous|earlier)\s+(?:war|conflict|clashes|round|fighting|attacks?)\b"
    r"|\b(?:in|over|during|for|within)\s+(?:(?:this|the|past|last|previous|more than|some|about)\s+)*"
    r"(?:(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|several|many|recent)\s+)?"
    r"(?:years?|decades?|century)\b"
    r"|\b(?:in|over|within)\s+(?:the\s+(?:past|last)\s+)?(?:\d{1,2}|two|three|four|five|six|seven|eight"
    r"|nine|ten|several|recent)\s+(?:weeks|months)\b"
    r"|\b(?:years?|decades?)\s+of\s+(?:\w+\s+)?(?:war|conflict|fighting|violence|insurgency|unrest|strife|rule)\b"
    r"|\b(?:\w+-years?(?:-old|-long)?|decades?-(?:old|long)|years?-long)\s+(?:\w+\s+)?"
    r"(?:war|conflict|insurgency|rebellion)\b|\b\w+-(?:day|week|month)(?:-long)?\s+war\b"
    r"|\b(?:in|during|of|from|by)\s+(?:the|that|a|an)\s+(?:\w+\s+){0,2}war\b|\bwartime\b"
    r"|\bthe\s+(?:\w+\s+){0,2}war\s+(?:has\s+|had\s+)?(?:killed|cost|claimed|displaced|left|drove)\b"
    r"|\b(?:conflict|insurgency|rebellion|invasion)\s+(?:has|had)\s+(?:killed|cost|claimed|displaced|left)\b"
    r"|\b(?:summers?|winters?|springs?|autumns?)\s+ago\b"
    r"|\b(?:so\s+far\s+)?this\s+year\b|\b(?:a|per|each|every)\s+year\b|\bannually\b"
    r"|\bsince\s+(?:the\s+)?(?:\w+\s+){1,6}?(?:began|begun|started|erupted|broke\s+out|took\s+power)\b",
    re.IGNORECASE,
)
"""What tells of another time than the article's own event: an earlier war, or a total of years."""
RECORDS: Final = re.compile(
    r"\b(?:worst|deadliest|bloodiest|first|biggest|highest|largest|most|heaviest|lowest|lethal)\b"
    r"(?!\s+of\s+(?:them|these|those))",
    re.IGNORECASE,
)
"""`The deadliest attack since 2015` is this event's."""
ASIDES: Final = re.compile(
    r"[,(\u2014]\s*(?:who|which|where|whose|when|a|an|the|founded|formed|established|created)\b", re.IGNORECASE
)
GOES_ON: Final = re.compile(
    r"(?:that|those|the|these|this|both)\s+(?:\S+\s+){0,2}(?:war|conflict|fighting|clashes|attacks?|battle)\b",
    re.IGNORECASE,
)
CARRIES_ON: Final = re.compile(
    r"(?:in\s+(?-i:[A-Z])[\w ]{1,30},|(?:a\s+further|another|both\s+sides|they\s+included|it\s+also"
    r"|among\s+(?:them|the\s+dead)|of\s+(?:them|these|those)|on\s+(?:its|the)\s+(?:\w+\s+){0,2}side)\b)",
    re.IGNORECASE,
)
"""How the sentence behind one of a past event goes on with it: `In Castra, 127 people died`."""
THEN: Final = re.compile(r"\bsince\s+[^,;]{0,40},\s+(?:when|in\s+which)\b", re.IGNORECASE)
"""What tells of the time that this event is compared with: `the deadliest since 1998, when 4,000 died`."""
ANNIVERSARY: Final = re.compile(r"\b(?:years|decades|decade)\s+(?:after|since)\s[^,;]*", re.IGNORECASE)
"""`Ten years after 8,000 men were killed`."""
FARTHEST_PAST: Final = 300
LATEST: Final = 9999
"""Characters between a number and what tells its time."""
RECENT_PART: Final = re.compile(
    r"[\w,-]+\s+of\s+(?:them|whom)\s+(?:since|on|this|today|yesterday|overnight)\b", re.IGNORECASE
)


def find_past(sentence: str, present: int | None = None) -> list[int]:
    """Return where words of a sentence tell of another time, unless this event is compared with it.

    A date of a year up to `present` is another time too; None where an article may write so of its own days.
    """
    found = [match.start() for match in PAST.finditer(sentence) if not _is_fresh(sentence, match)]
    if present is not None:
        found += [match.start() for match in DATED.finditer(sentence) if _is_dated(sentence, match, present)]
    own = [at for at in found if not RECORDS.search(sentence, max(0, at - 60), at)]
    then = [match.end() for match in THEN.finditer(sentence)] if len(own) < len(found) else []
    return sorted(own + then)


def find_anniversaries(sentence: str) -> list[tuple[int, int]]:
    """Return the parts of a sentence that tell of what happened years before the rest of it."""
    return [match.span() for match in ANNIVERSARY.finditer(sentence)]


def find_present(sentences: Iterable[str]) -> int | None:
    """Return the year up to which dates are of another time than an article's; None if they may be its own.

    Who tells of people killed on Monday writes no year of that day; others may, as reports do, in their last year.
    """
    years = set()
    for sentence in sentences:
        dates = {int(match[1]) for match in DATED.finditer(sentence)}
        if not dates and TODAY.search(sentence) and MENTIONED.search(sentence):
            return LATEST
        years |= dates
    return max(years) - 1 if len(years) > 1 else None


def _is_fresh(sentence: str, match: re.Match[str]) -> bool:
    """Whether something began only now: `since fighting erupted along the border this week`."""
    if not match[0].lower().startswith("since") or match[0][-1].isdigit():
        return False
    return TODAY.search(sentence, match.end(), match.end() + FRESH) is not None


def _is_dated(sentence: str, match: re.Match[str], present: int) -> bool:
    if int(match[1]) > present:
        return False
    return TODAY.search(sentence, max(0, match.start() - NEAR), match.start()) is None


def is_background(sentence: str, past: Sequence[int], number: int) -> bool:
    """Whether what a number at a place of a sentence counts lies in the past, or is a total of many years."""
    if RECENT_PART.match(sentence, number):
        return False  # 43 in nine years, five of them since Monday
    if any(at < number for at in past[:1]):
        return True
    later = next((at for at in past if at > number), None)
    if later is None or later - number > FARTHEST_PAST:
        return False
    return ASIDES.search(sentence, number, later) is None

"""Whether a number is of the article's own event, or of another time: an earlier war, a total of years."""

import re
from collections.abc import Sequence
from typing import Final

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
    r"|\b(?:summers?|winters?|springs?|autumns?)\s+ago\b"
    r"|\b(?:so\s+far\s+)?this\s+year\b|\b(?:a|per|each|every)\s+year\b|\bannually\b"
    r"|\bsince\s+(?:the\s+)?(?:\w+\s+){1,6}(?:began|begun|started|erupted|broke\s+out|took\s+power)\b",
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
FARTHEST_PAST: Final = 300
"""Characters between a number and what tells its time."""
RECENT_PART: Final = re.compile(
    r"[\w,-]+\s+of\s+(?:them|whom)\s+(?:since|on|this|today|yesterday|overnight)\b", re.IGNORECASE
)


def find_past(sentence: str) -> list[int]:
    """Return where words of a sentence tell of another time, unless this event is compared with it."""
    return [
        match.start()
        for match in PAST.finditer(sentence)
        if not RECORDS.search(sentence, max(0, match.start() - 60), match.start())
    ]


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

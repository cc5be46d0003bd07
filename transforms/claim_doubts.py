"""Who denies or cannot confirm a number does not claim it."""

import re
from collections.abc import Sequence
from typing import Final

from transforms.casualty_words import THINGS
from transforms.figure_words import UNITS_OF_MEASURE
from transforms.records import Quote

DOUBT: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?|disput(?:e|es|ed|ing)|refut(?:es|ed|ing)"
    r"|(?:can|could|did|does|do|would|has|have|had)\s*(?:not|n['\u2019]t)\s+(?:yet\s+)?(?:been\s+able\s+to\s+)?"
    r"(?:\w+ly\s+)?(?:confirm|verif|corroborat|say\s+(?:if|whether))\w*"
    r"|unable\s+to\s+(?:\w+ly\s+)?(?:confirm|verify|corroborate)"
    r"|no\s+(?:\w+\s+)?(?:evidence|confirmation|proof))\b",
    re.IGNORECASE,
)


def find_doubts(text: str, start: int) -> list[int]:
    """Return where a sentence that begins at `start` denies something, or says that nobody can confirm it."""
    return [start + match.start() for match in DOUBT.finditer(text)]


def is_doubted(
    doubts: Sequence[int], cue: tuple[int, int], source: tuple[int, int], number: tuple[int, int]
) -> bool:
    """Whether a source doubts a number: the doubt is its own, or stands between what it says and the number."""
    return any(source[0] <= at < source[1] or cue[0] <= at < cue[1] or cue[0] <= at < number[0] for at in doubts)


def may_claim(text: str, quote: Quote, number: tuple[int, int]) -> bool:
    """Whether who speaks in a quote may claim a number: no sum of money, nor the subject of another clause."""
    if quote.speaker is None or quote.speaker_name is None:
        return False
    if quote.speaker_name.split()[-1].lower() in THINGS | UNITS_OF_MEASURE:
        return False
    speaker = quote.speaker
    between = text[number[1] : speaker[0]] if speaker[0] >= number[1] else text[speaker[1] : number[0]]
    return quote.kind == "direct" or ";" not in between

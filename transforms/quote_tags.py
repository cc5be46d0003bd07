"""Where speech ends whose quotation mark was forgotten: at the words that say whose it is."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc

WHO: Final = (
    r"(?:(?:[A-Z][\w.'\u2019-]{1,30} ){1,5}|(?:he|she|they) "
    r"|(?:the|a|an|one|its|his|her) (?:[\w'\u2019-]{1,30} ){1,4})"
)
SAYS: Final = (
    r"(?:said|says|told|tells|added|adds|asked|asks|explained|explains|insisted|insists|recalled|recalls|replied"
    r"|replies|remembered|remembers|warned|warns|wrote|writes)\b"
)
TAG: Final = re.compile(
    r"(?:(?P<comma>[,!?])|\s(?P<dash>--?|[\u2013-\u2015]))\s"
    rf"(?:{WHO}{SAYS}|{SAYS} (?=[A-Z]|(?:he|she|they|the|an?)\b))"
)
"""Whose speech it is, behind a comma, an exclamation or a dash: `, Ada Okonjo said`."""


def find_tags(doc: "Doc", text: str) -> Sequence[int]:
    """Return, in order, where words end in a paragraph behind which somebody is named who has said them."""
    found = list(TAG.finditer(text))
    if not found:
        return []
    starts = [token.idx for token in doc]
    ends = (match.end("comma") if match["comma"] else match.start("dash") for match in found)
    return [bisect_left(starts, end) for end in ends]


def find_tag(tags: Sequence[int], first: int, last: int) -> int | None:
    """Return the first of these tokens behind a mark and before another."""
    place = bisect_right(tags, first + 1)
    return tags[place] if place < len(tags) and tags[place] < last else None

"""Where what is said and who says it begin and end, without a dateline, a day, a bracket or a mark beside them."""

from typing import TYPE_CHECKING, Final

from transforms.quote_marks import Range, is_mark

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST_LEAD: Final = 24
"""Tokens of a dateline, with date and agency."""
SHORTEST_PLACE: Final = 3
DASHES: Final = frozenset({"-", "--", "\u2013", "\u2014", "\u2015"})
DAYS: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"}
)
PARTS_OF_DAY: Final = frozenset({"afternoon", "evening", "morning", "night"})
BEFORE_DAY: Final = frozenset({"on", "late", "early", "last"})


def end_of_dateline(doc: "Doc") -> int:
    """Return where a paragraph begins behind a dateline: `LONDON, May 3 (Northwire) -`; 0 without one."""
    if len(doc) == 0 or not (doc[0].is_upper and len(doc[0]) >= SHORTEST_PLACE):
        return 0
    is_within = False
    for token in doc[:LONGEST_LEAD]:
        if (
            token.text in DASHES
            and not is_within
            and token.i
            and doc[token.i - 1].whitespace_
            and token.whitespace_
        ):
            return token.i + 1 if _is_lead(doc, token.i) else 0
        is_within = (is_within or token.text == "(") and token.text != ")"
        if not is_within and token.is_alpha and not token.text[0].isupper():
            return 0
    return 0


def _is_lead(doc: "Doc", dash: int) -> bool:
    """Whether a report begins behind a dash, and no insertion: `NATO - the alliance of 32 - said`."""
    if dash + 1 >= len(doc) or doc[dash + 1].text[0].islower():
        return False
    has_agency = doc[dash - 1].text == ")"
    return has_agency or all(token.text != doc[dash].text for token in doc[dash + 1 : dash + LONGEST_LEAD])


def trim_source(doc: "Doc", part: Range, head: int) -> Range:
    """Return a noun phrase without dateline and marks before its head, its bracket closed."""
    first, last = part
    if (lead := end_of_dateline(doc)) <= head:
        first = max(first, lead)
    while first < head and (doc[first].is_punct or is_mark(doc[first].text)):
        first += 1
    words = [token.text for token in doc[first:last]]
    if words.count("(") > words.count(")"):
        if last < len(doc) and doc[last].text == ")":
            return first, last + 1
        opened = first + max(place for place, word in enumerate(words) if word == "(")
        return first, opened if opened > head else last
    return first, last


def skip_day(doc: "Doc", part: Range) -> Range:
    """Return a clause without the day on which it was said: `said on Monday five of them had died`."""
    first, last = part
    place = first
    while place < last and doc[place].lower_ in BEFORE_DAY:
        place += 1
    if place >= last or doc[place].lower_ not in DAYS:
        return part
    place += 1
    while place < last and (doc[place].lower_ in PARTS_OF_DAY or doc[place].text == ","):
        place += 1
    return (place, last) if place < last and doc[place].tag_ != "POS" and doc[place].dep_ != "ROOT" else part

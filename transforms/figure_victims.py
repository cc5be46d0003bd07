"""Victims whom a text names instead of counting them: the murder of Ola Brandt is one death."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from transforms.casualty_words import NOUN, OBJECT, SUBJECT
from transforms.figure_events import Link
from transforms.figure_tokens import Event, Sentence, is_person
from transforms.figure_words import AUXILIARIES, COMMON_VERBS, FILLERS, STOPS
from transforms.first_names import is_first_name
from transforms.quantities import Quantity
from transforms.records import Mention

Names = Mapping[int, int]
"""Where persons' names begin in the text, and where each ends."""
MURDERS: Final = frozenset(
    {
        "murder", "murders", "assassination", "assassinations", "slaying", "killing", "lynching", "beheading",
        "execution",
    }
)  # fmt: skip
MURDERED: Final = frozenset(
    {"assassinated", "murdered", "slain", "assassinating", "murdering", "lynched", "beheaded"}
)
"""Violence against one person; who `died` or `was killed` is told of by its other numbers."""
SHOT: Final = frozenset({"shot", "gunned"})
DEATHS: Final = frozenset({"death", "deaths"})
VIOLENCE: Final = re.compile(
    r"\b(?:murder|assassin|kill|massacr|bomb|gunm[ae]n|shot\b|shooting|responsib|blam|accus|investigat|condemn"
    r"|implicat|involv)",
    re.IGNORECASE,
)
"""What a sentence tells of in which the death of a person by name is a violent one."""
FARTHEST: Final = 12
LONGEST_NAME: Final = 4
DETERMINERS: Final = FILLERS | {"my", "your", "this", "that", "innocent", "many", "several", "some", "no", "any"}
LONGEST_TITLE: Final = 8
INTENDED: Final = frozenset(
    {"attempted", "attempt", "plot", "plan", "plans", "plotting", "planning", "against", "threatened"}
)
"""What makes a murder a mere intention."""


def find_victims(sentence: Sentence, mentions: Collection[Mention], known: set[str]) -> Iterator[Link]:
    """Yield one death for each person who is murdered by name, unless `known`, to whom the surname is added."""
    names = {one.start: one.end for one in mentions if one.kind == "PER"} if sentence.events else {}
    for event in sentence.events:
        if sentence.word(event.first) in DEATHS and not VIOLENCE.search(sentence.text):
            continue
        found = _locate_victim(sentence, event, names)
        if found is None:
            continue
        surname = sentence.word(found[1] - 1)
        if surname not in known:
            known.add(surname)
            quantity = Quantity(first=found[0], last=found[1], low=1, high=1, bound="exact")
            yield Link(quantity=quantity, event="killed", group=found, method="named")


def _locate_victim(sentence: Sentence, event: Event, names: Names) -> tuple[int, int] | None:
    """Return the tokens of the name of whom a murder befell; None if it names nobody."""
    word = sentence.word(event.first)
    if sentence.word(event.first - 1) == "to" or INTENDED & set(sentence.words(event.first - 3, event.first)):
        return None
    if word in MURDERS | DEATHS and NOUN in event.uses:
        if sentence.word(event.last) == "of":
            return _read_name(sentence, event.last + 1, names)
        return _read_owner(sentence, event.first, names)
    if word not in MURDERED and not (word in SHOT and event.last - event.first > 1):
        return None
    place = event.first
    while sentence.word(place - 1).endswith("ly"):
        place -= 1
    if SUBJECT in event.uses and sentence.word(place - 1) in AUXILIARIES - {"have", "has", "had"}:
        return _read_subject(sentence, place, names)
    return _read_name(sentence, event.last, names) if OBJECT in event.uses else None


def _read_name(sentence: Sentence, first: int, names: Names) -> tuple[int, int] | None:
    """Return the name that begins at a place, behind what titles a person has."""
    last = first
    while last < first + LONGEST_TITLE + 4 and _may_be_named(sentence, last):
        last += 1
    return _pick_name(sentence, first, last, names)


def _read_subject(sentence: Sentence, until: int, names: Names) -> tuple[int, int] | None:
    """Return the name of the subject of a passive verb, an aside between the two left out."""
    last = until
    while sentence.word(last - 1) in AUXILIARIES | {"who"}:
        last -= 1
    if sentence.word(last - 1) == ",":
        commas = (place for place in range(last - 2, max(0, last - FARTHEST), -1) if sentence.word(place) == ",")
        before = next(commas, last - 1)
        return _read_ending(sentence, before, names) or _read_ending(sentence, last - 1, names)
    return _read_ending(sentence, last, names)


def _read_ending(sentence: Sentence, last: int, names: Names) -> tuple[int, int] | None:
    """Return the name that ends before a place."""
    first = last
    while first > max(0, last - FARTHEST) and _may_be_named(sentence, first - 1):
        first -= 1
    found = _pick_name(sentence, first, last, names)
    if found is not None and found[1] == last:
        return found
    return None


def _read_owner(sentence: Sentence, until: int, names: Names) -> tuple[int, int] | None:
    """Return the name of `Brandt's murder`."""
    if not sentence.word(until - 1).endswith(("'s", "\u2019s")):
        return None
    first = until
    while first > max(0, until - FARTHEST) and _may_be_named(sentence, first - 1):
        first -= 1
    return _pick_name(sentence, first, until, names)


def _may_be_named(sentence: Sentence, place: int) -> bool:
    """Whether a word may belong to a name or to what stands before one."""
    word = sentence.word(place)
    if not word or not word[0].isalpha() or place in sentence.quantities_from:
        return False
    return word not in STOPS | COMMON_VERBS and place not in sentence.events_from


def _pick_name(sentence: Sentence, first: int, last: int, names: Names) -> tuple[int, int] | None:
    """Return the tokens of the person among some, by what the model found or, in capitals, by a first name."""
    is_capitals = sentence.text.isupper()
    for place in range(first, last):
        token = sentence.tokens[place]
        at = sentence.start + token.start
        if end := names.get(at):
            ends = [n for n in range(place, last) if sentence.start + sentence.tokens[n].start < end]
            return place, ends[-1] + 1
        if is_capitals and is_first_name(token.word) and last - place > 1:
            return place, last
    return (first, last) if is_capitals and _looks_named(sentence, first, last) else None


def _looks_named(sentence: Sentence, first: int, last: int) -> bool:
    """Whether words in capitals are like a name: a few of them, none an article, the last one no plural."""
    words = sentence.words(first, last)
    if not 2 <= len(words) <= LONGEST_NAME or set(words) & DETERMINERS or any(map(is_person, words)):
        return False
    return not words[-1].endswith(("s", "men", "people"))

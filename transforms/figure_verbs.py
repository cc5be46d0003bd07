"""What befell people, told by a verb that has them for its object and is no word for it: taken hostage, lost."""

from typing import Final

from transforms.figure_groups import counts_people, counts_things, find_group
from transforms.figure_tokens import Sentence, is_person
from transforms.figure_words import (
    CAPTIVES,
    CAPTORS,
    ESTEEM,
    EXCHANGES,
    FILLERS,
    FORCES,
    FORCES_OUT,
    HEALERS,
    HOLDS,
    JAILERS,
    LEAVING,
    LOSERS,
    RIVALS,
    STATE_AGENTS,
    TAKES,
    TOLL_LINKS,
    TREATS,
    UNHURT,
)
from transforms.quantities import Quantity
from transforms.quantity_words import CHANGES

FEARED: Final = frozenset({"could", "might", "may", "would", "expected", "likely", "feared", "risks", "risked"})
"""What makes of a toll what it may rise to."""
LONGEST_RISE: Final = 16
"""Tokens from a toll to what it has risen to, what it was before told between them."""
MANY: Final = 200
LOCALS: Final = frozenset(
    {"people", "residents", "villagers", "families", "civilians", "inhabitants", "persons", "households"}
)


def skip_fillers(sentence: Sentence, place: int) -> int:
    """Return where the articles and the like that stand before a place begin."""
    while sentence.word(place - 1) in FILLERS:
        place -= 1
    return place


def find_taking(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `took 12 people hostage`, `forced 10,000 from their homes`: verb, number, then what was done."""
    verb = sentence.word(skip_fillers(sentence, quantity.first) - 1)
    group, following = sentence.words(quantity.last, behind), sentence.words(behind, behind + 3)
    if verb in TAKES:
        if sentence.word(skip_fillers(sentence, quantity.first) - 2) in {"to", "can", "could"}:
            return None  # a prison built to hold a thousand prisoners
        if following[:2] == ["into", "custody"]:
            return "detained"
        taken = {*group[-1:], *following[:1]}
        return next((event for word, event in CAPTIVES.items() if word in taken), None)
    if verb in EXCHANGES and set(group) & (CAPTIVES.keys() | {"detainees"}):
        return "released"
    if (
        following
        and following[0] in {"were", "are", "was"}
        and set(sentence.words(behind + 1, behind + 4)) & EXCHANGES
    ):
        head = group[: group.index("of")] if "of" in group else group
        return "released" if set(head) & (CAPTIVES.keys() | {"detainees"}) else None
    if verb in FORCES_OUT and (following[:2] in LEAVING or following[0:1] + following[2:3] in LEAVING):
        return "displaced"
    return None


def find_toll(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:  # noqa: ARG001 - as all finders
    """Read `the death toll rose to 45`, `the number of wounded stood at 12`, `put the figure at 19`."""
    last = quantity.first
    while sentence.word(last - 1) in {"now", "already", "currently", "alone", "officially"}:
        last -= 1
    first = last - (13 if sentence.word(last - 3) == "from" else 10)
    window = sentence.words(first, last)
    is_one = sentence.word(quantity.first) in {"a", "an", "another"}
    if not window or window[-1] not in TOLL_LINKS or ";" in window or is_one or FEARED & set(window[-6:]):
        return None
    has_risen = sentence.word(last - 2) in CHANGES and "toll" in sentence.words(last - LONGEST_RISE, last)
    if has_risen or "toll" in window or {"number", "of"} < set(window) & {"number", "of", "victims", "casualties"}:
        return "killed"
    if window[-1] == "at" and {"put", "puts", "putting"} & set(window[-7:]):
        first = quantity.first - 7  # put its own dead at 17
    elif window[-1] in {"at", "to"} and {"number", "figure", "total", "count"} & set(window[-4:]):
        first = quantity.first - 40
    elif not {"number", "of"} <= set(window):
        return None
    named = [
        event
        for event in sentence.events_within(first, quantity.first)
        if sentence.word(event.first - 1) not in {"their", "his", "her"}  # died of their wounds
    ]
    return named[-1].name if named else None


def find_loss(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `lost some 60 conscripts`, `claimed 12 victims`."""
    verb = sentence.word(skip_fillers(sentence, quantity.first) - 1)
    if verb in {"claimed", "claims", "claiming"} and sentence.word(behind - 1) == "victims":
        return "killed"
    begin = skip_fillers(sentence, _skip_things(sentence, quantity.first))
    before = sentence.words(begin - 2, begin)
    if before == ["loss", "of"] and counts_people(sentence, (quantity.last, behind)):
        return "killed"
    if before[-1:] == [] or before[-1] not in LOSERS or RIVALS & set(sentence.words(behind, behind + 7)):
        return None
    if quantity.low == 1 and sentence.word(quantity.last) == "of":
        return None  # we have lost one of the finest
    following = sentence.words(quantity.last, quantity.last + 2)
    if following in (["of", "them"], ["of", "its"], ["of", "their"], ["of", "his"]):
        return "killed"
    group = sentence.words(quantity.last, behind)
    if set(group[-1:]) & UNHURT:
        return None
    return "killed" if set(group) & FORCES or any(map(is_person, group)) else None


def _skip_things(sentence: Sentence, place: int) -> int:
    """Return where things begin that are counted before people: `lost 14 tanks and 60 men`."""
    if sentence.word(place - 1) != "and":
        return place
    for before in sentence.quantities:
        group = find_group(sentence, before) if before.last < place else None
        if group and group[1] == place - 1 and counts_things(sentence, group):
            return before.first
    return place


def find_left(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `up to 4,000 people have left`: too many for guests or members, and nothing that they left is told."""
    if (quantity.low or 0) < MANY or not LOCALS & set(sentence.words(quantity.last, behind)):
        return None
    place = behind + (sentence.word(behind + 1) in {"already", "since", "now", "so", "also"})
    is_left = sentence.words(place, place + 2) in (["have", "left"], ["had", "left"])
    is_whole = sentence.word(place + 2) in {"", ".", ",", ";", "since", "their"}
    return "displaced" if is_left and is_whole else None


def find_held(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `they were holding 30 officers`, `held 41 seafarers for a month`."""
    verb = skip_fillers(sentence, quantity.first) - 1
    if sentence.word(verb) not in HOLDS or not counts_people(sentence, (quantity.last, behind)):
        return None
    if sentence.word(verb - 1) in {"to", "can", "could"}:
        return None
    if ESTEEM & set(sentence.words(behind - 1, behind + 3)):
        return None
    words = set(sentence.words(0, len(sentence.tokens)))
    is_seizure = words & CAPTORS or (words & STATE_AGENTS and not words & JAILERS)
    return "abducted" if is_seizure else "detained"


def find_treated(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `the hospital was treating 61 people`, `61 people whom the hospital treated`."""
    if sentence.word(skip_fillers(sentence, quantity.first) - 1) in TREATS:
        is_treated = counts_people(sentence, (quantity.last, behind))
    else:
        is_relative = sentence.word(behind) in {"whom", "that", "who"}
        is_treated = is_relative and bool(TREATS & set(sentence.words(behind + 1, behind + 9)))
    healers = HEALERS & set(sentence.words(0, len(sentence.tokens))) if is_treated else None
    return "wounded" if healers else None

"""What happened to those that a number counts: the word before it, behind it, or of the number before."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from transforms.casualty_words import CAUSED, OBJECT, STATE, SUBJECT
from transforms.figure_groups import counts_people, counts_things, find_group, is_whole, name_part
from transforms.figure_nouns import find_noun
from transforms.figure_passives import find_passive, is_denied
from transforms.figure_tokens import Event, Sentence, begins_phrase
from transforms.figure_verbs import find_held, find_left, find_loss, find_taking, find_toll, find_treated
from transforms.figure_words import (
    AUXILIARIES,
    COMMON_VERBS,
    FILLERS,
    GRAVELY,
    HEARSAY,
    MODALS,
    QUOTES,
    STOPS,
    UNREAL,
)
from transforms.quantities import Quantity

LONGEST_ASIDE: Final = 10
LEADING: Final = 2
"""The farthest token at which `Of the 45 people detained, …` has its number."""
JOINS: Final = frozenset({"including", "and", "or", "as", "among", ",", "(", "\u2014", "-", "plus", "with", "of"})
ADDING: Final = (["as", "well", "as"], ["along", "with"], ["together", "with"])
PARTING: Final = COMMON_VERBS | {"according", "which", "where", "when", "not"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A quantity with what happened, its group's tokens, and how they were brought together."""

    quantity: Quantity
    event: str
    group: tuple[int, int] | None
    method: str


def link_quantities(sentence: Sentence) -> list[Link]:
    """Return each number of people with what happened to them; one may be told twice (abducted, then released)."""
    links: list[Link] = []
    linked: dict[int, Link] = {}
    for place, quantity in enumerate(sentence.quantities):
        group = find_group(sentence, quantity)
        if counts_things(sentence, group) or is_denied(sentence, quantity):
            continue
        if is_whole(sentence, quantity):
            if event := find_relative(sentence, quantity, group[1] if group else quantity.last):
                links.append(Link(quantity=quantity, event=event, group=group, method="relative"))
            continue
        for event, method in find_own_events(sentence, quantity, group):
            link = Link(quantity=quantity, event=event, group=group, method=method)
            linked[place] = link
            links.append(link)
        if place not in linked and (inherited := inherit_event(sentence, place, group, linked)):
            linked[place] = inherited
            links.append(inherited)
    return [*links, *lead_lists(sentence, linked)]


def lead_lists(sentence: Sentence, linked: Mapping[int, Link]) -> Iterator[Link]:
    """Yield the numbers before one in a list: `five officers and 12 rebels left dead`."""
    told: Link | None = None
    for place in range(len(sentence.quantities) - 1, -1, -1):
        quantity = sentence.quantities[place]
        after, told = told, linked.get(place)
        if told or after is None or after.method not in {"state", "noun", "listed"}:
            continue
        group = find_group(sentence, quantity)
        between = sentence.words(group[1], after.quantity.first) if group else []
        if group and between in ([","], ["and"], [",", "and"]) and counts_people(sentence, group):
            told = Link(quantity=quantity, event=after.event, group=group, method="listed")
            yield told


def find_relative(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `two of the three sailors who went missing`: the whole, of whom others are a part."""
    if quantity.low == 1:
        return None
    if treated := find_treated(sentence, quantity, behind):
        return treated
    place = behind
    if sentence.word(place) not in {"who", "that"}:
        event = sentence.events_from.get(place)
        ends = STOPS | {"last", ".", ""} | ({","} if quantity.first <= LEADING else set())
        is_state = event and STATE in event.uses and sentence.word(event.last) in ends
        return event.name if event and is_state else None
    place += 1
    while (
        sentence.word(place) in AUXILIARIES | HEARSAY | {"went", "disappeared"}
        and place not in sentence.events_from
    ):
        place += 1
    event = sentence.events_from.get(place)
    return event.name if event and {SUBJECT, STATE} & event.uses else None


def find_own_events(
    sentence: Sentence, quantity: Quantity, group: tuple[int, int] | None
) -> Iterator[tuple[str, str]]:
    """Yield the events that a number takes of itself, with the rule that found each."""
    behind = group[1] if group else quantity.last
    found = ((finder(sentence, quantity, behind), method) for method, finder in FINDERS.items())
    name, method = next(((name, method) for name, method in found if name), (None, ""))
    if name:
        yield name, method
    if not name or method == "state":
        later = find_passive(sentence, quantity, behind)
        if later and later != name:
            yield later, "passive"


def find_state(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `12 people dead`, `20 wounded`: the event stands behind the group, and governs nothing."""
    place = behind
    while sentence.word(place) in {"others", "more", "remain", "remained", "still", "seriously", "critically"}:
        place += 1
    place = skip_aside(sentence, place)
    event = sentence.events_from.get(place)
    if event is None and (sentence.word(behind) == "fatally" or _is_fatal_part(sentence, quantity)):
        return "killed"  # nine were shot, three fatally
    if event is None or STATE not in event.uses:
        return None
    if OBJECT in event.uses and begins_phrase(sentence, event.last):
        return None  # `three soldiers wounded two civilians`
    return event.name


def skip_aside(sentence: Sentence, place: int) -> int:
    """Return what stands behind an aside: `seven, including a child, injured`."""
    if sentence.word(place) != "," or sentence.word(place + 1) not in {"including", "among", "most", "mostly"}:
        return place
    closing = (at for at in range(place + 2, place + LONGEST_ASIDE) if sentence.word(at) == ",")
    return next(closing, place - 1) + 1


def _is_fatal_part(sentence: Sentence, quantity: Quantity) -> bool:
    return is_of_them(sentence, quantity) and sentence.word(quantity.last + 2) == "fatally"


def find_active(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:  # noqa: ARG001 - as all finders
    """Read `killing four`, `shot dead two`: the event governs the number."""
    place = quantity.first
    if sentence.word(place - 1) == "and" and sentence.word(place - 2) in {"himself", "herself", "themselves"}:
        place -= 2
    farthest = place - 4
    if sentence.words(place - 3, place - 1) == ["all", "of"]:
        place -= 3  # killing all of its 300 passengers
    while place > farthest and (
        sentence.word(place - 1) in FILLERS | QUOTES or sentence.word(place - 1).endswith("ly")
    ):
        place -= 1
    event = sentence.events_until.get(place)
    if event is None or not {OBJECT, CAUSED} & event.uses:
        return None
    led = sentence.words(event.first - 3, event.first)
    return None if _is_unreal(led) else event.name


def _is_unreal(led: list[str]) -> bool:
    """Whether the words before an active verb make it a mere possibility, or a passive."""
    if set(led) & {"could", "might", "would", "capable", "danger", "risk", "threat"}:
        return True
    last = led[-1] if led else ""
    if last == "to":
        return led[-2:-1] not in (["claims"], ["claimed"])
    return last in MODALS or last in AUXILIARIES - {"have", "has", "had", "having"}


def inherit_event(
    sentence: Sentence, place: int, group: tuple[int, int] | None, linked: Mapping[int, Link]
) -> Link | None:
    """Return the event of the number before: `three of them seriously`, `including nine pupils and two cooks`."""
    quantity = sentence.quantities[place]
    if place - 1 not in linked:
        return include_event(sentence, quantity, group)
    before = linked[place - 1]
    behind = before.group[1] if before.group else before.quantity.last
    between = ["including" if one.startswith("includ") else one for one in sentence.words(behind, quantity.first)]
    is_human = group is not None and counts_people(sentence, group)
    if is_human and (
        between[-3:] == ["as", "well", "as"] or between[-2:] in (["along", "with"], ["together", "with"])
    ):
        return Link(quantity=quantity, event=before.event, group=group, method="listed")
    part = group or name_part(sentence, quantity.last) or before.group
    if between[-3:] == [",", "of", "whom"] and not {",", ";"} & set(between[:-3]):
        return Link(quantity=quantity, event=before.event, group=part, method="of_them")
    if is_of_them(sentence, quantity) and _follows_comma(sentence, behind, between):
        return Link(quantity=quantity, event=before.event, group=part, method="of_them")
    if not _joins_numbers(sentence, behind, between) or _is_apposed(sentence, before, group, quantity):
        return None
    is_part = is_of_them(sentence, quantity)
    following = sentence.words(quantity.last, quantity.last + 1)
    if is_part or (before.event == "wounded" and following[:1] and following[0] in GRAVELY):
        return Link(quantity=quantity, event=before.event, group=part, method="of_them")
    ending = group[1] if group else quantity.last
    if sentence.word(ending) in AUXILIARIES and _find_verb(sentence, ending) is None:
        return None  # six soldiers are being charged
    is_listed = is_human and not sentence.events_within(behind, quantity.first)
    if is_listed or {"including", "among"} & set(between):
        return Link(quantity=quantity, event=before.event, group=group, method="listed")
    return None


def is_of_them(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number is told as a part of the one before: `five of them`."""
    return sentence.words(quantity.last, quantity.last + 2) in (["of", "them"], ["of", "whom"])


def _follows_comma(sentence: Sentence, behind: int, between: list[str]) -> bool:
    """Whether only places and times stand between a number and the comma before its part."""
    if between[-1:] != [","] or len(between) > 9 or sentence.events_within(behind, behind + len(between)):
        return False
    return not {",", ";"} & set(between[:-1]) and not PARTING & set(between)


def _joins_numbers(sentence: Sentence, behind: int, between: list[str]) -> bool:
    """Whether the words between two numbers only join them, no other verb standing there."""
    if not between or len(between) > (12 if "including" in between else 6) or PARTING & set(between):
        return False
    others = (word for at, word in enumerate(between) if behind + at not in sentence.events_from)
    if any(word.endswith("ed") for word in others):
        return False  # killed 23 and forced ten thousand
    is_joined = between[0] in JOINS or "including" in between
    return is_joined or bool(sentence.events_within(behind, behind + len(between)))


def _is_apposed(sentence: Sentence, before: Link, group: tuple[int, int] | None, quantity: Quantity) -> bool:
    """Whether `a captain` only tells who the one before was, or who says so."""
    last = sentence.word(quantity.first - 1)
    if sentence.word(quantity.first) not in {"a", "an", "another"} or last in {"and", "including", "plus", "or"}:
        return False
    ending = sentence.word(group[1]) if group else ""
    return before.quantity.low in {None, 1} or ending not in {",", "and"}


def include_event(sentence: Sentence, quantity: Quantity, group: tuple[int, int] | None) -> Link | None:
    """Return the event of those without a number: `killed all aboard, including 12`, `his wife and two sons`."""
    joint = sentence.word(quantity.first - 1)
    if joint not in {"including", "and"} or group is None or not counts_people(sentence, group):
        return None
    near = sentence.events_within(quantity.first - 8, quantity.first)
    event = near[-1] if near else None
    if event is None or not {OBJECT, SUBJECT} & event.uses or _are_dreaded(sentence, event):
        return None
    if joint == "and" and not _governs(sentence, event, quantity.first - 1):
        return None
    return Link(quantity=quantity, event=event.name, group=group, method="included")


def _governs(sentence: Sentence, event: Event, until: int) -> bool:
    """Whether an event is an active verb, and all up to a place its object."""
    if OBJECT not in event.uses or sentence.word(event.first - 1) in AUXILIARIES - {"have", "has", "had"}:
        return False
    return not (STOPS | COMMON_VERBS) & set(sentence.words(event.last, until))


def _are_dreaded(sentence: Sentence, event: Event) -> bool:
    """Whether an event is only possible or denied."""
    return bool((MODALS | UNREAL | {"to"}) & set(sentence.words(event.first - 3, event.first)))


def _find_verb(sentence: Sentence, place: int) -> Event | None:
    """Return the event of a passive or perfect verb whose auxiliary stands at a place."""
    skipped = AUXILIARIES | HEARSAY
    while sentence.word(place) in skipped and place not in sentence.events_from:
        place += 1
    return sentence.events_from.get(place)


FINDERS: Final[Mapping[str, Callable[[Sentence, Quantity, int], str | None]]] = MappingProxyType(
    {
        "noun": find_noun,
        "state": find_state,
        "active": find_active,
        "taking": find_taking,
        "toll": find_toll,
        "loss": find_loss,
        "held": find_held,
        "treated": find_treated,
        "left": find_left,
    }
)
"""The rules by which a number finds its event, the surest first."""

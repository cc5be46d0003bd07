"""What happened as a noun beside its number: `30 deaths`, `the deaths of two miners`."""

from typing import Final

from transforms.casualty_words import NOUN, STATE
from transforms.figure_groups import counts_people
from transforms.figure_passives import find_passive
from transforms.figure_tokens import Event, Sentence
from transforms.figure_verbs import skip_fillers
from transforms.figure_words import COMMON_VERBS, STOPS, TAKEN
from transforms.quantities import Quantity

DEATH_WORDS: Final = frozenset(
    {
        "row",
        "sentence",
        "sentences",
        "threat",
        "threats",
        "penalty",
        "penalties",
        "squad",
        "squads",
        "camp",
        "camps",
    }
)
KNOWING: Final = frozenset(
    {"knew", "know", "knows", "known", "met", "buried", "visited", "identified", "named", "recognised"}
)
"""Verbs that say nothing new of `four of the dead`."""
INVERTING: Final = frozenset({"were", "was", "are", "is", "include", "includes", "included"})
LONGEST_ORIGIN: Final = 6
REMAINS: Final = frozenset({"of", "more", "charred", "burned", "burnt", "dead", "mutilated", "other", "further"})
"""What stands between a number and the bodies that it counts, and not the councils or authorities."""


def find_noun(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `30 deaths`, `the deaths of two miners`, `four of the injured`, `six were among the dead`."""
    return (
        _read_counted(sentence, quantity)
        or _read_deaths_of(sentence, quantity, behind)
        or _read_among(sentence, behind)
        or _read_inverted(sentence, quantity)
    )


def _read_counted(sentence: Sentence, quantity: Quantity) -> str | None:
    """Read `30 deaths`, `dozens of deaths`, `four of the injured`."""
    for place in range(quantity.last, min(quantity.last + 4, len(sentence.tokens))):
        event = sentence.events_from.get(place)
        if event and NOUN in event.uses and _is_counted(event, sentence):
            return event.name
        if event and sentence.words(quantity.last, place) in (["of", "the"], ["of", "those"]):
            if quantity.bound == "exact" and sentence.word(quantity.first - 1) in KNOWING:
                return None
            return find_passive(sentence, quantity, event.last) or event.name
        if event or sentence.word(place) in STOPS or not sentence.word(place)[0].isalpha():
            return None
    return None


def _read_deaths_of(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `the deaths of two miners`, `the two miners' murder`."""
    before = skip_fillers(sentence, quantity.first)
    joint = sentence.word(before - 1)
    is_noun = joint == "of" or (joint == "to" and sentence.word(before - 2) in {"injuries", "injury"})
    event = sentence.events_until.get(before - 1) if is_noun else None
    if event and NOUN in event.uses and not _are_spared(sentence, event):
        if sentence.word(event.first - 1) == "attempted":
            return None
        is_board = sentence.word(event.first) == "body" and quantity.low != 1  # a body of 12 experts
        return None if is_board else event.name
    owned = sentence.events_from.get(behind)
    if owned and NOUN in owned.uses and sentence.word(behind - 1).endswith(("'", "\u2019", "'s", "\u2019s")):
        return owned.name
    return None


def _read_among(sentence: Sentence, behind: int) -> str | None:
    """Read `six clerks were among the dead`, `six clerks from Castra were among those killed`."""
    if sentence.word(behind) in {"from", "of", "in"}:
        origin = sentence.words(behind, behind + LONGEST_ORIGIN)
        behind += next((at for at, word in enumerate(origin) if word in INVERTING | COMMON_VERBS), 0)
    tail = sentence.words(behind, behind + 4)
    if tail[1:3] not in (["among", "the"], ["among", "those"]) or tail[0] not in {"were", "was", "are", "is"}:
        return None
    event = sentence.events_from.get(behind + 3)
    if event:
        return event.name
    return "killed" if tail[3:] == ["victims"] else None


def _read_inverted(sentence: Sentence, quantity: Quantity) -> str | None:
    """Read `among the dead were three firemen`, `the wounded included two boys`."""
    place = quantity.first - 1
    if sentence.word(place) not in INVERTING:
        return None
    event = sentence.events_until.get(place)
    counted = sentence.word(place - 1)
    if event is None or not sentence.word(place).startswith("include"):
        is_named = event and STATE in event.uses and sentence.word(event.first - 1) in {"the", "those"}
        return event.name if event and is_named else None
    is_named = STATE in event.uses and sentence.word(event.first - 1) in {"the", "those"}
    return event.name if is_named or (NOUN in event.uses and counted.endswith("s")) else None


def _are_spared(sentence: Sentence, event: Event) -> bool:
    """Whether lives are saved or endangered, not claimed."""
    if sentence.word(event.first) != "lives":
        return False
    return not TAKEN & set(sentence.words(event.first - 4, event.first))


def _is_counted(event: Event, sentence: Sentence) -> bool:
    """Whether a noun counts single events: one death, many deaths, but no `killing spree`."""
    word = sentence.word(event.first)
    if word == "lives":
        return not _are_spared(sentence, event)
    if word in {"bodies", "corpses"}:
        if sentence.word(event.last) == "of" and not counts_people(sentence, (event.last + 1, event.last + 4)):
            return False  # two bodies of experts
        return event.first in sentence.quantities_until or (
            sentence.word(event.first - 1) in REMAINS or sentence.word(event.first - 1).endswith("ed")
        )
    if word == "death" and sentence.word(event.last) in DEATH_WORDS:
        return False
    return word.endswith("s") or word in {"death", "fatality", "arrest"}

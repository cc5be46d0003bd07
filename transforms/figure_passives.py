"""What is said of the subject of a passive or intransitive verb: `30 pilgrims have been killed`."""

from typing import Final

from transforms.casualty_words import OBJECT, STATE, SUBJECT
from transforms.figure_tokens import Event, Sentence, begins_phrase, begins_quantity
from transforms.figure_words import AUXILIARIES, COMMON_VERBS, HEARSAY, MODALS, QUOTES, STOPS, UNREAL
from transforms.quantities import Quantity

FARTHEST: Final = 18
"""Tokens between a number and the verb that it is the subject of."""
LONGEST_DENIAL: Final = 12
DENIALS: Final = frozenset({"denied", "denies", "deny", "denying", "dismissed", "rejected", "refuted", "untrue"})
UNTRUE: Final = frozenset({"false", "untrue", "baseless", "unfounded", "fabricated", "fake"})
RUMOURS: Final = frozenset({"reports", "report", "claims", "claim", "rumours", "rumors", "allegations", "posts"})
DENIED: Final = frozenset({"it", "its", "they", "their", "he", "his", "any", "reports", "claims", "allegations"})
"""What follows a denial of what somebody is said to have done."""
HYPHENS: Final = frozenset("-\u2010\u2011")
CLAUSES: Final = frozenset({"where", "when", "while", "because", "after", "before"})


def find_passive(sentence: Sentence, quantity: Quantity, behind: int) -> str | None:
    """Read `30 pilgrims, two nuns among them, have been killed`: the event's verb speaks of the number."""
    if _is_doubted(sentence, quantity):
        return None
    leads = sentence.word(quantity.first - 1)
    is_apposed = leads == "," and sentence.word(quantity.first) in {"a", "an"}
    auxiliary, in_aside = "", False
    for place in range(behind, min(behind + FARTHEST, len(sentence.tokens))):
        word = sentence.word(place)
        if word in MODALS or word in {";", "."} or (not auxiliary and _opens_clause(sentence, place)):
            return None
        if word == ",":
            if is_apposed and (place > behind or sentence.word(place + 1) in AUXILIARIES):
                return None  # the assailant, a former officer, was killed
            in_aside = not in_aside and not _continues(sentence, place)
        elif not in_aside:
            event = sentence.events_from.get(place)
            if event and _speaks_of_subject(sentence, event, auxiliary):
                is_runaway = quantity.low == 1 and event.name == "displaced" and not auxiliary
                return None if is_runaway else event.name
            if not _may_go_on(word, event, auxiliary) and sentence.word(place - 1) not in HYPHENS:
                return None
            if word in AUXILIARIES:
                auxiliary = "have" if word in {"have", "has", "had"} and not auxiliary else "be"
    return None


def _is_doubted(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number is no subject, or of a clause that tells nothing."""
    leads, before = sentence.word(quantity.first - 1), sentence.word(quantity.first - 2)
    if {"whether", "if"} & set(sentence.words(quantity.first - 3, quantity.first)):
        return True
    if leads == "other" and sentence.word(quantity.first - 3) in {"where", "how", "when"}:
        return True  # it is unclear where the other three were killed
    return leads in {"by", "of"} and before not in {"total", "family", "group", "crew"}


def is_denied(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a sentence denies what it tells of a number: `denied that 40 civilians had been killed`."""
    led = sentence.words(quantity.first - LONGEST_DENIAL, quantity.first)
    behind = sentence.words(quantity.last, quantity.last + LONGEST_DENIAL)
    if UNTRUE & set(behind) and RUMOURS & set(led) and not {";", "but"} & set(behind):
        return True  # reports that 30 were killed were false
    if "that" not in led:
        return _denies_deed(led)
    before = led[: led.index("that")]
    if before[-2:-1] and before[-2].endswith(("'s", "\u2019s")):
        return False  # denied Castra's claim that
    return bool(DENIALS & set(before[-3:])) or before[-2:] == ["no", "evidence"] or bool(UNTRUE & set(before[-1:]))


def _denies_deed(led: list[str]) -> bool:
    """Whether a deed is denied without `that`: `denied killing 30`, `denied its men had killed 30`."""
    at = next((at for at in range(len(led) - 1, -1, -1) if led[at] in DENIALS), len(led) - 1)
    behind = led[at + 1 :]
    if not behind or {",", ";", "but", "and", "by"} & set(behind):
        return False
    return behind[0] in DENIED or (behind[0].endswith("ing") and behind[0] != "according")


def _opens_clause(sentence: Sentence, place: int) -> bool:
    """Whether a word opens a clause of another subject: `a war in which 2000 died`, `and that two were hurt`."""
    word, before = sentence.word(place), sentence.word(place - 1)
    return word in CLAUSES or (word == "which" and before in STOPS) or (word == "that" and before == "and")


def _speaks_of_subject(sentence: Sentence, event: Event, auxiliary: str) -> bool:
    """Whether an event's verb tells what happened to its subject, not what that did to others."""
    if SUBJECT not in event.uses or not (auxiliary or not {OBJECT, STATE} & event.uses):
        return False
    return auxiliary != "have" or not begins_phrase(sentence, event.last)


def _may_go_on(word: str, event: Event | None, auxiliary: str) -> bool:
    """Whether a word may stand between a subject and what happened to it."""
    if word in AUXILIARIES:
        return word != "be" or bool(auxiliary)  # they demanded that hundreds be freed
    if auxiliary:
        return word in HEARSAY | QUOTES or word.endswith("ly")
    return word not in COMMON_VERBS | UNREAL and (event is None or STATE in event.uses)


def _continues(sentence: Sentence, place: int) -> bool:
    """Whether a comma goes on with a list of numbers, rather than opening an aside."""
    if sentence.word(place + 1) in {"and", "or", "&"}:
        place += 1
    following = sentence.words(place + 1, place + 4)
    if following[1:] in (["of", "whom"], ["of", "them"]):
        return False
    return bool(following) and (following[0] in AUXILIARIES or begins_quantity(sentence, place + 1))

"""Numbers that take what happened from a claim told before: `The army had claimed 15`, `and in the other 17`."""

from collections.abc import Iterator, Sequence
from typing import Final

from transforms.figure_events import Link
from transforms.figure_groups import counts_people, find_group
from transforms.figure_sentences import leads_clause
from transforms.figure_tokens import Sentence, begins_quantity
from transforms.figure_words import AUXILIARIES, COMMON_VERBS, MODALS
from transforms.quantities import Quantity

CLAIMING: Final = frozenset(
    {
        "claimed", "claims", "claim", "counted", "counts", "count", "reported", "reports", "says", "said", "gave",
        "gives", "admits", "admitted", "acknowledged", "acknowledges", "confirmed", "confirms", "estimates",
        "estimated", "insists", "listed", "lists", "names", "say", "believe", "believes",
    }
)  # fmt: skip
"""Verbs behind which a bare number repeats what is being counted."""
STANDING: Final = frozenset(
    {"stands", "stood", "stand", "sticks", "stuck", "insists", "insisted", "spoke", "speaks"}
)
COUNTS: Final = frozenset({"figure", "toll", "count", "number", "estimate", "tally", "total"})
NAMELY: Final = (["as", "the", "number", "of"], ["as", "the", "death", "toll"], ["as", "its", "death", "toll"])
PUTTING: Final = (["put", "it"], ["puts", "it"], ["put", "them"], ["puts", "them"])
SIDES: Final = frozenset({"on", "in", "by", "at", "near", "from", "for"})
"""Words that tell two numbers apart: 11 dead on one side and 40 on the other."""
CLOSES: Final = frozenset({"", ".", ",", ";", "!", "?", "\u201d", '"', ")", "\u2014", "and", "but", "while"})
ANAPHORS: Final = frozenset({"people", "persons", "them", "dead", "victims"})
RECEIVING: Final = frozenset({"received", "got", "recovered", "welcomed"})
"""An exchange of prisoners: `released 22 men and received 19 of its own`."""
LONGEST_GAP: Final = 6
PARTED: Final = COMMON_VERBS - {"reported", "claimed", "gave"}


def find_echoes(sentence: Sentence, links: Sequence[Link], before: str | None) -> Iterator[Link]:
    """Yield the bare numbers of a sentence, each with the event of the number that it stands beside.

    `before` is what the last number of the sentences just before counted, if there was one.
    """
    told = {id(link.quantity): link.event for link in links}
    event = before
    last: Quantity | None = None
    for quantity in sentence.quantities:
        if id(quantity) in told:
            event, last = told[id(quantity)], quantity
        elif event and (_is_contrasted(sentence, last, quantity) or _is_claimed(sentence, quantity, event)):
            last = quantity
            yield Link(quantity=quantity, event=event, group=None, method="echo")


def _is_claimed(sentence: Sentence, quantity: Quantity, event: str) -> bool:
    """Whether somebody claims a bare number: `claimed 15`, `stands by 17`, `raised its figure to 22`."""
    led = sentence.words(quantity.first - 5, quantity.first)
    if not led:
        return False
    is_limit = sentence.words(quantity.last - 2, quantity.last) == ["at", "most"]
    if is_limit or sentence.words(quantity.last, quantity.last + 4) in NAMELY:
        return bool(CLAIMING & set(led))
    if event == "released" and led[-1] in RECEIVING and sentence.word(quantity.last + 2) == "own":
        return True
    if event == "displaced" and _has_left(sentence, quantity):
        return True
    if led[-1].endswith(("'s", "\u2019s")) and sentence.word(quantity.last) in CLOSES | {"is", "was", "and"}:
        return quantity.bound == "exact"
    if led[-1] == "that" and sentence.word(quantity.last) in {"did", "had", "have"}:
        return bool(CLAIMING & set(led[-3:]))  # residents say that 50 did
    return _is_bare(sentence, quantity) and _repeats_claim(sentence, quantity, led)


def _repeats_claim(sentence: Sentence, quantity: Quantity, led: list[str]) -> bool:
    """Whether the words before a number of which nothing is told claim it again: `the army put it at 12`."""
    if leads_clause(sentence, quantity.first) or (led[-1] == "at" and led[-3:-1] in PUTTING):
        return True
    if led[-1] == "to" and led[-2:-1] and led[-2] in CLAIMING | {"corrected", "revised"}:
        return True  # the army admitted to 3
    if led[-1] in CLAIMING or (led[-1] in {"by", "to", "on", "of"} and led[-2:-1] and led[-2] in STANDING):
        return True
    return led[-1] in {"to", "at", "is"} and bool(COUNTS & set(led[-3:]))


def _is_bare(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether nothing but the end of a clause follows a number, or `people`."""
    after = sentence.word(quantity.last)
    if after in CLOSES or (after == "without"):
        return True
    return after in ANAPHORS and sentence.word(quantity.last + 1) in CLOSES


def _has_left(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether those who are counted have left, where others were driven out."""
    group = find_group(sentence, quantity)
    if group is None or not counts_people(sentence, group):
        return False
    return sentence.words(group[1], group[1] + 2) in (["had", "left"], ["have", "left"])


def _is_contrasted(sentence: Sentence, last: Quantity | None, quantity: Quantity) -> bool:
    """Whether a bare number stands beside the one before: `four died in Castra and two in Brask`."""
    if last is None:
        return False
    between = sentence.words(last.last, quantity.first)
    joints = [place for place, word in enumerate(between) if word in {"and", ",", ";", "while", "but", "where"}]
    if not joints or len(between) > 2 * LONGEST_GAP:
        return False
    gap = between[joints[-1] + 1 :]
    if len(gap) > LONGEST_GAP or PARTED & set(gap) or any(word.endswith(("ed", "ing")) for word in gap):
        return False
    if sentence.word(quantity.last) in CLOSES:
        return "other" in gap
    group = find_group(sentence, quantity)
    ending = group[1] if group and counts_people(sentence, group) else quantity.last
    after, following = sentence.word(ending), sentence.word(ending + 1)
    if gap or after not in SIDES or following in {"which", "whom"} or begins_quantity(sentence, ending + 1):
        return False
    return bool(SIDES & set(between)) and (ending == quantity.last or not _has_verb(sentence, ending))


def _has_verb(sentence: Sentence, place: int) -> bool:
    """Whether a clause goes on with a verb of its own behind a place."""
    rest = sentence.words(place, place + 2 * LONGEST_GAP)
    closing = next((at for at, word in enumerate(rest) if word in CLOSES), len(rest))
    clause = rest[:closing]
    return bool((AUXILIARIES | MODALS | COMMON_VERBS) & set(clause)) or any(word.endswith("ed") for word in clause)

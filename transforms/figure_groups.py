"""Who is counted: the words behind a number that name a group, of people or of things."""

from typing import Final

from transforms.casualty_words import PERSONS, THINGS
from transforms.countries import name_country
from transforms.figure_tokens import HYPHENS, LONGEST_GROUP, Sentence, begins_quantity, is_person
from transforms.figure_words import CAPTIVES, COMMON_VERBS, SHARES, STOPS
from transforms.quantities import Quantity

ENDS: Final = frozenset(
    {
        "as", "it", "him", "them", "all", "did", "do", "does", "caught", "trapped", "stranded", "nearby",
        "remain", "remained", "still", "this", "last", "today",
        "yesterday", "overnight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    }
)  # fmt: skip
"""Words that belong to no name of a group, though they stand behind one."""
KINDS: Final = frozenset({"private", "general", "local", "national", "marine", "official", "civilian"})
"""Persons that are kinds of things too: private homes, civilian aircraft."""
AGE_GROUPS: Final = frozenset(
    {"men", "women", "boys", "girls", "children", "adults", "infants", "babies", "teenagers", "crew", "staff"}
)
"""Who stands beside others in a group: men and boys, passengers and crew."""


def find_group(sentence: Sentence, quantity: Quantity) -> tuple[int, int] | None:
    """Return the tokens that name who is counted; None where nothing does."""
    first = quantity.last + (sentence.word(quantity.last) in {"of", "more", "other", "additional", "further"})
    if sentence.word(quantity.last) == "of":
        if sentence.word(first) in {"them", "whom", "those"}:
            return name_part(sentence, first + 1)
        inner = sentence.quantities_from.get(first) or sentence.quantities_from.get(first + 1)
        first = inner.last if inner else first  # seven of the nine soldiers
    last = _end_group(sentence, first)
    if last > first + 1 and sentence.word(last - 1) == "of":
        last -= 1
    if (
        sentence.word(last) == "and"
        and sentence.word(last + 1) in AGE_GROUPS
        and is_person(sentence.word(last - 1))
    ):
        last += 2  # men and boys
    if sentence.words(quantity.last, first + 1) == ["of", "the"] and first + 1 in sentence.events_from:
        last = sentence.events_from[first + 1].last
    if sentence.word(quantity.last - 1) == "," and not _goes_on(sentence, first, last):
        return None  # 70, perhaps 90, the town's mayor said
    return (first, last) if last > first else None


def _goes_on(sentence: Sentence, first: int, last: int) -> bool:
    """Whether people behind a comma are still those of a number, not one who speaks of it."""
    words = sentence.words(first, last)
    is_owned = words[:1] == ["the"] or any(word.endswith(("'s", "\u2019s")) for word in words)
    return not is_owned and counts_people(sentence, (first, last))


def name_part(sentence: Sentence, place: int) -> tuple[int, int] | None:
    """Return who a part of others are, told behind it: `five of them soldiers`, `of whom five were soldiers`."""
    first = place + (sentence.word(place) in {"were", "was", "are", "is"})
    last = _end_group(sentence, first)
    return (first, last) if last > first and counts_people(sentence, (first, last)) else None


def _end_group(sentence: Sentence, first: int) -> int:
    """Return the first token from one on that does not belong to a group's name."""
    last = first
    while last < min(first + LONGEST_GROUP, len(sentence.tokens)):
        word = sentence.word(last)
        is_sign = not word[0].isalnum() and word not in {"-", "'", "\u2019"}
        if is_sign or word in STOPS or _ends_group(sentence, last) or begins_quantity(sentence, last):
            break
        if last > first and word.endswith("ing") and is_person(sentence.word(last - 1)):
            break  # seven guards travelling
        last += 1
    return last


def _ends_group(sentence: Sentence, place: int) -> bool:
    word = sentence.word(place)
    return (
        sentence.events_from.get(place) is not None
        or word in ENDS
        or (place and word in CAPTIVES and is_person(sentence.word(place - 1)))
        or (word in COMMON_VERBS and sentence.word(place - 1) not in HYPHENS)
        or (word.endswith("ly") and word not in {"family", "assembly", "elderly"} and not is_person(word))
    )


def is_whole(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number is only what another is part of: `seven of the nine`, `of the 16 members, three`."""
    place = quantity.first
    if quantity.low == 1 and sentence.word(quantity.last) == "of":
        inner = quantity.last + 1 + (sentence.word(quantity.last + 1) in {"the", "those"})
        if begins_quantity(sentence, inner):
            return True  # he was one of 14 people arrested
    if sentence.word(place - 1) not in {"the", "his", "her", "its", "their", "all", "those"}:
        return False
    if sentence.word(place - 2) != "of" or sentence.events_from.get(quantity.last):
        return False
    if sentence.word(place - 3) in SHARES:
        return True
    return place < 3 or place - 2 in sentence.quantities_until or sentence.word(place - 3) == ","


def counts_things(sentence: Sentence, group: tuple[int, int] | None) -> bool:
    """Whether what is counted is no person."""
    if group is None:
        return False
    words = sentence.words(*group)
    head = words[: words.index("of")] if "of" in words else words
    return bool(head) and head[-1] in THINGS and not any(is_person(word) for word in head if word not in KINDS)


def counts_people(sentence: Sentence, group: tuple[int, int]) -> bool:
    """Whether a group is one of people."""
    words = sentence.words(*group)
    head = words[: words.index("of")] if "of" in words else words
    return any(map(is_person, head)) or (bool(head) and name_country(head[-1]).is_demonym)


def names_person(sentence: Sentence, place: int) -> bool:
    """Whether a person's word follows within the same phrase."""
    limit = place + (9 if "old" in sentence.words(place, place + 6) else 4)
    for at in range(place, min(limit, len(sentence.tokens))):
        word, following = sentence.word(at), sentence.word(at + 1)
        if word == "old" and (following in STOPS or at + 1 in sentence.events_from or not following[:1].isalpha()):
            return True  # a 17-year-old
        if word in PERSONS or (word.endswith(("man", "woman")) and len(word) > 5):
            return following not in PERSONS and following not in {"-", "'s", "\u2019s"}
        is_sign = not word[0].isalnum() and word not in HYPHENS
        if is_sign or word in STOPS or word == "of" or at in sentence.events_from:
            return False
    return False

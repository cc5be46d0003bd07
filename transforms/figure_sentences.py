"""A sentence read: which of its numbers may count people, and which of its words tell what happened."""

from collections.abc import Sequence
from typing import Final

from transforms.casualty_words import EVENTS, LONGEST_EVENT, PERSONS, THINGS
from transforms.countries import name_country
from transforms.figure_groups import names_person
from transforms.figure_tokens import HYPHENS, LONGEST_GROUP, Event, Sentence
from transforms.figure_words import AUXILIARIES, DATE_LEADS, MONTHS, STOPS, UNITS_OF_MEASURE
from transforms.quantities import Quantity, Token, find_quantities, read_number, split_tokens

AGES: Final = frozenset({"aged", "ages"})
NUMBERED: Final = frozenset(
    {
        "$", "\u20ac", "\u00a3", "age", "no", "nos", "number", "#", "flight", "route", "highway", "channel",
        "radio", "minus", "negative", "per", "unit", "room", "chapter", "article", "section", "gate", "line",
        "rescue",
    }
)  # fmt: skip
"""What makes a sum, an age or a mere label of the number behind it."""
AFTER_AGES: Final = frozenset({",", ".", "", ";", "\u2013", "\u2014", "\u2015"})
MINUS: Final = frozenset("-\u2212")
SHARED: Final = (["out", "of", "every"], ["in", "every"], ["out", "of"], ["of", "every"], ["in"])
"""What stands in a share: `one in five`, `three out of ten`."""


def parse_sentence(start: int, text: str) -> Sentence:
    """Return a sentence that begins at `start` of its article, with its events and the numbers of people."""
    tokens = split_tokens(text)
    sentence = _gather(start, text, tokens, find_events(tokens), ())
    return _gather(start, text, tokens, sentence.events, list_quantities(sentence))


def _gather(
    start: int, text: str, tokens: Sequence[Token], events: Sequence[Event], quantities: Sequence[Quantity]
) -> Sentence:
    return Sentence(
        start=start,
        text=text,
        tokens=tokens,
        events=events,
        quantities=quantities,
        events_from={event.first: event for event in events},
        events_until={event.last: event for event in events},
        quantities_from={one.first: one for one in quantities},
        quantities_until={one.last: one for one in quantities},
    )


def find_events(tokens: Sequence[Token]) -> list[Event]:
    """Return the words for what happened, the longest ones first at each place, none overlapping."""
    words = [token.word for token in tokens]
    events: list[Event] = []
    place = 0
    while place < len(words):
        for length in range(LONGEST_EVENT, 0, -1):
            if known := EVENTS.get(tuple(words[place : place + length])):
                events.append(Event(first=place, last=place + length, name=known[0], uses=known[1]))
                place += length - 1
                break
        place += 1
    return events


def list_quantities(sentence: Sentence) -> list[Quantity]:
    """Return the numbers that may count people, and `a soldier` as one."""
    found = [one for one in find_quantities(sentence.tokens) if not is_other_number(sentence, one)]
    taken = {place for one in found for place in range(one.first, one.last)}
    for place, token in enumerate(sentence.tokens):
        is_one = _opens_one(sentence, place, token.word)
        if place not in taken and (
            is_one or (token.word == "another" and sentence.word(place + 1) in AUXILIARIES)
        ):
            found.append(Quantity(first=place, last=place + 1, low=1, high=1, bound="exact"))
    return sorted(found, key=lambda one: one.first)


def _opens_one(sentence: Sentence, place: int, word: str) -> bool:
    """Whether a word opens one person: `a soldier`, `her husband was`, `the mayor's driver was`."""
    if word in {"a", "an", "another"}:
        is_national = sentence.word(place + 2) in AUXILIARIES and name_country(sentence.word(place + 1)).is_demonym
        return is_national or names_person(sentence, place + 1)
    is_owner = word in {"his", "her", "their"} or word.endswith(("'s", "\u2019s"))
    return is_owner and sentence.word(place + 1) in PERSONS and sentence.word(place + 2) == "was"


def is_other_number(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number counts time, money, distance, an age or a date, or is part of a name."""
    before, after = sentence.word(quantity.first - 1), sentence.word(quantity.last)
    if after.rstrip(".") in UNITS_OF_MEASURE or before in NUMBERED or _is_glued(sentence, quantity):
        return True
    if before == "." and sentence.word(quantity.first - 2) in NUMBERED | MONTHS:
        return True  # No. 1, Feb. 13
    if before in HYPHENS and sentence.word(quantity.first - 2) == "no":
        return True  # no-one
    if _is_share(sentence, quantity) or _is_model(sentence, quantity.first - 1):
        return True
    is_aged = AGES & set(sentence.words(quantity.first - 4, quantity.first))
    if is_aged or after == "/" or _is_age(sentence, quantity):
        return True  # 9/11
    if after in HYPHENS and sentence.word(quantity.last + 1) not in {"dead", "killed"}:
        return True  # 22-year-old, three-day, 16-member
    if quantity.low is None:
        return False
    if is_year(sentence, quantity, before) or before.rstrip(".") in MONTHS:
        return True
    if before == "," and after in AFTER_AGES and quantity.low < 120 and quantity.bound == "exact":
        return not leads_clause(sentence, quantity.first)  # an age behind a name
    first = sentence.text[sentence.tokens[quantity.first].start]
    ends = after in {",", ".", "", "was", "is", "were"}
    return first.isdigit() and ends and _is_name(sentence, quantity.first - 1)


def leads_clause(sentence: Sentence, place: int) -> bool:
    """Whether words before a number only tell whose or where it is: `according to us, 40`, `; in Castra, 12`."""
    before = sentence.words(place - LONGEST_GROUP, place)
    if before[-1:] != [","]:
        return False
    if "according" in before:
        return True
    parts = [at for at, word in enumerate(before) if word == ";"]
    return (
        bool(parts) and before[parts[-1] + 1] in {"in", "at", "near", "on"} and "," not in before[parts[-1] : -1]
    )


def _is_share(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number is an end of `one in five people`, `three out of every ten`."""
    for joint in SHARED:
        behind, before = quantity.last + len(joint), quantity.first - len(joint)
        if sentence.words(quantity.last, behind) == joint:
            whole = _read_at(sentence, behind)
            return whole is not None and whole[0] > (quantity.low or 0) and sentence.word(whole[1]) not in THINGS
        if sentence.words(before, quantity.first) == joint:
            part = _read_at(sentence, before - 1)
            is_part = part is not None and part[0] < (quantity.low or 0)
            return is_part and sentence.word(quantity.last) not in THINGS
    return False


def _read_at(sentence: Sentence, place: int) -> tuple[int, int] | None:
    """Return the value of the number at a token, and the token behind it."""
    words = sentence.words(place, place + 8) if place >= 0 else []
    found = read_number(words, 0) if words else None
    return (found[0], place + found[1]) if found else None


def _is_model(sentence: Sentence, place: int) -> bool:
    """Whether a word is a brand that begins with a small letter: iPhone 15."""
    if place < 0:
        return False
    written = sentence.text[sentence.tokens[place].start : sentence.tokens[place].end]
    return written[:1].islower() and not written.islower()


def _is_age(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether somebody is so many years old: `her husband, who was 90, had died`."""
    if quantity.bound != "exact" or (quantity.low or 0) not in range(5, 120):
        return False
    is_told = sentence.word(quantity.first - 1) in {"was", "is", "turned"}
    owner, after = sentence.word(quantity.first - 2), sentence.word(quantity.last)
    return is_told and owner in {"who", "he", "she"} and after in {",", "when", "."}


def _is_glued(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether digits are part of a code or a name, letters standing at them or before their hyphen."""
    first, last = sentence.tokens[quantity.first], sentence.tokens[quantity.last - 1]
    text = sentence.text
    behind = text[last.end : last.end + 2]
    if last.word[-1].isdigit() and (behind[:1].isalpha() or (behind[:1] in {":", "/"} and behind[1:].isdigit())):
        return True
    before = text[max(first.start - 2, 0) : first.start]
    if not first.word[0].isdigit():
        return False
    is_joined = before[:1].isalnum() or (before[:1] == " " and before[-1:] in MINUS)
    return before[-1:].isalpha() or (before[-1:] in {"-", "/", ":", "\u2212"} and is_joined)


def is_year(sentence: Sentence, quantity: Quantity, before: str) -> bool:
    """Whether four digits are a year."""
    word = sentence.word(quantity.last - 1)
    is_bare = len(word) == 4 and word.isdigit() and quantity.last - quantity.first <= 2
    if not is_bare or not 1800 <= int(word) <= 2100:
        return quantity.bound == "between" and (quantity.low or 0) >= 1800 and (quantity.high or 0) <= 2100
    if before in DATE_LEADS or before in MONTHS or before in {"the", "his", "her", "its", "their", "a"}:
        return True
    after = sentence.word(quantity.last)
    return after in {",", ".", "", ")", ";"} or after in STOPS


def _is_name(sentence: Sentence, place: int) -> bool:
    if place < 1:
        return False
    token = sentence.tokens[place]
    written = sentence.text[token.start : token.end]
    return written[:1].isupper() and written[1:].islower()

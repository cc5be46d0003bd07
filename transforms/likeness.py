"""Places that only share a name with what a text means: which to leave out."""

from collections.abc import Iterator, Sequence
from typing import Final

from transforms.candidates import SEAT, Candidate
from transforms.countries import name_country
from transforms.gazetteer import fold
from transforms.parents import lies_in
from transforms.support import Sense, Support

VILLAGE: Final = 3_000
"""Inhabitants of a place for which more must speak than its country or one city near by."""
TINY: Final = 15_000
"""Inhabitants of a town that needs something else in the text to speak for it."""
SMALL: Final = 50_000
MIDDLING: Final = 200_000
"""Inhabitants of cities that need it where the text is about elsewhere, or another country has their equal."""
FEW: Final = 2
ELSEWHERE: Final = 4
"""Other places of a text that is about elsewhere, to a small town and to a middling one."""
EQUALS: Final = 100_000
"""Inhabitants of a city from which it is what its name means though another country has its equal."""
SHORTENED: Final = 5
"""Letters that an abbreviated name keeps."""
MUCH: Final = 2.5
"""Context of a region, or of several places near by."""
METROPOLIS: Final = 1_000_000
LITTLE: Final = 1.0
"""Context that is hardly any."""
NONE: Final = 0.3
"""Context that is none."""
TIMES_LARGER: Final = 3.0
"""A city so many times as large as one that bears the name only in another language is meant."""
LARGE: Final = 100_000
"""Inhabitants of a city beside which its country's villages of the same name are not thought of."""
DWARFED: Final = 50
"""How many times smaller such a village is."""


def leave_shadowed(
    candidates: Sequence[Candidate], support: Support, parent: Candidate | None
) -> Iterator[Candidate]:
    """Yield the candidates without those that only share another name with a capital or much larger city.

    What stands beside the name may say otherwise, and against a city that is no capital the countries of the text.
    """
    plain = [one for one in candidates if one.kind == "city" and not one.is_other_name]
    first = max(plain, key=lambda one: (one.is_capital and one.population >= SEAT, one.population), default=None)
    largest = {one.country: one.population for one in sorted(plain, key=lambda one: one.population)}
    for one in candidates:
        shadowed = one.is_other_name and first is not None and _is_shadowed(one, first, support)
        shadowed = shadowed or (one.kind == "city" and _is_dwarfed(one, largest.get(one.country, 0)))
        if not shadowed or (parent is not None and lies_in(one, parent)):
            yield one


def _is_shadowed(other: Candidate, first: Candidate, support: Support) -> bool:
    if other.is_capital:
        return False
    if first.is_capital and first.population >= SEAT:
        return True
    spoken_of = other.country in support.named and first.country not in support.named
    return not spoken_of and first.population >= TIMES_LARGER * other.population


def _is_dwarfed(one: Candidate, largest: int) -> bool:
    """Whether a village or small town shares its name with a large city of its own country."""
    return largest >= LARGE and one.population * DWARFED < largest


def is_believed(key: str, sense: Sense, candidates: Sequence[Candidate], others: int) -> bool:
    """Whether a name means this city, or only looks like its name: `others` are the text's other places.

    What the text says nowhere else is believed of large cities, of small ones not.
    """
    city = sense.candidate
    if city.kind != "city" or sense.context >= (MUCH if city.population < VILLAGE else LITTLE):
        return True
    if city.is_other_name and not _is_known_by(city, key.partition("@")[0], may_be_far=others < ELSEWHERE):
        return False
    if city.population < TINY or _is_seat_elsewhere(city, key):
        return False
    if city.population >= (SMALL if sense.context >= NONE else MIDDLING):
        return True
    is_about_elsewhere = others >= (FEW if city.population < SMALL else ELSEWHERE)
    return not is_about_elsewhere and (city.population >= EQUALS or not has_equal(city, candidates))


def _is_seat_elsewhere(city: Candidate, key: str) -> bool:
    """Whether a name is first of all that of another country's capital or seat of government."""
    reading = name_country(key.partition("@")[0])
    return reading.kind == "metonym" and reading.country != city.country


def _is_known_by(city: Candidate, key: str, *, may_be_far: bool) -> bool:
    """Whether a name that is not a city's own is near its own, or that of a metropolis or a seat of government.

    `New York`, `Phila.`, `Ghent`; `Bombay`, `Kiev`.
    """
    own = fold(city.name)
    if len(key) >= SHORTENED and (own.startswith(key) or (may_be_far and city.population >= METROPOLIS)):
        return True
    begins = f"{own} ".startswith(f"{key} ") or f"{key} ".startswith(f"{own} ")
    return begins or _differs_by_one(own, key) or name_country(key).kind == "metonym"


def _differs_by_one(first: str, second: str) -> bool:
    """Whether two names with the same first and last letter differ by one letter between them."""
    if abs(len(first) - len(second)) > 1 or first[:1] != second[:1] or first[-1:] != second[-1:]:
        return False
    same = next((place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)
    rest, other = first[same:], second[same:]
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:]


def has_equal(city: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether a city of the same name in another country is about as large."""
    return any(
        one.country != city.country and not one.is_other_name and one.population * TIMES_LARGER > city.population
        for one in candidates
    )

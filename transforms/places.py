"""Places of a text on the map: which of the places of one name the text means."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from transforms.candidates import Candidate, find_capital
from transforms.countries import name_country
from transforms.metonyms import find_metonyms, find_seats
from transforms.parents import BETWEEN, find_misplaced, find_parents, tell_apart
from transforms.reading import Reading
from transforms.records import Place
from transforms.senses import choose_senses
from transforms.support import Sense
from transforms.toponyms import Toponym, find_toponyms

METONYM: Final = "metonym"
SENTENCE_END: Final = re.compile(r"[.!?][\"'\u201d\u2019)]? |\n")


def find_places(reading: Reading) -> tuple[Place, ...]:
    """Return the places that a text names, in order, each with a point in degrees (WGS 84).

    A name means one place in a text unless what stands beside it says otherwise. `method` is the evidence:
    `country`, `demonym`, `region` say what it is; `after_comma` is a country or region beside the name; `only` is
    a name that one place has; `context` is what the text names elsewhere; `population` is the largest of the name;
    `nearby` is a street, building or small place put where the last place before it lies. `metonym` is a capital
    or seat that stands for its government: the place is the country. `ambiguous` is the name of two countries,
    which the text leaves open. Points of countries and regions are their middle. Source: GeoNames (CC BY 4.0).
    """
    toponyms, parents = _read_toponyms(reading)
    senses = choose_senses(toponyms, parents)
    metonyms = find_metonyms(reading.text, toponyms, senses)
    seats = find_seats(reading.text, reading.mentions)
    placed = _place_toponyms(reading.text, toponyms, senses, metonyms)
    return tuple(_join(placed, (_place_seat(reading.text, *seat) for seat in seats)))


def _read_toponyms(reading: Reading) -> tuple[list[Toponym], dict[str, Candidate]]:
    """Return a text's toponyms with a key for each meaning, and the parents of the keys that have one."""
    toponyms = find_toponyms(reading.text, reading.mentions)
    misplaced = set(find_misplaced(reading.text, toponyms, find_parents(reading.text, toponyms)))
    toponyms = [toponym for toponym in toponyms if toponym.key not in misplaced]
    return tell_apart(toponyms, find_parents(reading.text, toponyms))


def _join(placed: Iterable[Place], seats: Iterable[Place]) -> Iterator[Place]:
    """Yield places and seats in order: where two overlap the first, of two that begin together the seat."""
    end = 0
    for place in sorted([*seats, *placed], key=lambda place: (place.start, place.method != METONYM)):
        if place.start >= end:
            yield place
            end = place.end


def _place_seat(text: str, start: int, end: int, country: Candidate) -> Place:
    return Place(
        start=start,
        end=end,
        text=text[start:end],
        geonames_id=country.geonames_id,
        name=country.name,
        country=country.country,
        latitude=country.latitude,
        longitude=country.longitude,
        method=METONYM,
    )


def _place_toponyms(
    text: str, toponyms: Sequence[Toponym], senses: Mapping[str, Sense], metonyms: Mapping[int, Candidate]
) -> Iterator[Place]:
    """Yield a place for each toponym; what the gazetteer lacks lies where the city behind or before it does.

    Before the first city of the text it lies there only if that stands in the same sentence.
    """
    chosen = [senses.get(toponym.key) for toponym in toponyms]
    cities = [sense.candidate for sense in chosen if sense is not None and sense.candidate.kind == "city"]
    starts = (
        toponym.start
        for toponym, sense in zip(toponyms, chosen, strict=True)
        if sense is not None and sense.candidate.kind == "city"
    )
    first = next(starts, len(text))
    last: Candidate | None = None
    for place, (toponym, sense) in enumerate(zip(toponyms, chosen, strict=True)):
        if place in metonyms:
            yield _place_seat(text, toponym.start, toponym.end, metonyms[place])
        elif sense is not None:
            yield _read_place(toponym, _settle(sense, cities))
            last = sense.candidate if sense.candidate.kind == "city" else last
        if sense is not None or toponym.candidates:
            continue
        behind = chosen[place + 1] if place + 1 < len(toponyms) else None
        adjacent = behind is not None and BETWEEN.fullmatch(text[toponym.end : toponyms[place + 1].start])
        ahead = cities[0] if cities and not SENTENCE_END.search(text, toponym.end, first) else None
        anchor = behind.candidate if behind is not None and adjacent else last or ahead
        seat = name_country(toponym.text)
        if seat.kind == "metonym" and seat.country:
            anchor = find_capital(seat.country)
        if anchor is not None:
            yield _place_nearby(toponym, anchor)


def _settle(sense: Sense, cities: Sequence[Candidate]) -> Sense:
    """Return a county without a known town put among the text's cities in its state; all else as it is."""
    county = sense.candidate
    if county.kind != "county" or county.population:
        return sense
    near = [city for city in cities if (city.country, city.region) == (county.country, county.region)]
    if not near:
        return sense
    middle = replace(
        county,
        latitude=round(sum(city.latitude for city in near) / len(near), 3),
        longitude=round(sum(city.longitude for city in near) / len(near), 3),
    )
    return replace(sense, candidate=middle)


def _place_nearby(toponym: Toponym, anchor: Candidate) -> Place:
    return Place(
        start=toponym.start,
        end=toponym.end,
        text=toponym.text,
        geonames_id=None,
        name=toponym.text,
        country=anchor.country,
        latitude=anchor.latitude,
        longitude=anchor.longitude,
        method="nearby",
    )


def _read_place(toponym: Toponym, sense: Sense) -> Place:
    candidate = sense.candidate
    return Place(
        start=toponym.start,
        end=toponym.end,
        text=toponym.text,
        geonames_id=candidate.geonames_id,
        name=candidate.name,
        country=candidate.country,
        latitude=candidate.latitude,
        longitude=candidate.longitude,
        method="demonym" if toponym.is_demonym and candidate.kind == "country" else sense.method,
    )

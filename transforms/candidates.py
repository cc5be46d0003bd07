"""What a name may mean: countries, regions, counties and cities of the packaged tables."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal

from transforms.countries import is_stateless, list_contenders, list_countries, load_places, name_country
from transforms.gazetteer import City, find_cities, fold

CandidateKind = Literal["country", "region", "county", "city"]

MOST_CANDIDATES: Final = 60
COUNTY: Final = re.compile(r"(.+?) (?:County|Parish|Co\.)$", re.IGNORECASE)
LEADS: Final = re.compile(
    r"^(?:the|downtown|uptown|central|greater|metropolitan|mainland|(?:north|south|east|west)(?:ern)?"
    r"|(?:north|south)-?(?:east|west)(?:ern)?|upper|lower|inner|outer|coastal|rural|occupied"
    r"|city of|town of|village of|state of|province of|county|co\.|port of|district of|region of|republic of"
    r"|commonwealth of|isle of|island of|islands of|kingdom of|principality of)\s+",
    re.IGNORECASE,
)
TAILS: Final = re.compile(
    r"\s+(?:city|town|township|village|state|province|governorate|oblast|region|district|county|area|suburbs?|metro"
    r"|peninsula|islands?|borough|municipality|prefecture|division|territory|department|parish|countryside"
    r"|proper|(?:international )?airport|harbou?r|port|beach)$",
    re.IGNORECASE,
)
POSSESSIVE: Final = re.compile(r"(?:'s|\u2019s)$")
SAINTS: Final = re.compile(r"^(?:St\.?|Saint) [A-Z]\w+(?:'s|\u2019s)$")
"""Names that end like a possessive: `St. John's`."""
SPELLINGS: Final = (
    ("ia", "ya"),
    ("ii", "iyi"),
    ("k", "q"),
    ("q", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("y", "i"),
    ("i", "y"),
)
"""Letters in which ways to transliterate differ: as a text may have them, as the gazetteer may."""
SEAT: Final = 50_000
"""Inhabitants from which a capital is what its name means first of all."""
METROPOLIS: Final = 500_000
"""Inhabitants."""
SHORT_NAMES: Final = frozenset({"US", "UK", "EU", "BC", "NZ", "DC"})
"""Names of two letters that may stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place that a name may mean; degrees, inhabitants, and the code of its first-order region if known."""

    kind: CandidateKind
    name: str
    country: str | None
    latitude: float
    longitude: float
    geonames_id: int | None = None
    region: str | None = None
    population: int = 0
    is_other_name: bool = False
    is_capital: bool = False


def list_candidates(name: str) -> tuple[Candidate, ...]:
    """Return what a name may mean, as it stands or without what leads and follows it (`northern`, `city of`)."""
    plain = POSSESSIVE.sub("", name.strip())
    if SAINTS.match(name) and (found := look_up(name)):
        return found
    if is_stateless(plain):
        return look_up(plain)
    for form in _vary(plain):
        if (form == plain or form.lower() not in load_common_words()) and (found := look_up(form)):
            return found
    return _look_up_spellings(fold(plain))


def _look_up_spellings(key: str) -> tuple[Candidate, ...]:
    """Return the cities whose names differ from a folded name by one usual way to transliterate."""
    for ours, theirs in SPELLINGS:
        if ours in key and (found := tuple(_list_cities(key.replace(ours, theirs)))):
            return tuple(replace(candidate, is_other_name=True) for candidate in found)
    return ()


def _vary(name: str) -> Iterator[str]:
    """Yield a name, then without its lead, its tail, both."""
    yield name
    led = LEADS.sub("", name)
    if led != name:
        yield led
    tailed = TAILS.sub("", name)
    if tailed != name:
        yield tailed
    both = TAILS.sub("", LEADS.sub("", led))
    if both not in {name, led, tailed}:
        yield both


@lru_cache(maxsize=5_000)
def look_up(name: str) -> tuple[Candidate, ...]:
    """Return countries, regions, counties and cities of exactly this name."""
    if exact := load_abbreviations().get(name):
        return (exact,)
    key = fold(name)
    if not key:
        return ()
    county = COUNTY.fullmatch(name)
    regions = _load_regions().get(key.removeprefix("the "), ())
    # England, Scotland and Wales are countries in name, but lie in one
    nations = any(region.country == "GB" for region in regions)
    return (
        *(() if nations else _list_countries(name)),
        *regions,
        *(load_counties().get(fold(county[1]), ()) if county else ()),
        *_leave_far_from_seat(key, _list_cities(key)),
    )


def _leave_far_from_seat(key: str, cities: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield cities without those that share a seat's name, but no capital's, in another language: `Whitehall`."""
    reading = name_country(key)
    for city in cities:
        if (
            key in _load_capitals()
            or reading.kind != "metonym"
            or not city.is_other_name
            or city.country == reading.country
        ):
            yield city


def _list_countries(name: str) -> Iterator[Candidate]:
    reading = name_country(name)
    codes = (reading.country,) if reading.kind == "plain" else list_contenders(name)
    countries = load_countries()
    for code in codes:
        if code is not None and code in countries:
            yield countries[code]


def _list_cities(key: str) -> Iterator[Candidate]:
    cities = find_cities(key)[:MOST_CANDIDATES]
    capitals = set(_find_capitals(key, cities))
    for city in cities:
        yield Candidate(
            kind="city",
            name=city.name,
            country=city.country,
            latitude=city.latitude,
            longitude=city.longitude,
            geonames_id=city.geonames_id,
            region=city.region,
            population=city.population,
            is_other_name=fold(city.name) != key,
            is_capital=city.geonames_id in capitals,
        )


def _find_capitals(key: str, cities: Sequence[City]) -> Iterator[int]:
    """Yield the ids of the cities that are by this name their country's capital or its government's seat.

    A city's own name is preferred.
    """
    reading = name_country(key)
    seat = (reading.country,) if reading.kind == "metonym" and reading.country else ()
    for code in _load_capitals().get(key, seat):
        homes = [city for city in cities if city.country == code]
        if homes:
            yield max(homes, key=lambda city: (fold(city.name) == key, city.population)).geonames_id


@cache
def find_capital(code: str) -> Candidate | None:
    """Return the capital of a country."""
    names = (row["capital"] for row in list_countries() if row["code"] == code)
    found = list_candidates(next(names, ""))
    return next((one for one in found if one.is_capital and one.country == code), None)


def is_far_fetched(candidate: Candidate) -> bool:
    """Whether a candidate bears the name only in another language or time, and is no metropolis."""
    return candidate.is_other_name and candidate.population < METROPOLIS


@cache
def load_common_words() -> frozenset[str]:
    """Return names of cities that are words or persons' names too: only the recogniser may say they are places."""
    content = files("transforms").joinpath("models/words_not_places.txt").read_text(encoding="utf-8")
    return frozenset(content.splitlines())


@cache
def load_countries() -> Mapping[str, Candidate]:
    """Return each country by its code."""
    return {
        row["code"]: Candidate(
            kind="country",
            name=row["name"],
            country=row["code"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            geonames_id=row["geonames_id"],
        )
        for row in list_countries()
    }


@cache
def _load_capitals() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the countries by the folded names of their capitals."""
    capitals: dict[str, tuple[str, ...]] = {}
    for row in list_countries():
        if row["capital"]:
            key = fold(row["capital"])
            capitals[key] = (*capitals.get(key, ()), row["code"])
    return capitals


@cache
def _load_regions() -> Mapping[str, tuple[Candidate, ...]]:
    """Return the regions, seas and continents of each folded name; abbreviations are apart."""
    regions: dict[str, tuple[Candidate, ...]] = {}
    for row in load_places()["regions"]:
        candidate = _read_region(row)
        for name in (row["name"], *row["aliases"], *row["demonyms"]):
            if not _is_abbreviation(name):
                key = fold(name)
                regions[key] = (*regions.get(key, ()), candidate)
    return regions


@cache
def load_abbreviations() -> dict[str, Candidate]:
    """Return the regions by abbreviations that may stand alone, in their exact letters: `Okla.`, `NSW`."""
    return {
        name: _read_region(row)
        for row in load_places()["regions"]
        for name in row["aliases"]
        if _is_abbreviation(name) and (len(name) > 2 or name in SHORT_NAMES)
    }


@cache
def load_postal_codes() -> dict[str, Candidate]:
    """Return the regions by codes of two letters, which need a comma before them."""
    return {
        name: _read_region(row)
        for row in load_places()["regions"]
        for name in row["aliases"]
        if len(name) == 2 and name.isupper()
    }


def _is_abbreviation(name: str) -> bool:
    return name.endswith(".") or (name.isupper() and len(name) <= 4)


def _read_region(row: Mapping[str, object]) -> Candidate:
    name, country, code, geonames_id = row["name"], row["country"], row["code"], row["geonames_id"]
    latitude, longitude = row["latitude"], row["longitude"]
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        raise TypeError(f"the region {name} has no point")
    return Candidate(
        kind="region",
        name=str(name),
        country=str(country) if country else None,
        latitude=float(latitude),
        longitude=float(longitude),
        geonames_id=geonames_id if isinstance(geonames_id, int) else None,
        region=str(code) if code else None,
    )


@cache
def load_counties() -> Mapping[str, tuple[Candidate, ...]]:
    """Return the counties of the United States by folded name without `County`.

    A county lies at its principal town; where that is not known, in its state's middle, without inhabitants.
    """
    states = {row["code"]: _read_region(row) for row in load_places()["regions"] if row["country"] == "US"}
    counties: dict[str, tuple[Candidate, ...]] = {}
    for name, state, latitude, longitude, population in load_places()["counties"]:
        if state in states:
            candidate = Candidate(
                kind="county",
                name=f"{name} County",
                country="US",
                region=state,
                latitude=states[state].latitude if latitude is None else latitude,
                longitude=states[state].longitude if longitude is None else longitude,
                population=population,
            )
            counties[fold(name)] = (*counties.get(fold(name), ()), candidate)
    return counties

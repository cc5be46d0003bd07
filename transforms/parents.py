"""Countries and regions that stand beside a place's name and say which place is meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from math import asin, cos, radians, sin, sqrt
from typing import Final

from transforms.candidates import Candidate, load_countries
from transforms.toponyms import Toponym

EARTH_DIAMETER: Final = 12742.0
"""Kilometres."""
REGION_REACH: Final = 600.0
"""Kilometres from a region's middle within which a city may lie in it, where the gazetteer does not say."""
FAR_REACH: Final = 1200.0
"""Kilometres within which it may lie if the region stands behind its comma and no place of the name is nearer."""
WELL_KNOWN: Final = 100_000
"""Inhabitants of a city that stays a city though the country behind its comma is another one: it may be a list."""

BETWEEN: Final = re.compile(r", ?|,? \(|,? in (?:the )?(?:[a-z-]+ )?(?:(?:state|province|region) of )?")
BESIDE: Final = re.compile(r", ?(?:in )?|,? \(")
_QUALITIES: Final = (
    r"(?:(?:north|south)(?:east|west)?(?:ern)?|eastern|western|central|coastal|capital|second|third|largest|main"
    r"|port|border|seaside|mountain|industrial|holy|ancient|historic|besieged)"
)
_KINDS: Final = r"(?:city|town|village|province|region|state|capital|port|district|county|suburb)"
BEFORE: Final = re.compile(rf"(?:'s|\u2019s) (?:(?:{_QUALITIES}|{_KINDS}|of),? ){{0,4}}")
"""What stands between a country or region and its city that follows."""
BEFORE_PEOPLE: Final = re.compile(rf" (?:{_QUALITIES},? ){{0,2}}{_KINDS} (?:of )?")
"""What stands between a people's adjective and its city: `the Libyan port city of Tripoli`."""
UNKNOWN_LAND: Final = re.compile(
    r", ([A-Z]\w+(?: [A-Z]\w+)?) (?:\([\w .]{2,30}\) ?(?:--|[\u2013\u2014-])|(?:--|[\u2013\u2014])) "
)
"""What stands behind the place of a dateline: `SAN ISIDRO, Calderra (Northwire) --`."""
APPOSITION_ENDS: Final = re.compile(r"\s?(?:[,.;:)(\u2013\u2014]|--|$)(?! (?:and|or)\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A country or region that stands beside a name: the area's number among the toponyms, and what it means.

    `area` is where the name's place lies: the country where a region's bounds are not known to hold it.
    """

    position: int
    area: Candidate
    meaning: Candidate


def measure_distance(first: Candidate, second: Candidate) -> float:
    """Return the great-circle distance of two places in kilometres (haversine)."""
    start, end = radians(first.latitude), radians(second.latitude)
    across = sin(radians(second.longitude - first.longitude) / 2) ** 2
    share = sin((end - start) / 2) ** 2 + cos(start) * cos(end) * across
    return EARTH_DIAMETER * asin(sqrt(min(1.0, share)))


def lies_in(candidate: Candidate, area: Candidate) -> bool:
    """Whether a city, county or region lies in a country or region, as far as codes and distance tell."""
    if candidate.kind == "country" or candidate.country != area.country or candidate == area:
        return False
    if area.kind == "country":
        return True
    if area.region is not None:
        return candidate.region == area.region
    return candidate.kind == "city" and measure_distance(candidate, area) <= REGION_REACH


def find_parents(text: str, toponyms: Sequence[Toponym]) -> dict[int, Parent]:
    """Return, by a toponym's number, the country or region beside it that holds one of its candidates.

    It stands behind it (`X, Y`, `X in southern Y`) or before it (`Y's port city of X`, `the Y-ish town of X`).
    """
    parents: dict[int, Parent] = {}
    for position, (first, second) in enumerate(pairwise(toponyms)):
        gap = text[first.end : second.start]
        if BETWEEN.fullmatch(gap) and not second.is_demonym:
            name, area = position, position + 1
        elif (BEFORE_PEOPLE if first.is_demonym else BEFORE).fullmatch(gap):
            name, area = position + 1, position
        else:
            continue
        held = _find_holding(toponyms[name], toponyms[area])
        if held is not None:
            parents.setdefault(name, Parent(position=area, area=held, meaning=held))
            continue
        around = _find_around(toponyms[name], toponyms[area]) if name < area else None
        if around is not None:
            parents.setdefault(name, Parent(position=area, area=around[0], meaning=around[1]))
    return parents


def _find_holding(name: Toponym, area: Toponym) -> Candidate | None:
    """Return the country or region that an area's name may mean in which the largest place of a name lies."""
    areas = [candidate for candidate in area.candidates if candidate.kind in {"country", "region"}]
    pairs = ((place, held) for place, held in product(name.candidates, areas) if lies_in(place, held))
    best = max(pairs, key=lambda pair: (not pair[0].is_other_name, pair[0].population), default=None)
    return best[1] if best else None


def _find_around(name: Toponym, area: Toponym) -> tuple[Candidate, Candidate] | None:
    """Return the country, and the region without known bounds, where a city of a name lies not too far off."""
    for region in area.candidates:
        country = load_countries().get(region.country or "")
        if region.kind != "region" or region.region is not None or country is None:
            continue
        if any(
            lies_in(place, country) and measure_distance(place, region) <= FAR_REACH and not place.is_other_name
            for place in name.candidates
        ):
            return country, region
    return None


def tell_apart(
    toponyms: Sequence[Toponym], parents: Mapping[int, Parent]
) -> tuple[list[Toponym], dict[str, Candidate]]:
    """Return the toponyms with a key for each meaning that their parents give, and the parents by key.

    `Tripoli in Lebanon` and `Tripoli in Libya` are two. A mention without a parent means what the last one
    before it with a parent meant, or else the first after it. The area itself means what its city says.
    """
    said: dict[int, Candidate] = {}
    for parent in parents.values():
        said[parent.position] = parent.meaning
    said |= {position: parent.area for position, parent in parents.items() if position not in said}
    last: dict[str, str] = {}
    for position in sorted(said, reverse=True):
        last[toponyms[position].key] = _mark(said[position])
    apart: list[Toponym] = []
    by_key: dict[str, Candidate] = {}
    areas = {parent.position for parent in parents.values()}
    meant = {(toponyms[position].key, _mark(said[position])): said[position] for position in areas}
    for position, toponym in enumerate(toponyms):
        if position in said:
            last[toponym.key] = _mark(said[position])
        mark = last.get(toponym.key)
        key = toponym.key if mark is None else f"{toponym.key}@{mark}"
        held = None if mark is None else meant.get((toponym.key, mark))
        if position in parents:
            by_key[key] = parents[position].area
        apart.append(replace(toponym, key=key, candidates=toponym.candidates if held is None else (held,)))
    return apart, by_key


def _mark(area: Candidate) -> str:
    return f"{area.country}.{area.region or ''}.{area.name}"


def find_misplaced(text: str, toponyms: Sequence[Toponym], parents: Mapping[int, Parent]) -> Iterator[str]:
    """Yield the keys of names behind whose comma stands a country or region in which no place of the name lies.

    A list (`London, Japan and Kenya`) says nothing, and a large city is believed. In a dateline the land may be
    one that nobody knows.
    """
    starts = {toponym.start for toponym in toponyms}
    for name in toponyms:
        unknown = UNKNOWN_LAND.match(text, name.end) if _is_small(name) else None
        if unknown is not None and unknown.start(1) not in starts:
            yield name.key
    for position, (name, area) in enumerate(pairwise(toponyms)):
        if position in parents or not _is_small(name) or not _is_area(area):
            continue
        if BESIDE.fullmatch(text[name.end : area.start]) and not _is_listed(text, toponyms, parents, position):
            yield name.key


def _is_listed(text: str, toponyms: Sequence[Toponym], parents: Mapping[int, Parent], position: int) -> bool:
    """Whether a name and the area behind it are items of a list, of which neither holds the other."""
    name, area = toponyms[position], toponyms[position + 1]
    if position > 0 and BESIDE.fullmatch(text[toponyms[position - 1].end : name.start]):
        return True
    if not APPOSITION_ENDS.match(text, area.end):
        return True
    behind = toponyms[position + 2] if position + 2 < len(toponyms) else None
    goes_on = behind is not None and BESIDE.fullmatch(text[area.end : behind.start])
    return bool(goes_on) and position + 1 not in parents


def _is_small(name: Toponym) -> bool:
    """Whether a name is that of small cities only."""
    cities = (one.kind == "city" and (one.population < WELL_KNOWN or one.is_other_name) for one in name.candidates)
    return bool(name.candidates) and all(cities)


def _is_area(toponym: Toponym) -> bool:
    """Whether a name is that of countries and regions of countries only, and no people's."""
    areas = (one.kind in {"country", "region"} and one.country is not None for one in toponym.candidates)
    return bool(toponym.candidates) and not toponym.is_demonym and all(areas)

"""Names of places in a text, and every place that each may mean."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from transforms.countries import list_contenders, list_countries, load_places, name_country
from transforms.gazetteer import find_cities, fold
from transforms.records import Mention

CandidateKind = Literal["country", "region", "county", "city"]

MOST_CANDIDATES: Final = 60
LONGEST_NAME: Final = 5
"""Words."""
LONGEST_RUN: Final = 300
"""Characters of a capitalised run that are looked at."""

WORD: Final = re.compile(r"[^\W_](?:[\w'\u2019.&]*[\w.])?")
CAPITALISED: Final = re.compile(
    r"(?<![\w.@#])[A-Z\u00c0-\u00de][\w'\u2019.-]*"
    r"(?: (?:(?:of|and|the|de|la|del|al|el|y|du|des|upon|on) ){0,2}[A-Z\u00c0-\u00de][\w'\u2019.-]*){0,7}"
)
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
COUNTIES: Final = re.compile(r" (?:counties|Counties)\b")
COUNTY_NAME: Final = re.compile(r"[A-Z][\w.'\u2019]+(?: [A-Z][\w.'\u2019]+){0,2}")
COUNTY_LIST: Final = re.compile(
    rf"(?:{COUNTY_NAME.pattern}, ){{0,8}}{COUNTY_NAME.pattern},? (?:and|or) {COUNTY_NAME.pattern}$"
)
LONGEST_LIST: Final = 150
"""Characters."""
ABBREVIATION_BEHIND: Final = re.compile(r",\s{0,2}([A-Z][A-Za-z.]{1,6})(?![\w-])")


INSTITUTION: Final = re.compile(
    r"\b(?:street|road|avenue|square|airport|stadium|church|cathedral|mosque|school|hospital|university|college|court"
    r"|courthouse|chamber|council|department|district|county|city|town|village|parks|river|valley|creek|lake)\b",
    re.IGNORECASE,
)
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
METROPOLIS: Final = 500_000
"""Inhabitants."""
STREET: Final = re.compile(
    r"\b(?:street|st\.?|road|rd\.?|avenue|ave\.?|boulevard|blvd\.?|drive|lane|highway|route|interstate)$",
    re.IGNORECASE,
)
FEATURE: Final = re.compile(
    r"\b(?:street|st\.|road|rd\.|avenue|ave\.|boulevard|blvd\.|drive|lane|highway|bridge|square|park|airport|river|lake"
    r"|creek|bay|mount|mountains?|hills?|hall|stadium|tower|church|cathedral|mosque|school|hospital|station|island"
    r"|beach|forest|canyon|dam|harbou?r|port|university|college|plaza|cent(?:er|re)|camp|base|prison|court|house)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How far names of one origin are believed: cities of fewer than `smallest` people are weak."""

    smallest: int | None
    knows_regions: bool = True
    smallest_within: int | None = None

    def within(self) -> "Trust":
        """Return the trust in a name that is only part of its run."""
        return Trust(
            smallest=self.smallest_within, knows_regions=self.knows_regions, smallest_within=self.smallest_within
        )


SHORT_NAMES: Final = frozenset({"US", "UK", "EU", "BC", "NZ", "DC"})
"""Names of two letters that may stand alone."""
ALWAYS_WEAK: Final = 10**9
"""More inhabitants than any city has."""
NO_PLACE: Final = Trust(smallest=ALWAYS_WEAK, smallest_within=ALWAYS_WEAK)
"""In a mention that the recogniser calls a people, an event, a work."""
EMBEDDED: Final = Trust(smallest=20_000, smallest_within=20_000)
"""In the name of an organisation or a building."""
OVERLOOKED: Final = Trust(smallest=40_000, smallest_within=ALWAYS_WEAK)
"""Among words that lie in no mention."""
UNLIKELY: Final = Trust(smallest=ALWAYS_WEAK, knows_regions=False)
"""In a person's name of one word."""
SEVERAL_WORDS: Final = Trust(smallest=ALWAYS_WEAK)
"""In a person's name of several words, each of which must belong to the place's."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A span that may name a place and what it may mean; without candidates, a feature of the nearest place.

    A weak one is a place only if the text around it supports it: the recogniser did not call it one.
    """

    start: int
    end: int
    text: str
    key: str
    candidates: tuple[Candidate, ...] = ()
    is_demonym: bool = False
    is_weak: bool = False


def find_toponyms(text: str, mentions: Iterable[Mention]) -> list[Toponym]:
    """Return the spans of a text that may name places, in order, none overlapping another.

    The recogniser's places come first; names of places within organisations, peoples' names, and capitalised
    words that it overlooked follow, with more caution.
    """
    known = list(mentions)
    surnames = _list_surnames(known)
    found = [toponym for mention in known for toponym in _read_mention(mention, surnames)]
    taken = sorted((mention.start, mention.end) for mention in known if mention.kind is not None)
    overlooked = _find_overlooked(text, taken)
    found.extend(toponym for toponym in overlooked if toponym.key not in surnames or _is_area(toponym))
    found.extend(_find_abbreviations(text, found))
    found = [*_find_county_lists(text), *found]
    found.sort(key=lambda toponym: (toponym.start, -toponym.end))
    kept: list[Toponym] = []
    for toponym in found:
        if not kept or toponym.start >= kept[-1].end:
            kept.append(toponym)
    return kept


def _is_area(toponym: Toponym) -> bool:
    """Whether a name may mean a country or a region."""
    return any(candidate.kind in {"country", "region"} for candidate in toponym.candidates)


def _list_surnames(mentions: Iterable[Mention]) -> frozenset[str]:
    """Return the folded parts of the persons' names of several words."""
    persons = (fold(mention.text).split() for mention in mentions if mention.kind == "PER")
    return frozenset(word for words in persons if len(words) > 1 for word in words)


def list_candidates(name: str) -> tuple[Candidate, ...]:
    """Return what a name may mean, as it stands or without what leads and follows it (`northern`, `city of`)."""
    plain = POSSESSIVE.sub("", name.strip())
    for form in _vary(plain):
        if (form == plain or form.lower() not in _load_common_words()) and (found := _look_up(form)):
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


def _look_up(name: str) -> tuple[Candidate, ...]:
    """Return countries, regions, counties and cities of exactly this name."""
    if exact := _load_abbreviations().get(name):
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
        *(_load_counties().get(fold(county[1]), ()) if county else ()),
        *_list_cities(key),
    )


def _list_countries(name: str) -> Iterator[Candidate]:
    reading = name_country(name)
    codes = (reading.country,) if reading.kind == "plain" else list_contenders(name)
    countries = _load_countries()
    for code in codes:
        if code is not None and code in countries:
            yield countries[code]


def _list_cities(key: str) -> Iterator[Candidate]:
    for city in find_cities(key)[:MOST_CANDIDATES]:
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
        )


def _read_mention(mention: Mention, surnames: frozenset[str]) -> Iterator[Toponym]:
    if mention.kind == "LOC":
        yield from _read_place(mention)
    elif mention.kind == "MISC":
        yield from _read_run(mention.start, mention.text[:LONGEST_RUN], NO_PLACE)
    elif mention.kind == "ORG" and fold(mention.text) not in surnames:
        yield from _read_run(mention.start, mention.text[:LONGEST_RUN], EMBEDDED)
    elif mention.kind == "PER" and INSTITUTION.search(mention.text):
        yield from _read_place(mention)
    elif mention.kind == "PER" and fold(mention.text) not in surnames:
        person = _offer(mention.start, mention.text, SEVERAL_WORDS if " " in mention.text else UNLIKELY)
        yield from [person] if person else ()


def _read_place(mention: Mention) -> Iterator[Toponym]:
    """Yield a place of the recogniser as a whole, or names in it, or as a feature without candidates."""
    if mention.text in (codes := _load_postal_codes()):
        yield _toponym(mention.start, mention.text, (codes[mention.text],))
        return
    if found := list_candidates(mention.text):
        yield _toponym(mention.start, mention.text, found)
        return
    within = [] if STREET.search(mention.text) else _read_run(mention.start, mention.text[:LONGEST_RUN], EMBEDDED)
    parts = list(within)
    yield from parts
    if not any(not part.is_weak for part in parts) and FEATURE.search(mention.text):
        yield _toponym(mention.start, mention.text, ())


def _read_run(start: int, run: str, trust: Trust) -> Iterator[Toponym]:
    """Yield the longest names in a run of words from left to right."""
    words = [(found.start(), found.end()) for found in WORD.finditer(run)]
    first = 0
    while first < len(words):
        step = 1
        for last in range(min(first + LONGEST_NAME, len(words)), first, -1):
            begin, end = words[first][0], words[last - 1][1]
            whole = first == 0 and last == len(words)
            offered = _offer(start + begin, run[begin:end], trust if whole else trust.within())
            if offered:
                yield offered
                step = last - first
                break
        first += step


def _offer(start: int, name: str, trust: Trust) -> Toponym | None:
    """Return a toponym for a name outside the recogniser's places, weak unless it is well-known; else None."""
    bare = POSSESSIVE.sub("", name)
    bare = bare if bare in _load_abbreviations() or len(bare) < 5 else bare.rstrip(".")
    if not bare[:1].isupper() or (len(bare) < 3 and bare not in SHORT_NAMES):
        return None
    if bare.lower() in _load_common_words() and bare not in SHORT_NAMES:
        return None
    found = _look_up(bare)
    if not found:
        return None
    known = (
        candidate.population for candidate in found if candidate.kind == "city" and not is_far_fetched(candidate)
    )
    largest = max(known, default=0)
    if any(candidate.kind == "country" for candidate in found) or (
        trust.knows_regions and any(candidate.kind != "city" for candidate in found)
    ):
        return _toponym(start, bare, found)
    if trust.smallest is None:
        return None
    return _toponym(start, bare, found, is_weak=largest < trust.smallest)


def is_far_fetched(candidate: Candidate) -> bool:
    """Whether a candidate bears the name only in another language or time, and is no metropolis."""
    return candidate.is_other_name and candidate.population < METROPOLIS


def _toponym(start: int, text: str, candidates: tuple[Candidate, ...], *, is_weak: bool = False) -> Toponym:
    return Toponym(
        start=start,
        end=start + len(text),
        text=text,
        key=fold(text).removeprefix("the "),
        candidates=candidates,
        is_demonym=name_country(text).is_demonym,
        is_weak=is_weak,
    )


def _find_overlooked(text: str, taken: list[tuple[int, int]]) -> Iterator[Toponym]:
    """Yield places among the capitalised words that lie in no mention; `taken` is sorted."""
    start = 0
    for first, last in [*taken, (len(text), len(text))]:
        for run in CAPITALISED.finditer(text, start, max(start, first)):
            yield from _read_run(run.start(), run[0][:LONGEST_RUN], OVERLOOKED)
        start = max(start, last)


def _find_county_lists(text: str) -> Iterator[Toponym]:
    """Yield the counties that share one word: `Alder, Birch and Cedar counties`."""
    for end in COUNTIES.finditer(text):
        listed = COUNTY_LIST.search(text, max(0, end.start() - LONGEST_LIST), end.start())
        if listed is None:
            continue
        for name in COUNTY_NAME.finditer(text, listed.start(), listed.end()):
            if candidates := _load_counties().get(fold(name[0])):
                county = _toponym(name.start(), name[0], candidates)
                yield replace(county, key=f"{county.key} county")


def _find_abbreviations(text: str, found: Iterable[Toponym]) -> Iterator[Toponym]:
    """Yield the abbreviated state behind a place and a comma: `Springfield, MO`."""
    abbreviations = _load_abbreviations() | _load_postal_codes()
    for toponym in found:
        behind = ABBREVIATION_BEHIND.match(text, toponym.end)
        if behind is None:
            continue
        name = behind[1] if behind[1] in abbreviations else behind[1].rstrip(".")
        if name in abbreviations:
            yield _toponym(behind.start(1), name, (abbreviations[name],))


@cache
def _load_common_words() -> frozenset[str]:
    """Return names of cities that are words or persons' names too: only the recogniser may say they are places."""
    content = files("transforms").joinpath("models/words_not_places.txt").read_text(encoding="utf-8")
    return frozenset(content.splitlines())


@cache
def _load_countries() -> Mapping[str, Candidate]:
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
def _load_abbreviations() -> dict[str, Candidate]:
    """Return the regions by abbreviations that may stand alone, in their exact letters: `Okla.`, `NSW`."""
    return {
        name: _read_region(row)
        for row in load_places()["regions"]
        for name in row["aliases"]
        if _is_abbreviation(name) and (len(name) > 2 or name in SHORT_NAMES)
    }


@cache
def _load_postal_codes() -> dict[str, Candidate]:
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
def _load_counties() -> Mapping[str, tuple[Candidate, ...]]:
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

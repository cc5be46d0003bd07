"""Places of a text on the map: which of the places of one name the text means."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import exp, log10
from typing import Final

from transforms.candidates import Candidate, is_far_fetched
from transforms.parents import BETWEEN, find_misplaced, find_parents, lies_in, measure_distance, tell_apart
from transforms.reading import Reading
from transforms.records import Place
from transforms.toponyms import Toponym, find_toponyms

NEAR: Final = 150.0
"""Kilometres at which nearness has lost two thirds of its weight."""
PRIORS: Final = {"country": 8.0, "region": 7.0}
"""What a candidate that is no city weighs, on the scale of a city's log10 of inhabitants."""
COUNTRY_WEIGHT: Final = 1.5
REGION_WEIGHT: Final = 2.5
REGION_BASE: Final = 0.6
"""What share of this any region of the text has, and not only the one that it names most."""
NEAR_WEIGHT: Final = 1.5
HOLDS_WEIGHT: Final = 1.5
"""What a country or region wins of which the text names a city."""
HOME: Final = 0.5
"""What a city of which the name lies in one country only counts as a mention of that country."""
VOTE_WEIGHT: Final = 1.0
PARENT_WEIGHT: Final = 10.0
WEAK_MINIMUM: Final = 2.0
"""What the text must add to a name that the recogniser did not call a place."""
OTHER_NAME: Final = 0.8
"""What a city loses that bears the name only in another language or time."""
CAPITAL: Final = 0.4
"""What a national capital wins."""
SEAT: Final = 50_000
"""Inhabitants from which a capital is what its name means first of all."""
TIMES_LARGER: Final = 3.0
"""A city so many times as large as one that bears the name only in another language is meant."""
LARGE: Final = 100_000
"""Inhabitants of a city beside which its country's villages of the same name are not thought of."""
DWARFED: Final = 50
"""How many times smaller such a village is."""
WELL_KNOWN: Final = 4.6
"""What a place weighs alone for which less support will do: 40,000 people."""
WEAK_MINIMUM_KNOWN: Final = 1.0
ROUNDS: Final = 3
MOST_ANCHORS: Final = 60
"""Places of a text whose nearness is looked at: more cost time and change nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a name means in one text, and the evidence for it."""

    candidate: Candidate
    method: str
    context: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What a text says of where it plays: countries and first-order regions with their weight, and points."""

    countries: Mapping[str, float]
    regions: Mapping[tuple[str, str], float]
    points: Sequence[Candidate]
    votes: Mapping[tuple[str, str], float]
    most: float
    named: frozenset[str]
    """Countries that the text names, itself or by a region."""


def find_places(reading: Reading) -> tuple[Place, ...]:
    """Return the places that a text names, in order, each with a point in degrees (WGS 84).

    A name means one place in a text unless what stands beside it says otherwise. `method` is the evidence:
    `country`, `demonym`, `region` say what it is;
    `after_comma` is a country or region beside the name; `only` is a name that one place has; `context` is what
    the text names elsewhere; `population` is the largest of the name; `nearby` is a street, building or small
    place put where the last place before it lies. Points of countries and regions are their middle.
    Source: GeoNames (CC BY 4.0).
    """
    toponyms, parents = _read_toponyms(reading)
    return tuple(_place_toponyms(reading.text, toponyms, choose_senses(toponyms, parents)))


def _read_toponyms(reading: Reading) -> tuple[list[Toponym], dict[str, Candidate]]:
    """Return a text's toponyms with a key for each meaning, and the parents of the keys that have one."""
    toponyms = find_toponyms(reading.text, reading.mentions)
    misplaced = set(find_misplaced(reading.text, toponyms, find_parents(reading.text, toponyms)))
    toponyms = [toponym for toponym in toponyms if toponym.key not in misplaced]
    return tell_apart(toponyms, find_parents(reading.text, toponyms))


def choose_senses(toponyms: Sequence[Toponym], parents: Mapping[str, Candidate]) -> dict[str, Sense]:
    """Return what each key means: the candidate that its population, parent, neighbours and the text support most.

    A key that has weak toponyms only is left out unless the text supports it.
    """
    strong = {toponym.key for toponym in toponyms if not toponym.is_weak}
    offers = {toponym.key: toponym.candidates for toponym in toponyms if toponym.candidates}
    counts = Counter(toponym.key for toponym in toponyms)
    support = _gather_support({key: found for key, found in offers.items() if key in strong}, counts, parents)
    anchors: dict[str, Candidate] = {}
    senses: dict[str, Sense] = {}
    for _ in range(ROUNDS):
        senses = {
            key: _choose(
                list(_leave_shadowed(candidates, support, parents.get(key))),
                support,
                parents.get(key),
                anchors=[place for other, place in anchors.items() if other != key],
            )
            for key, candidates in offers.items()
        }
        certain = ((key, sense.candidate) for key, sense in senses.items() if key in strong)
        anchors = dict(islice((pair for pair in certain if pair[1].kind in {"city", "county"}), MOST_ANCHORS))
    return {key: sense for key, sense in senses.items() if key in strong or _is_supported(sense)}


def _is_supported(sense: Sense) -> bool:
    """Whether the text says enough for a name that the recogniser did not call a place."""
    known = weigh_alone(sense.candidate) >= WELL_KNOWN and not is_far_fetched(sense.candidate)
    return sense.context >= (WEAK_MINIMUM_KNOWN if known else WEAK_MINIMUM)


def _gather_support(
    offers: Mapping[str, tuple[Candidate, ...]], counts: Mapping[str, int], parents: Mapping[str, Candidate]
) -> Support:
    countries: defaultdict[str, float] = defaultdict(float)
    regions: defaultdict[tuple[str, str], float] = defaultdict(float)
    points: list[Candidate] = []
    named: set[str] = set()
    certain = [(candidates, counts[key]) for key, candidates in offers.items()]
    certain += [((parent,), 1) for parent in parents.values()]
    for candidates, count in certain:
        areas = [candidate for candidate in candidates if candidate.kind != "city"]
        for area in areas:
            weight = count / len(areas)
            named.add(area.country or "")
            if area.country is not None:
                countries[area.country] += weight if area.kind == "country" else weight / 2
            if area.country is not None and area.region is not None:
                regions[area.country, area.region] += weight
            elif area.kind == "region":
                points.append(area)
        homes = {candidate.country for candidate in candidates}
        if not areas and len(homes) == 1:
            countries[homes.pop() or ""] += count * HOME
    return Support(
        countries=countries,
        regions=regions,
        points=points,
        votes=_count_votes(offers.values()),
        most=max(regions.values(), default=1.0),
        named=frozenset(named),
    )


def _count_votes(offers: Iterable[Sequence[Candidate]]) -> dict[tuple[str, str], float]:
    """Return how many names have a place in each region, a name of places in several regions split among them."""
    votes: defaultdict[tuple[str, str], float] = defaultdict(float)
    for candidates in offers:
        held = _list_regions(candidates)
        for region in held:
            votes[region] += 1 / len(held)
    return votes


def _list_regions(candidates: Iterable[Candidate]) -> set[tuple[str, str]]:
    return {
        (candidate.country, candidate.region)
        for candidate in candidates
        if candidate.kind in {"city", "county"} and candidate.country and candidate.region
    }


def _leave_shadowed(
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
    if first.is_capital and first.population >= SEAT:
        return True
    spoken_of = other.country in support.named and first.country not in support.named
    return not spoken_of and first.population >= TIMES_LARGER * other.population


def _is_dwarfed(one: Candidate, largest: int) -> bool:
    """Whether a village or small town shares its name with a large city of its own country."""
    return largest >= LARGE and one.population * DWARFED < largest


def _choose(
    candidates: Sequence[Candidate], support: Support, parent: Candidate | None, anchors: Sequence[Candidate]
) -> Sense:
    own = 1 / max(1, len(_list_regions(candidates)))
    scored = [
        (
            weigh_alone(candidate),
            _weigh_context(candidate, support, parent, anchors) + _weigh_votes(candidate, support, own),
        )
        for candidate in candidates
    ]
    best = max(range(len(candidates)), key=lambda place: (scored[place][0] + scored[place][1], -place))
    first = max(range(len(candidates)), key=lambda place: (scored[place][0], -place))
    return Sense(
        candidate=candidates[best],
        context=scored[best][1],
        method=_name_method(candidates, best, parent=parent, is_largest=best == first, context=scored[best][1]),
    )


def _name_method(
    candidates: Sequence[Candidate], best: int, *, parent: Candidate | None, is_largest: bool, context: float
) -> str:
    candidate = candidates[best]
    if parent is not None and lies_in(candidate, parent):
        return "after_comma"
    if candidate.kind in {"country", "region"} and is_largest:
        return candidate.kind
    if len(candidates) == 1:
        return "only"
    return "context" if context >= 1 or not is_largest else "population"


def weigh_alone(candidate: Candidate) -> float:
    """Return what a candidate weighs without its text: about the log10 of its inhabitants."""
    inhabitants = log10(candidate.population + 10) - (OTHER_NAME if candidate.is_other_name else 0)
    if candidate.is_capital and candidate.population >= SEAT:
        inhabitants += CAPITAL
    return 4 + inhabitants / 2 if candidate.kind == "county" else PRIORS.get(candidate.kind, inhabitants)


def _weigh_context(
    candidate: Candidate, support: Support, parent: Candidate | None, anchors: Sequence[Candidate]
) -> float:
    """Return what the text says for a candidate: what stands behind it, and what else the text names."""
    weight = PARENT_WEIGHT if parent is not None and lies_in(candidate, parent) else 0.0
    if candidate.kind in {"country", "region"} and any(lies_in(anchor, candidate) for anchor in anchors):
        weight += HOLDS_WEIGHT
    if candidate.kind == "country":
        return weight + (COUNTRY_WEIGHT / 2 if support.countries.get(candidate.country or "", 0) > 1 else 0)
    held = support.countries.get(candidate.country or "", 0.0)
    if held:
        weight += COUNTRY_WEIGHT * (0.5 + 0.5 * held / sum(support.countries.values()))
    region = candidate.country or "", candidate.region or ""
    if candidate.kind != "region" and region in support.regions:
        share = support.regions[region] / support.most
        weight += REGION_WEIGHT * (REGION_BASE + (1 - REGION_BASE) * share)
    elif candidate.kind == "city" and any(lies_in(candidate, area) for area in support.points):
        weight += REGION_WEIGHT / 2
    return weight + NEAR_WEIGHT * _measure_nearness(candidate, anchors)


def _weigh_votes(candidate: Candidate, support: Support, own: float) -> float:
    """Return what other names' places in the candidate's region say for it."""
    if candidate.kind == "country" or candidate.kind == "region":
        return 0.0
    votes = support.votes.get((candidate.country or "", candidate.region or ""), 0.0) - own
    return VOTE_WEIGHT * min(1.0, max(0.0, votes))


def _measure_nearness(candidate: Candidate, anchors: Sequence[Candidate]) -> float:
    """Return how near the other places are: 0 far from all, about 1 beside one, up to 2 beside several."""
    near = sorted((exp(-measure_distance(candidate, anchor) / NEAR) for anchor in anchors), reverse=True)
    return sum(share / (1 + rank) for rank, share in enumerate(near[:4]))


def _place_toponyms(text: str, toponyms: Sequence[Toponym], senses: Mapping[str, Sense]) -> Iterator[Place]:
    """Yield a place for each toponym; what the gazetteer lacks lies where the city behind or before it does."""
    chosen = [senses.get(toponym.key) for toponym in toponyms]
    cities = [sense.candidate for sense in chosen if sense is not None and sense.candidate.kind == "city"]
    last = cities[0] if cities else None
    for place, (toponym, sense) in enumerate(zip(toponyms, chosen, strict=True)):
        if sense is not None:
            yield _read_place(toponym, _settle(sense, cities))
            last = sense.candidate if sense.candidate.kind == "city" else last
            continue
        behind = chosen[place + 1] if place + 1 < len(toponyms) else None
        adjacent = behind is not None and BETWEEN.fullmatch(text[toponym.end : toponyms[place + 1].start])
        anchor = behind.candidate if behind is not None and adjacent else last
        if anchor is not None and not toponym.candidates:
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

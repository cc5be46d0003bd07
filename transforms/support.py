"""What a text says of where it plays, and what its names may therefore mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from transforms.candidates import Candidate

HOME: Final = 0.5
"""What a city of which the name lies in one country only counts as a mention of that country."""


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
    homes: Mapping[str, tuple[str, float]]
    """Of the keys whose cities lie in one country only, that country and what the key adds to it."""
    points: Sequence[Candidate]
    votes: Mapping[tuple[str, str], float]
    most: float
    total: float
    named: frozenset[str]
    """Countries that the text names, itself or by a region."""


NOTHING_SAID: Final = Support(
    countries={}, regions={}, homes={}, points=(), votes={}, most=1.0, total=0.0, named=frozenset()
)
"""Of a text that says nothing of where it plays."""


def gather_support(
    offers: Mapping[str, tuple[Candidate, ...]], counts: Mapping[str, int], parents: Mapping[str, Candidate]
) -> Support:
    """Return what the names that are surely places say, each split among what it may mean."""
    countries: defaultdict[str, float] = defaultdict(float)
    regions: defaultdict[tuple[str, str], float] = defaultdict(float)
    points: list[Candidate] = []
    named: set[str] = set()
    homes: dict[str, tuple[str, float]] = {}
    certain = [(key, candidates, counts[key]) for key, candidates in offers.items()]
    certain += [("", (parent,), 1) for parent in parents.values()]
    for key, candidates, count in certain:
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
        home = {candidate.country or "" for candidate in candidates}
        if not areas and len(home) == 1:
            homes[key] = (home.pop(), count * HOME)
            countries[homes[key][0]] += homes[key][1]
    return Support(
        countries=countries,
        regions=regions,
        homes=homes,
        points=points,
        votes=_count_votes(offers.values()),
        most=max(regions.values(), default=1.0),
        total=sum(countries.values()),
        named=frozenset(named),
    )


def _count_votes(offers: Iterable[Sequence[Candidate]]) -> dict[tuple[str, str], float]:
    """Return how many names have a place in each region, a name of places in several regions split among them."""
    votes: defaultdict[tuple[str, str], float] = defaultdict(float)
    for candidates in offers:
        held = list_regions(candidates)
        for region in held:
            votes[region] += 1 / len(held)
    return votes


def list_regions(candidates: Iterable[Candidate]) -> set[tuple[str, str]]:
    """Return the first-order regions, by country and code, in which candidates lie."""
    return {
        (candidate.country, candidate.region)
        for candidate in candidates
        if candidate.kind in {"city", "county"} and candidate.country and candidate.region
    }

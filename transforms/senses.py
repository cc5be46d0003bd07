"""Which of the places of one name a text means: what it names elsewhere, and how many people live there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from math import exp, log10
from typing import Final

from transforms.candidates import SEAT, Candidate, is_far_fetched
from transforms.likeness import has_equal, is_believed, leave_shadowed
from transforms.open_forms import UNDECIDED, settle_open
from transforms.parents import lies_in, measure_distance
from transforms.support import Sense, Support, gather_support, list_regions
from transforms.toponyms import Toponym

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
VOTE_WEIGHT: Final = 1.0
PARENT_WEIGHT: Final = 10.0
WEAK_MINIMUM: Final = 2.0
"""What the text must add to a name that the recogniser did not call a place."""
OTHER_NAME: Final = 0.8
"""What a city loses that bears the name only in another language or time."""
CAPITAL: Final = 0.4
"""What a national capital wins."""
WELL_KNOWN: Final = 4.6
"""What a place weighs alone for which less support will do: 40,000 people."""
WEAK_MINIMUM_KNOWN: Final = 1.0
ROUNDS: Final = 3
MOST_ANCHORS: Final = 60
"""Places of a text whose nearness is looked at: more cost time and change nothing."""


def choose_senses(toponyms: Sequence[Toponym], parents: Mapping[str, Candidate]) -> dict[str, Sense]:
    """Return what each key means: the candidate that its population, parent, neighbours and the text support most.

    A key that has weak toponyms only is left out unless the text supports it.
    """
    strong = {toponym.key for toponym in toponyms if not toponym.is_weak}
    demonyms = {toponym.key for toponym in toponyms if toponym.is_demonym}
    offers = {toponym.key: toponym.candidates for toponym in toponyms if toponym.candidates}
    counts = Counter(toponym.key for toponym in toponyms)
    support = gather_support({key: found for key, found in offers.items() if key in strong}, counts, parents)
    anchors: dict[str, Candidate] = {}
    senses: dict[str, Sense] = {}
    for _ in range(ROUNDS):
        senses = {
            key: _choose(
                key,
                list(leave_shadowed(candidates, support, parents.get(key))),
                support,
                parents.get(key),
                anchors=[place for other, place in anchors.items() if other != key],
            )
            for key, candidates in offers.items()
        }
        senses |= {
            key: sense
            for key, candidates in offers.items()
            if (sense := settle_open(key, candidates, support, counts[key], list(anchors.values())))
        }
        certain = ((key, sense.candidate) for key, sense in senses.items() if key in strong)
        anchors = dict(islice((pair for pair in certain if pair[1].kind in {"city", "county"}), MOST_ANCHORS))
    kept = {key: sense for key, sense in senses.items() if key in strong or _is_supported(sense, offers[key])}
    kept = {key: sense for key, sense in kept.items() if sense.method != UNDECIDED or key not in demonyms}
    return {key: sense for key, sense in kept.items() if is_believed(key, sense, offers[key], len(kept) - 1)}


def _is_supported(sense: Sense, candidates: Sequence[Candidate]) -> bool:
    """Whether the text says enough for a name that the recogniser did not call a place."""
    known = weigh_alone(sense.candidate) >= WELL_KNOWN and not is_far_fetched(sense.candidate)
    known = known and not has_equal(sense.candidate, candidates)
    return sense.context >= (WEAK_MINIMUM_KNOWN if known else WEAK_MINIMUM)


def _choose(
    key: str,
    candidates: Sequence[Candidate],
    support: Support,
    parent: Candidate | None,
    anchors: Sequence[Candidate],
) -> Sense:
    own = 1 / max(1, len(list_regions(candidates)))
    scored = [
        (
            weigh_alone(candidate),
            _weigh_context(key, candidate, support, parent, anchors) + _weigh_votes(candidate, support, own),
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
    inhabitants = log10(candidate.population + 10)
    if candidate.is_capital and candidate.population >= SEAT:
        inhabitants += CAPITAL
    elif candidate.is_other_name:
        inhabitants -= OTHER_NAME
    return 4 + inhabitants / 2 if candidate.kind == "county" else PRIORS.get(candidate.kind, inhabitants)


def _weigh_context(
    key: str, candidate: Candidate, support: Support, parent: Candidate | None, anchors: Sequence[Candidate]
) -> float:
    """Return what the text says for a candidate: what stands behind it, and what else the text names."""
    weight = PARENT_WEIGHT if parent is not None and lies_in(candidate, parent) else 0.0
    if candidate.kind in {"country", "region"} and any(lies_in(anchor, candidate) for anchor in anchors):
        weight += HOLDS_WEIGHT
    if candidate.kind == "country":
        return weight + (COUNTRY_WEIGHT / 2 if support.countries.get(candidate.country or "", 0) > 1 else 0)
    home, own = support.homes.get(key, ("", 0.0))
    held = support.countries.get(candidate.country or "", 0.0) - (own if home == candidate.country else 0.0)
    if held > 0:
        weight += COUNTRY_WEIGHT * (0.5 + 0.5 * held / (support.total - own))
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

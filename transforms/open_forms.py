"""Names that two countries share: `Congo`, `Korea`. Only the text can say which of them it means."""

from collections.abc import Sequence
from typing import Final

from transforms.candidates import Candidate
from transforms.support import Sense, Support

UNDECIDED: Final = "ambiguous"
"""The method of a name that the text leaves open; its place has no country."""

EPSILON: Final = 1e-6


def settle_open(
    key: str, candidates: Sequence[Candidate], support: Support, count: int, anchors: Sequence[Candidate]
) -> Sense | None:
    """Return what a name of two or more countries means, without a country where the text leaves it open.

    It is decided where the text names or plays in exactly one of them. None for any other name.
    """
    areas = [one for one in candidates if one.kind != "city"]
    countries = [one for one in areas if one.kind == "country"]
    if len(countries) < 2:
        return None
    own = count / len(areas)
    played_in = {anchor.country for anchor in anchors}
    meant = [
        one
        for one in countries
        if one.country in played_in or support.countries.get(one.country or "", 0.0) > own + EPSILON
    ]
    if len(meant) == 1:
        return Sense(candidate=meant[0], method="country", context=1.0)
    return Sense(candidate=_describe_whole(key, areas, countries), method=UNDECIDED, context=0.0)


def _describe_whole(key: str, areas: Sequence[Candidate], countries: Sequence[Candidate]) -> Candidate:
    """Return the land as a whole, between the countries that share its name."""
    whole = next((one for one in areas if one.kind == "region" and one.country is None), None)
    return whole or Candidate(
        kind="region",
        name=key.partition("@")[0].title(),
        country=None,
        latitude=round(sum(one.latitude for one in countries) / len(countries), 3),
        longitude=round(sum(one.longitude for one in countries) / len(countries), 3),
    )

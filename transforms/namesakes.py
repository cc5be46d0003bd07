"""Places of one name that are not one place: Georgia the country and the state, two cities called Paris."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from transforms.entities import mint_entity_id
from transforms.places import weigh_alone
from transforms.records import Entity, Mention, Place
from transforms.toponyms import Candidate, list_candidates

EVIDENT: Final = frozenset({"after_comma", "context", "region"})
"""Methods that rest on what the text says, and not on the largest of a name."""


def tell_namesakes_apart(
    mentions: Sequence[Mention], entities: Sequence[Entity], places: Sequence[Place]
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Return mentions and entities in which another place than the best known of its name has an id of its own.

    The best known one keeps the id that it has in texts which say nothing more of it.
    """
    located = {(place.start, place.end): place for place in places if place.method in EVIDENT}
    known = {one.entity_id: one for one in entities}
    told = list(mentions)
    apart: dict[str, Entity] = {}
    for number, mention in enumerate(mentions):
        place = located.get((mention.start, mention.end))
        if mention.kind != "LOC" or mention.entity_id is None or place is None:
            continue
        entity = known[mention.entity_id]
        if entity.country is not None or _is_best_known(mention.text, place):
            continue
        entity_id = mint_entity_id("LOC", mention.text, place=_name_place(place))
        told[number] = replace(mention, entity_id=entity_id)
        other = replace(
            entity, entity_id=entity_id, name=mention.text, aliases=(), country=place.country, method="place"
        )
        apart.setdefault(entity_id, other)
    return (tuple(told), _order(told, {**known, **apart})) if apart else (tuple(mentions), tuple(entities))


def _order(mentions: Sequence[Mention], entities: Mapping[str, Entity]) -> tuple[Entity, ...]:
    """Return the entities that mentions still have, in order of first mention."""
    ids = dict.fromkeys(one.entity_id for one in mentions if one.entity_id is not None)
    return tuple(entities[entity_id] for entity_id in ids)


def _is_best_known(name: str, place: Place) -> bool:
    best = _find_best_known(name)
    if best is None or best.geonames_id is None or place.geonames_id is None:
        return best is None or (best.name, best.country) == (place.name, place.country)
    return best.geonames_id == place.geonames_id


@lru_cache(maxsize=8192)
def _find_best_known(name: str) -> Candidate | None:
    """Return what a name means where nothing else is said, None if it is no known place."""
    return max(list_candidates(name), key=weigh_alone, default=None)


def _name_place(place: Place) -> str:
    return f"geonames:{place.geonames_id}" if place.geonames_id else f"{place.name}, {place.country}"

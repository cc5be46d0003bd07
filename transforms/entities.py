"""Mentions of one document into the persons, organisations, places and peoples that they name."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID, uuid5

from transforms.clusters import Cluster, open_clusters
from transforms.name_forms import list_words, normalise_name
from transforms.records import Entity, Mention
from transforms.roles import find_role

NAMESPACE: Final = UUID("6b8f4ab1-0c5e-5d0a-9a53-6f2c1a1f0d3e")
"""Of entities: the same name and kind are the same entity in every document."""
KINDS: Final = frozenset({"PER", "ORG", "LOC", "MISC"})
MOST_LOOKED_AT: Final = 50
"""Mentions of a person beside which a role is looked for."""
LONGEST_SHORT_FORM: Final = 4
"""Letters of a name in capitals that may be its initials, such as a country's."""


def resolve_entities(
    text: str, mentions: Sequence[Mention], country_of: Callable[[str], str | None] = lambda _: None
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Return the mentions with the ids of what they name, and the entities in order of first mention.

    An id is made of kind and normalised name, so that it is the same in every document; countries are known by
    their code. Two full names are one person only if nothing in them differs; `method` says what joined the names.
    """
    clusters = open_clusters(text, mentions)
    order = sorted(range(len(mentions)), key=lambda place: (" " not in mentions[place].text.strip(), place))
    for place in order:
        mention = mentions[place]
        if mention.kind in KINDS and list_words(mention.text):
            country = country_of(mention.text) if mention.kind in {"LOC", "MISC"} else None
            clusters.add(mention, place, country)
    return _write(text, mentions, [one for same in clusters.by_kind.values() for one in same])


def mint_entity_id(kind: str, name: str, country: str | None = None, place: str | None = None) -> str:
    """Return the id of an entity: the same for the same kind and normalised name, whatever the document.

    `place` tells a place from a better known one of its name.
    """
    key = f"country:{country}" if country and kind == "LOC" else normalise_name(name)
    return str(uuid5(NAMESPACE, f"{kind}\n{key}" + (f"\n{place}" if place else "")))


def _write(
    text: str, mentions: Sequence[Mention], clusters: Sequence[Cluster]
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    resolved = list(mentions)
    persons = sorted(one.end for one in mentions if one.kind == "PER")
    entities: dict[str, Entity] = {}
    for cluster in sorted(clusters, key=lambda one: min(one.mentions)):
        name = _write_name(cluster)
        entity_id = mint_entity_id(cluster.kind, name, cluster.country)
        for place in cluster.mentions:
            resolved[place] = replace(resolved[place], entity_id=entity_id)
        spans = [(mentions[place].start, mentions[place].end) for place in sorted(cluster.mentions)]
        role = _find_role(text, persons, spans) if cluster.kind == "PER" else None
        aliases = tuple(dict.fromkeys(one for one in cluster.names if one != name))
        methods = [method for method in cluster.methods if method not in {"name", "same_name"}]
        known = entities.get(entity_id)
        entities[entity_id] = Entity(
            entity_id=entity_id,
            kind=cluster.kind,
            name=known.name if known else name,
            aliases=tuple(dict.fromkeys((*(known.aliases if known else ()), *aliases))),
            country=cluster.country,
            role=role or (known.role if known else None),
            method=methods[0] if methods else "same_name" if len(spans) > 1 else "name",
        )
    return tuple(resolved), tuple(entities.values())


def _write_name(cluster: Cluster) -> str:
    """Return a thing's fullest name, a place or person that only stands in capitals with small letters."""
    name = cluster.name
    is_shouted = cluster.kind in {"LOC", "PER"} and name.isupper() and len(name) > LONGEST_SHORT_FORM
    return name.title() if is_shouted else name


def _find_role(text: str, persons: Sequence[int], spans: Sequence[tuple[int, int]]) -> str | None:
    """Return the first role beside one of a person's mentions; `persons` are where persons' names end."""
    for start, end in spans[:MOST_LOOKED_AT]:
        before = bisect_right(persons, start)
        if role := find_role(text, start, end, after_name=persons[before - 1] if before else 0):
            return role
    return None

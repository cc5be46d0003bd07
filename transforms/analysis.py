"""Texts into what they say: read by the model, then mentions, entities, places, quotes and figures."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from transforms.claim_sides import tell_sides
from transforms.countries import CountryReading, name_country
from transforms.entities import resolve_entities
from transforms.figures import find_figures
from transforms.fragments import COLLECTIVE
from transforms.mention_pass import revise_mentions
from transforms.mentions import BATCH, mask_rubbish, read_mentions, split_paragraphs, unneeded_pipes
from transforms.namesakes import tell_namesakes_apart
from transforms.places import find_places
from transforms.quotes import find_quotes, needs_parse
from transforms.reading import Passage, Reading
from transforms.records import Analysis, Entity, Mention, Place

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TEXTS_AT_ONCE: Final = 64
LONGEST_COUNTRY: Final = 5
"""Words in a country's name."""
GRAMMAR: Final = frozenset({"tagger", "parser"})
"""Factories of the pipes that say what role a word plays; nobody asks for lemmas or coarse parts of speech."""

WORD: Final = re.compile(r"[^\W_]")
"""What a paragraph needs for the model to find anything in it."""
PEOPLES: Final = frozenset({"demonym", "country"})
"""Methods of places that are a people's country."""


def analyse_all(nlp: "Language", texts: Iterable[str]) -> Iterator[Analysis]:
    """Yield one analysis a text, in order; quotes and figures only of English texts, by an English model.

    Paragraphs of many texts share batches, so that short articles cost no more than long ones. Grammar, which
    costs as much again as names, is read only where a paragraph may hold a quote.
    """
    source = iter(texts)
    while batch := list(islice(source, TEXTS_AT_ONCE)):
        for reading in read_texts(nlp, batch):
            yield analyse_reading(reading, is_english=nlp.lang == "en")


def read_texts(nlp: "Language", texts: Sequence[str]) -> list[Reading]:
    """Return each text as the model reads it, its mentions not yet resolved."""
    pieces = [
        (number, start, piece) for number, text in enumerate(texts) for start, piece in split_paragraphs(text)
    ]
    masked = (mask_rubbish(piece) if WORD.search(piece) else " " * len(piece) for _, _, piece in pieces)
    docs = list(nlp.pipe(masked, batch_size=BATCH, disable=unneeded_pipes(nlp)))
    parsed = parse_where_needed(nlp, docs) if nlp.lang == "en" else frozenset()
    passages: list[list[Passage]] = [[] for _ in texts]
    mentions: list[list[Mention]] = [[] for _ in texts]
    for place, ((number, start, _), doc) in enumerate(zip(pieces, docs, strict=True)):
        passages[number].append(Passage(start=start, doc=doc, parsed=place in parsed))
        mentions[number].extend(read_mentions(doc, start, texts[number]))
    return [
        Reading(text=text, passages=tuple(passages[number]), mentions=tuple(mentions[number]))
        for number, text in enumerate(texts)
    ]


def parse_where_needed(nlp: "Language", docs: Sequence["Doc"]) -> frozenset[int]:
    """Add grammar to the paragraphs that may hold a quote; return which they are.

    A model without a parser leaves all of them as they are.
    """
    idle = unneeded_pipes(nlp)
    grammar = [name for name in idle if nlp.get_pipe_meta(name).factory in GRAMMAR]
    if not any(nlp.get_pipe_meta(name).factory == "parser" for name in grammar):
        return frozenset()
    feeders = [name for name in nlp.pipe_names if _feeds(nlp, name, grammar)]
    wanted = [place for place, doc in enumerate(docs) if needs_parse(doc.text)]
    others = [name for name in nlp.pipe_names if name not in {*grammar, *feeders}]
    for _ in nlp.pipe((docs[place] for place in wanted), batch_size=BATCH, disable=others):
        pass  # the pipes write into the Docs that they are given
    return frozenset(wanted)


def analyse_reading(reading: Reading, *, is_english: bool) -> Analysis:
    """Return what a text says: entities and places always, quotes and figures of English."""
    mentions = revise_mentions(reading.text, reading.mentions) if is_english else reading.mentions
    mentions, entities = resolve_entities(reading.text, mentions, country_of=country_of)
    places = find_places(replace(reading, mentions=mentions))
    mentions, entities = tell_namesakes_apart(mentions, entities, places)
    countries = find_countries(mentions, places)
    entities = tuple(add_country(entity, countries.get(entity.entity_id)) for entity in entities)
    resolved = replace(reading, mentions=mentions, entities=entities)
    quotes = find_quotes(resolved) if is_english else ()
    return Analysis(
        mentions=mentions,
        entities=entities,
        places=places,
        quotes=quotes,
        figures=tell_sides(find_figures(resolved, quotes), resolved) if is_english else (),
    )


def find_countries(mentions: Sequence[Mention], places: Sequence[Place]) -> dict[str, str | None]:
    """Return the country in which each entity's places lie, or of which it is the people; None if they differ.

    Mentions of a place and of a people count; `places` are in order.
    """
    starts = [place.start for place in places]
    found: dict[str, set[str | None]] = {}
    for mention in mentions:
        if mention.entity_id is None or mention.kind not in {"LOC", "MISC"}:
            continue
        for place in islice(places, bisect_left(starts, mention.start), bisect_left(starts, mention.end)):
            if mention.kind == "LOC" or (place.method in PEOPLES and place.end == mention.end):
                found.setdefault(mention.entity_id, set()).add(place.country)
    return {entity_id: next(iter(codes)) if len(codes) == 1 else None for entity_id, codes in found.items()}


def add_country(entity: Entity, located: str | None = None) -> Entity:
    """Return a person with the country of the office, an organisation with that in its name, if there is one.

    `located` is the country of a place or people. What has a country keeps it; `American States` are of
    no country.
    """
    if entity.country is not None:
        return entity
    if entity.kind in {"LOC", "MISC"}:
        return replace(entity, country=located) if located else entity
    words = entity.role if entity.kind == "PER" else entity.name if entity.kind == "ORG" else None
    if words is None:
        return entity
    named = find_country(words)
    return replace(entity, country=named) if named else entity


def find_country(words: str) -> str | None:
    """Return the first country that is named among some words, the longest name at each place.

    Of seats of government only those of several words count: a city may have a mayor. The Guinea of
    `Papua New Guinea` is no Guinea, and the Mexico of `New Mexico` no country.
    """
    parts = words.split()
    place = 0
    while place < len(parts):
        size, found = _read_country(parts, place)
        is_own = parts[place - 1 : place] != ["New"] and not (
            found.is_demonym and _is_collective(parts, place + size)
        )
        if (found.kind == "plain" or size > 1) and found.country and is_own:
            return found.country
        place += size
    return None


def _is_collective(parts: Sequence[str], place: int) -> bool:
    """Whether the word at a place takes the country from the adjective before it: `American States`."""
    return place < len(parts) and COLLECTIVE.match(f" {parts[place]}") is not None


def _read_country(parts: Sequence[str], place: int) -> tuple[int, CountryReading]:
    """Return of how many words the longest form of a country at a place is, and what it says; one of none."""
    for size in range(min(LONGEST_COUNTRY, len(parts) - place), 1, -1):
        found = name_country(" ".join(parts[place : place + size]))
        if found.kind != "none":
            return size, found
    return 1, name_country(parts[place])


def country_of(name: str) -> str | None:
    """Return the country that is plainly named, whatever the text; a people or a seat of government is none."""
    found = name_country(name)
    return found.country if found.kind == "plain" and not found.is_demonym else None


def _feeds(nlp: "Language", name: str, listeners: Sequence[str]) -> bool:
    """Whether a pipe makes the vectors that others listen to."""
    heard = getattr(nlp.get_pipe(name), "listening_components", ())
    return any(listener in heard for listener in listeners)

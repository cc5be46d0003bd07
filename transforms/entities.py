"""Mentions of one document into the persons, organisations, places and peoples that they name."""

import re
import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final
from uuid import UUID, uuid5

from transforms.name_words import ORGANISATION_WORDS, TRIMMED
from transforms.records import Entity, Mention
from transforms.roles import find_role

NAMESPACE: Final = UUID("6b8f4ab1-0c5e-5d0a-9a53-6f2c1a1f0d3e")
"""Of entities: the same name and kind are the same entity in every document."""
KINDS: Final = frozenset({"PER", "ORG", "LOC", "MISC"})
NOT_PLAIN: Final = re.compile(r"[^\w]+")
INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
DOTTED: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}")
SMALL: Final = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "in",
        "on",
        "at",
        "de",
        "la",
        "le",
        "du",
        "des",
        "del",
        "der",
        "von",
        "van",
        "al",
        "&",
        "to",
        "a",
        "an",
    ]
)
SAME_WORDS: Final = {"defense": "defence", "organization": "organisation", "center": "centre", "labor": "labour"}
MOST_LOOKED_AT: Final = 50
"""Mentions of a person beside which a role is looked for."""
MOST_COMPARED: Final = 1000
"""Things of one kind, after which names are joined only if they are the same: a text with more is a list."""
INITIALS: Final = re.compile(r"[A-Z](?:[A-Z&.]|o(?=[A-Z])){1,7}")
SENTENCE_END: Final = re.compile(r"[.!?](?=\s)|\n")
KIN: Final = re.compile(
    r"['\u2019]s? (?:\w+ ){0,2}(?:son|daughter|brother|sister|father|mother|wife|husband|widow|widower|cousin"
    r"|nephew|niece|uncle|aunt|grandson|granddaughter|namesake|successor|predecessor),? "
)
"""What stands between two persons of one name who are not one."""
PARTICLES: Final = frozenset(
    {"al", "el", "ad", "as", "an", "ar", "de", "den", "der", "di", "du", "la", "le", "van", "von"}
)
"""Small words that may stand before a surname."""
SHORTEST_MIDDLE: Final = 4
LONGEST_SHORT_FORM: Final = 4
"""Letters of a name in capitals that may be its initials, such as a country's."""
SIDES: Final = frozenset({"north", "south"})
HALVES: Final = frozenset({"KP", "KR", "SS"})
"""Countries that are called `the North` or `the South` where the text has named them."""
GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(slots=True)
class Cluster:
    """The mentions of one thing while a document is read; `name` is the fullest of its names."""

    kind: str
    country: str | None = None
    name: str = ""
    names: dict[str, None] = field(default_factory=dict)
    mentions: list[int] = field(default_factory=list)
    by_surname: list[int] = field(default_factory=list)
    methods: dict[str, None] = field(default_factory=dict)

    def add(self, name: str, place: int, method: str) -> None:
        """Take in one mention."""
        insort(self.mentions, place)
        if method != "first_name":
            insort(self.by_surname, place)
        self.methods[method] = None
        if name not in self.names:
            self.names[name] = None
            self.name = max(self.name or name, name, key=_measure_fullness)

    def find_before(self, place: int, method: str) -> int | None:
        """Return the last mention before a place, None if there is none; to a surname first names say nothing."""
        mentions = self.by_surname if method == "surname" else self.mentions
        following = bisect_left(mentions, place)
        return mentions[following - 1] if following else None


@dataclass(slots=True)
class Spellings:
    """How often a text writes each full name, and in which sentences."""

    sentences: dict[tuple[str, ...], list[int]] = field(default_factory=dict)

    def is_slip(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Whether one of two near spellings stands only once, the other oftener, and no sentence has both."""
        first, second = self.sentences.get(one, []), self.sentences.get(other, [])
        return min(len(first), len(second)) == 1 < max(len(first), len(second)) and not {*first} & {*second}


@dataclass(slots=True)
class Clusters:
    """All clusters of a document, by kind in order, and by what they can be looked up by."""

    by_kind: dict[str, list[Cluster]] = field(default_factory=dict)
    by_name: dict[tuple[str, tuple[str, ...]], Cluster] = field(default_factory=dict)
    by_country: dict[str, Cluster] = field(default_factory=dict)
    kin: Mapping[int, int] = field(default_factory=dict)
    """By mention, that of another person of the name of whom the text says so: `Okonjo's son, Per Okonjo`."""
    spellings: Spellings = field(default_factory=Spellings)
    bracketed: Mapping[int, int] = field(default_factory=dict)
    """By acronym in brackets, the organisation before it."""

    def add(self, mention: Mention, place: int, country: str | None) -> None:
        """Put a mention where it belongs."""
        kind = mention.kind or "MISC"
        cluster, method = self._find_spelt_out(kind, place) or self._find(mention, place, country)
        if cluster is None:
            cluster, method = Cluster(kind=kind, country=country), "name"
            self.by_kind.setdefault(kind, []).append(cluster)
        cluster.add(mention.text, place, method)
        self.by_name[kind, _words(mention.text)] = cluster
        if country and kind == "LOC":
            self.by_country[country] = cluster

    def _find_spelt_out(self, kind: str, place: int) -> tuple[Cluster, str] | None:
        """Return the organisation that brings its acronym along in brackets."""
        spelt_out = self.bracketed.get(place)
        same = self.by_kind.get(kind, ()) if spelt_out is not None else ()
        return next(((one, "acronym") for one in same if spelt_out in one.mentions), None)

    def _find(self, mention: Mention, place: int, country: str | None) -> tuple[Cluster | None, str]:
        """Return the cluster that a mention belongs to, the latest first, and why."""
        kind = mention.kind or "MISC"
        if country and kind == "LOC":
            return self.by_country.get(country), "country"
        words = _words(mention.text)
        same = self.by_kind.get(kind, [])
        surname = _leave_particles(words)
        if kind == "PER" and len(same) <= MOST_COMPARED and (len(surname) == 1 or " " not in mention.text):
            return _find_bearer(same, surname, place, not_this=self.kin.get(place))
        if (known := self.by_name.get((kind, words))) is not None:
            return known, "same_name"
        if len(same) > MOST_COMPARED:
            return None, ""
        if kind == "PER":
            return _find_person(same, words, self.spellings)
        if kind == "LOC":
            return _find_country(same, words)
        return _find_organisation(same, mention.text, words) if kind == "ORG" else (None, "")


def _measure_fullness(name: str) -> tuple[bool, int, int, bool]:
    """Return what makes one name fuller than another: words, letters, small ones; an acronym is the least."""
    words = len(name.split())
    return INITIALS.fullmatch(name) is None, words, len(name) if words > 1 else 0, not name.isupper()


def resolve_entities(
    text: str, mentions: Sequence[Mention], country_of: Callable[[str], str | None] = lambda _: None
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Return the mentions with the ids of what they name, and the entities in order of first mention.

    An id is made of kind and normalised name, so that it is the same in every document; countries are known by
    their code. Two full names are one person only if nothing in them differs; `method` says what joined the names.
    """
    clusters = Clusters(
        kin=_find_kin(text, mentions),
        bracketed=_find_bracketed(text, mentions),
        spellings=_count_spellings(text, mentions),
    )
    order = sorted(range(len(mentions)), key=lambda place: (" " not in mentions[place].text.strip(), place))
    for place in order:
        mention = mentions[place]
        if mention.kind in KINDS and _words(mention.text):
            country = country_of(mention.text) if mention.kind in {"LOC", "MISC"} else None
            clusters.add(mention, place, country)
    return _write(text, mentions, [one for same in clusters.by_kind.values() for one in same])


def _count_spellings(text: str, mentions: Sequence[Mention]) -> Spellings:
    spellings = Spellings()
    sentence, last = 0, 0
    for mention in mentions:
        sentence += SENTENCE_END.search(text, last, max(last, mention.start)) is not None
        last = mention.end
        if mention.kind == "PER" and " " in mention.text:
            spellings.sentences.setdefault(_words(mention.text), []).append(sentence)
    return spellings


def _find_kin(text: str, mentions: Sequence[Mention]) -> Mapping[int, int]:
    """Return, by a person's mention, the next one where the text makes them kin: `Okonjo's son, Per Okonjo`."""
    return {
        number: number + 1
        for number, (one, other) in enumerate(pairwise(mentions))
        if one.kind == other.kind == "PER" and KIN.fullmatch(text, one.end, other.start)
    }


def _find_bracketed(text: str, mentions: Sequence[Mention]) -> Mapping[int, int]:
    """Return, by an acronym in brackets, the organisation's mention before it: `Doctors Without Borders (MSF)`."""
    return {
        number + 1: number
        for number, (one, other) in enumerate(pairwise(mentions))
        if one.kind == "ORG"
        and " " in one.text
        and text[one.end : other.start] == " ("
        and text[other.end : other.end + 1] == ")"
        and INITIALS.fullmatch(other.text)
    }


def normalise_name(name: str) -> str:
    """Return a name as it is compared: no case, accents, dots, titles, possessive or leading article."""
    return " ".join(_words(name))


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


def _find_bearer(
    same: Sequence[Cluster], name: tuple[str, ...], place: int, *, not_this: int | None = None
) -> tuple[Cluster | None, str]:
    """Return whom a lone name means: of several who have it, the one so named last before it, or nobody.

    Surnames come first, then first names, then a word in the middle that only one has.
    """
    named = [(one, _words(one.name)) for one in same if not_this not in one.mentions]
    full = [(one, words) for one, words in named if len(words) > len(name)]
    bearers = [one for one, words in full if words[-len(name) :] == name]
    method = "surname" if bearers else "first_name"
    bearers = bearers or [one for one, words in full if words[: len(name)] == name]
    bearers = bearers or [one for one, words in full if name[0] in words[1:-1] and len(name[0]) >= SHORTEST_MIDDLE]
    if len(bearers) == 1:
        return bearers[0], method
    earlier = [(before, one) for one in bearers if (before := one.find_before(place, method)) is not None]
    if earlier:
        return max(earlier, key=lambda one: one[0])[1], method
    return next(((one, "same_name") for one, words in named if _leave_particles(words) == name), (None, ""))


def _leave_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a surname without the small words before it, as `al-Halabi` is `Halabi`."""
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    return words


def _find_person(
    same: Sequence[Cluster], words: tuple[str, ...], spellings: Spellings
) -> tuple[Cluster | None, str]:
    """Return the person whose full name agrees with a full name in all that both have, or is misspelt by it."""
    for one in reversed(same):
        known = _words(one.name)
        if len(known) > 1 and known[-1] == words[-1] and _has_same_first_names(known, words):
            return one, "full_name"
        if _is_misspelt(known, words) and spellings.is_slip(known, words):
            return one, "fuzzy"
    return None, ""


def _find_country(same: Sequence[Cluster], words: Sequence[str]) -> tuple[Cluster | None, str]:
    """Return the one country that a text calls by the last word of its name, or by the side of a divided one."""
    if len(words) > 1:
        return None, ""
    called = [one for one in same if one.country and words[0] == _words(one.name)[-1]]
    if words[0] in SIDES:
        called = [one for one in same if one.country in HALVES and words[0] == _words(one.name)[0]]
    return (called[0], "shortened") if len(called) == 1 else (None, "")


def _has_same_first_names(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether what stands before two surnames is the same, or an initial; either may lack names in the middle."""
    first, second = ([name for name in words[:-1] if name not in PARTICLES] or words[:1] for words in (one, other))
    return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(first, second, strict=False))


def _is_misspelt(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names of as many words differ in one letter of one long word."""
    if len(one) != len(other) or len(one) < 2:
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return (
        len(pairs) == 1
        and min(map(len, pairs[0])) >= 6
        and pairs[0][0][0] == pairs[0][1][0]
        and _is_near(*pairs[0])
    )


def _is_near(one: str, other: str) -> bool:
    """Whether two words differ in one letter: changed, added or left out."""
    if abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    rest = shorter[at:] if len(shorter) < len(longer) else shorter[at + 1 :]
    return rest == longer[at + 1 :]


def _find_organisation(same: Sequence[Cluster], written: str, words: Sequence[str]) -> tuple[Cluster | None, str]:
    """Return the organisation that has an acronym's initials, or that a shortened name begins or ends."""
    for one in reversed(same):
        for name in one.names:
            if _is_acronym(written, name) or _is_acronym(name, written):
                return one, "acronym"
            known = _words(name)
            if {*known} - SMALL == {*words} - SMALL:
                return one, "same_words"
            shorter, longer = sorted((known, words), key=len)
            if len(shorter) >= 2 and (longer[: len(shorter)] == shorter or longer[-len(shorter) :] == shorter):
                return one, "shortened"
            if len(shorter) == 1 < len(longer) and _is_core(shorter[0], longer):
                return one, "shortened"
    return None, ""


def _is_core(word: str, name: Sequence[str]) -> bool:
    """Whether a word is all of a name but what kind of organisation it is: `Wexford` of `Wexford Group`."""
    rest = {one for one in name if one != word} - SMALL
    return word in {name[0], name[-1]} and word not in ORGANISATION_WORDS and rest <= ORGANISATION_WORDS


def _is_acronym(short: str, name: str) -> bool:
    """Whether a word of capitals is made of a name's initials, with or without its small words."""
    letters = short.replace(".", "").replace("&", "")
    if not INITIALS.fullmatch(short) or len(letters) < 2 or " " not in name:
        return False
    parts = [part for part in re.split(r"[\s-]+", name) if part[:1].isalpha()]
    every = "".join(part[0] for part in parts).upper()
    large = "".join(part[0] for part in parts if part.lower() not in SMALL).upper()
    return letters.upper() in {every, large}


@lru_cache(maxsize=8192)
def _words(name: str) -> tuple[str, ...]:
    name = name if name.isascii() else INVISIBLE.sub("", name)
    plain = unicodedata.normalize("NFKD", DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), name)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['\u2019]s\b|['\u2019](?=\w)", "", plain)
    words = [SAME_WORDS.get(word, word) for word in NOT_PLAIN.sub(" ", plain).split()]
    while len(words) > 1 and words[0] in TRIMMED | {"the", "a", "an"}:
        words = words[1:]
    while len(words) > 2 and words[-1] in GENERATIONS:
        words = words[:-1]
    return tuple(words)

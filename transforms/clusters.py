"""Which mentions of a document name one thing, by what their names have in common and what the text says."""

import re
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from transforms.name_forms import (
    INITIALS,
    SMALL,
    has_same_first_names,
    is_acronym,
    is_misspelt,
    leave_particles,
    list_words,
    measure_fullness,
)
from transforms.name_words import ORGANISATION_WORDS
from transforms.records import Mention

MOST_COMPARED: Final = 1000
"""Things of one kind, after which names are joined only if they are the same: a text with more is a list."""
SENTENCE_END: Final = re.compile(r"[.!?](?=\s)|\n")
KIN: Final = re.compile(
    r"['\u2019]s? (?:\w+ ){0,2}(?:son|daughter|brother|sister|father|mother|wife|husband|widow|widower|cousin"
    r"|nephew|niece|uncle|aunt|grandson|granddaughter|namesake|successor|predecessor),? "
)
"""What stands between two persons of one name who are not one."""
SHORTEST_MIDDLE: Final = 4
SIDES: Final = frozenset({"north", "south"})
HALVES: Final = frozenset({"KP", "KR", "SS"})
"""Countries that are called `the North` or `the South` where the text has named them."""


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
            self.name = max(self.name or name, name, key=measure_fullness)

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
        self.by_name[kind, list_words(mention.text)] = cluster
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
        words = list_words(mention.text)
        same = self.by_kind.get(kind, [])
        surname = leave_particles(words)
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


def open_clusters(text: str, mentions: Sequence[Mention]) -> Clusters:
    """Return the clusters of a text before the first mention is put in, with what the text says of its names."""
    return Clusters(
        kin=_find_kin(text, mentions),
        bracketed=_find_bracketed(text, mentions),
        spellings=_count_spellings(text, mentions),
    )


def _count_spellings(text: str, mentions: Sequence[Mention]) -> Spellings:
    spellings = Spellings()
    sentence, last = 0, 0
    for mention in mentions:
        sentence += SENTENCE_END.search(text, last, max(last, mention.start)) is not None
        last = mention.end
        if mention.kind == "PER" and " " in mention.text:
            spellings.sentences.setdefault(list_words(mention.text), []).append(sentence)
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


def _find_bearer(
    same: Sequence[Cluster], name: tuple[str, ...], place: int, *, not_this: int | None = None
) -> tuple[Cluster | None, str]:
    """Return whom a lone name means: of several who have it, the one so named last before it, or nobody.

    Surnames come first, then first names, then a word in the middle that only one has.
    """
    named = [(one, list_words(one.name)) for one in same if not_this not in one.mentions]
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
    return next(((one, "same_name") for one, words in named if leave_particles(words) == name), (None, ""))


def _find_person(
    same: Sequence[Cluster], words: tuple[str, ...], spellings: Spellings
) -> tuple[Cluster | None, str]:
    """Return the person whose full name agrees with a full name in all that both have, or is misspelt by it."""
    for one in reversed(same):
        known = list_words(one.name)
        if len(known) > 1 and known[-1] == words[-1] and has_same_first_names(known, words):
            return one, "full_name"
        if is_misspelt(known, words) and spellings.is_slip(known, words):
            return one, "fuzzy"
    return None, ""


def _find_country(same: Sequence[Cluster], words: Sequence[str]) -> tuple[Cluster | None, str]:
    """Return the one country that a text calls by the last word of its name, or by the side of a divided one."""
    if len(words) > 1:
        return None, ""
    called = [one for one in same if one.country and words[0] == list_words(one.name)[-1]]
    if words[0] in SIDES:
        called = [one for one in same if one.country in HALVES and words[0] == list_words(one.name)[0]]
    return (called[0], "shortened") if len(called) == 1 else (None, "")


def _find_organisation(same: Sequence[Cluster], written: str, words: Sequence[str]) -> tuple[Cluster | None, str]:
    """Return the organisation that has an acronym's initials, or that a shortened name begins or ends."""
    for one in reversed(same):
        for name in one.names:
            if is_acronym(written, name) or is_acronym(name, written):
                return one, "acronym"
            known = list_words(name)
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

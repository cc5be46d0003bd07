"""Whom a quote's speaker stands for: a surname, a pronoun or `the ministry` gets the name given before."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from transforms.first_names import Gender, tell_gender
from transforms.quote_marks import Range
from transforms.reading import Passage, Reading
from transforms.records import Entity, Mention
from transforms.roles import ROLE

if TYPE_CHECKING:
    from spacy.tokens import Span

PRONOUNS: Final[MappingProxyType[str, Gender]] = MappingProxyType(
    {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
)
HONORIFIC: Final = re.compile(r"\b(Mrs?|Ms|Miss|Sir|Lady|Lord|Madam)\.? (?:[A-Z][\w'-]+ ){0,2}?([A-Z][\w'-]+)")
MASCULINE: Final = frozenset({"Mr", "Sir", "Lord"})
LINK: Final = re.compile(r"(?i)\b(?:of|for|to|at|from|in|with|by|on)\b|['\u2019]s?\b")
"""What makes a name before or behind it another than the head of the phrase: `a spokesman for Orbel`."""
DEFINITE: Final = re.compile(r"(?i)(?:the|this|that)\s+(\w+)")
ARTICLE: Final = re.compile(r"(?i)^(?:the|an?)\s+(?=\S)")
OWNER: Final = re.compile(r"(?i)^(?:(?:the|an?|its|their|his|her|this|that)\s+|\S+['\u2019]s?\s+)+")
"""Whose minister it is: the minister of two countries is told by it, if the text has both."""
SENTENCES_BACK: Final = 8
EARLIER_SPEAKERS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A resolved speaker: the name, and the entity where the mention has one."""

    name: str
    entity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A reading, with what it tells of names by its end: looked up once a text, so that resolving stays linear.

    `sentences` are those that nobody else says, in order; of a passage without a parse its whole Doc.
    """

    reading: Reading
    sentences: tuple[tuple[Passage, "Span"], ...]
    full_names: Mapping[str, tuple[Mention, ...]]
    entity_names: Mapping[str, str]
    genders: Mapping[str, Gender]
    roles: tuple[tuple[str, Entity], ...]


def open_register(reading: Reading, marks: Sequence[Sequence[Range]]) -> Register:
    """Return a reading's full names of persons, its entities' names, its sentences, and who is Mr or Mrs.

    `marks` are the tokens in quotation marks of each passage.
    """
    full_names: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.kind == "PER" and len(words := mention.text.split()) > 1:
            full_names.setdefault(words[-1], []).append(mention)
    genders: dict[str, Gender] = {}
    for match in HONORIFIC.finditer(reading.text):
        genders.setdefault(match[2], "he" if match[1] in MASCULINE else "she")
    return Register(
        reading=reading,
        sentences=tuple(_list_sentences(reading, marks)),
        full_names={name: tuple(mentions) for name, mentions in full_names.items()},
        entity_names={one.entity_id: one.name for one in reading.entities},
        genders=genders,
        roles=tuple((one.role.casefold(), one) for one in reading.entities if one.kind == "PER" and one.role),
    )


def resolve_speaker(register: Register, span: tuple[int, int], earlier: Sequence[tuple[int, int]] = ()) -> Speaker:
    """Return whom a speaker's phrase stands for, or the phrase itself where nothing tells.

    `earlier` are the phrases of speakers before, in order: `the ministry` is the last of them that ends so. A
    pronoun is the person whom the nearest sentence before has as its subject, of the pronoun's gender if the first
    name or a Mr or Mrs shows it.
    """
    reading = register.reading
    phrase = reading.text[slice(*span)]
    if (gender := PRONOUNS.get(phrase.lower())) is not None:
        person = find_person(register, span[0], gender)
        return name_mention(register, person) if person else Speaker(name=phrase)
    head = find_head_mention(reading, span)
    if head is not None:
        return name_mention(register, head)
    if (person := _find_beside(reading, span[1])) is not None:
        return name_mention(register, person)
    if (holder := _find_holder(register, phrase)) is not None:
        return holder
    if (match := DEFINITE.fullmatch(phrase)) is not None:
        named = _find_earlier(reading, match[1].lower(), earlier)
        if named is not None:
            return resolve_speaker(register, named)
    return Speaker(name=ARTICLE.sub("", phrase, count=1))


def _find_beside(reading: Reading, end: int) -> Mention | None:
    """Return the person whose name stands behind a phrase: `the council's coordinator, Ada Okonjo`."""
    start = end + (2 if reading.text[end : end + 2] == ", " else 1)
    found = _mentions_between(reading, start, start + 80)
    return found[0] if found and found[0].start == start and found[0].kind == "PER" else None


def _find_holder(register: Register, phrase: str) -> Speaker | None:
    """Return the one person of the text whose role a phrase names, such as `Orbel's defence minister`."""
    office = OWNER.sub("", phrase).casefold()
    if not ROLE.search(office):
        return None
    holders = [one for role, one in register.roles if role == office or role.endswith(f" {office}")]
    if len(holders) > 1 and (owner := OWNER.match(phrase)):
        stem = owner[0].split()[-1].casefold()[:4]
        holders = [one for one in holders if stem in (one.role or "").casefold()]
    return Speaker(name=holders[0].name, entity_id=holders[0].entity_id) if len(holders) == 1 else None


def find_head_mention(reading: Reading, span: tuple[int, int]) -> Mention | None:
    """Return the mention that a speaker's phrase is about, a person first; None for `a spokesman for Orbel`."""
    within = [one for one in _mentions_between(reading, *span) if one.kind in {"PER", "ORG", "LOC"}]
    heads = [one for one in within if _is_head(reading.text, one, span)]
    return next((one for one in heads if one.kind == "PER"), heads[0] if heads else None)


def name_mention(register: Register, mention: Mention) -> Speaker:
    """Return a mention's entity by its name; without an entity the fullest name that the text gives a person."""
    if mention.entity_id is not None:
        name = register.entity_names.get(mention.entity_id, mention.text)
        return Speaker(name=name, entity_id=mention.entity_id)
    if mention.kind == "PER" and (full := register.full_names.get(mention.text)):
        before = bisect_left(full, mention.start, key=lambda one: one.start)
        chosen = full[max(before - 1, 0)]
        return Speaker(name=chosen.text, entity_id=chosen.entity_id)
    return Speaker(name=mention.text)


def find_person(register: Register, place: int, gender: Gender) -> Mention | None:
    """Return the person whom a pronoun at `place` stands for: the nearest subject, else the nearest named."""
    reading = register.reading
    nearest: Mention | None = None
    for passage, sentence in _sentences_before(register, place):
        start, end = passage.locate(sentence)
        persons = [one for one in _mentions_between(reading, start, min(end, place)) if one.kind == "PER"]
        persons = [one for one in persons if _may_be(register, one, gender)]
        subject = next((one for one in persons if _is_subject(passage, sentence, one)), None)
        if subject is not None:
            return subject
        nearest = nearest or next(iter(persons), None)
    return nearest


def _sentences_before(register: Register, place: int) -> Iterator[tuple[Passage, "Span"]]:
    """Yield the sentences from that of `place` backwards."""
    sentences = register.sentences
    number = bisect_left(sentences, place, key=lambda one: one[0].start + one[1].start_char)
    yield from reversed(sentences[max(0, number - SENTENCES_BACK) : number])


def _list_sentences(reading: Reading, marks: Sequence[Sequence[Range]]) -> Iterator[tuple[Passage, "Span"]]:
    for passage, marked in zip(reading.passages, marks, strict=True):
        for sentence in passage.doc.sents if passage.parsed else [passage.doc[:]]:
            if not any(first <= sentence.start and sentence.end <= last for first, last in marked):
                yield passage, sentence


def _mentions_between(reading: Reading, start: int, end: int) -> list[Mention]:
    number = bisect_left(reading.mentions, start, key=lambda mention: mention.start)
    found: list[Mention] = []
    while number < len(reading.mentions) and reading.mentions[number].start < end:
        if reading.mentions[number].end <= end:
            found.append(reading.mentions[number])
        number += 1
    return found


def _is_head(text: str, mention: Mention, span: tuple[int, int]) -> bool:
    before, after = text[span[0] : mention.start], text[mention.end : span[1]].lstrip()
    if after.startswith(("'", "\u2019")) or (LINK.search(before) and not _is_title(before, mention)):
        return False
    # a noun behind an organisation or place is the head itself: `Orbel officials`
    return mention.kind == "PER" or not after or not after[0].isalpha() or LINK.match(after) is not None


def _is_title(before: str, mention: Mention) -> bool:
    """Whether what stands before a person is a title with a preposition in it: `Secretary of State Ada Kerr`."""
    links = list(LINK.finditer(before))
    office = before[: links[0].start()].split()
    return (
        mention.kind == "PER"
        and bool(office)
        and office[-1][0].isupper()
        and bool(before[links[-1].end() :].strip())
        and not any(link[0].startswith(("'", "\u2019")) for link in links)
    )


def _is_subject(passage: Passage, sentence: "Span", mention: Mention) -> bool:
    """Whether a mention is a subject, or stands before its sentence's verb, as subjects with a long title do."""
    if not passage.parsed:
        return False
    start, end = mention.start - passage.start, mention.end - passage.start
    span = passage.doc.char_span(start, end, alignment_mode="expand")
    return span is not None and (span.root.dep_ in {"nsubj", "nsubjpass"} or span.end <= sentence.root.i)


def _may_be(register: Register, mention: Mention, gender: Gender) -> bool:
    """Whether nothing says that a person is of the other gender."""
    words = name_mention(register, mention).name.split()
    if (known := register.genders.get(words[-1])) is not None:
        return known == gender
    return tell_gender(words[0].lower()) in {None, gender}


def _find_earlier(reading: Reading, noun: str, earlier: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    for start, end in reversed(earlier[-EARLIER_SPEAKERS:]):
        words = reading.text[start:end].lower().split()
        if len(words) > 2 and words[-1] == noun:
            return start, end
    return None

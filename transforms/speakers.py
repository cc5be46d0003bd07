"""Whom a quote's speaker stands for: a surname, a pronoun or `the ministry` gets the name given before."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from transforms.quote_marks import find_marked
from transforms.reading import Passage, Reading
from transforms.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Span

Gender = Literal["he", "she"]

PRONOUNS: Final[MappingProxyType[str, Gender]] = MappingProxyType(
    {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
)
WOMEN: Final = frozenset(
    {
        "alice", "amanda", "amy", "angela", "ann", "anna", "anne", "annie", "barbara", "beth", "betty",
        "carly", "carol", "caroline", "catherine", "charlotte", "chelsea", "christine", "claire",
        "condoleezza", "cynthia", "deborah", "debra", "diana", "diane", "donna", "dorothy", "elena",
        "elizabeth", "ellen", "emily", "emma", "fatima", "gina", "giorgia", "grace", "hannah", "heather",
        "helen", "hillary", "ingrid", "irina", "ivanka", "jane", "janet", "jean", "jennifer", "jessica",
        "jill", "joan", "julia", "julie", "kamala", "karen", "kate", "katherine", "kathleen", "kathy",
        "kelly", "kellyanne", "kimberly", "laura", "leila", "linda", "lisa", "loretta", "lucy", "madeleine",
        "maria", "marie", "mary", "megan", "melania", "melissa", "michelle", "monica", "nancy", "natalia",
        "nicole", "nikki", "olga", "pamela", "patricia", "rachel", "rebecca", "rosa", "ruth", "samantha",
        "sandra", "sarah", "sharon", "sofia", "sophie", "stephanie", "susan", "teresa", "theresa", "tulsi",
        "ursula", "valerie", "vera", "victoria", "wendy", "yulia",
    }
)  # fmt: skip
MEN: Final = frozenset(
    {
        "aaron", "abdul", "adam", "ahmed", "alan", "albert", "alexander", "ali", "andrew", "anthony",
        "antony", "barack", "ben", "benjamin", "bernie", "bill", "bob", "boris", "brian", "bruce", "carl",
        "charles", "chris", "christopher", "chuck", "daniel", "david", "dmitry", "donald", "doug", "edward",
        "emmanuel", "eric", "frank", "fred", "gary", "george", "gordon", "greg", "hans", "harold", "harry",
        "hassan", "henry", "howard", "hugh", "ibrahim", "igor", "ivan", "jack", "jacob", "jake", "james",
        "jason", "jeff", "jeffrey", "jens", "jeremy", "jerry", "jim", "joe", "john", "jon", "jonathan",
        "jose", "joseph", "joshua", "juan", "justin", "karl", "keith", "ken", "kenneth", "kevin", "larry",
        "lindsey", "lloyd", "louis", "luis", "marco", "mark", "martin", "matthew", "michael", "mike",
        "mitch", "mitt", "mohammad", "mohammed", "muhammad", "nicholas", "nigel", "olaf", "omar", "oscar",
        "patrick", "paul", "pedro", "peter", "philip", "ralph", "ray", "recep", "richard", "rick", "robert",
        "roger", "ron", "ronald", "rudy", "rupert", "ryan", "sam", "samuel", "scott", "sean", "sergei",
        "sergey", "simon", "stephen", "steve", "steven", "ted", "terry", "thomas", "tim", "timothy", "tom",
        "tony", "viktor", "vladimir", "volodymyr", "walter", "wesley", "william", "xi", "yusuf",
    }
)  # fmt: skip
"""First names that tell a pronoun from another; a name of neither list may be of either."""
HONORIFIC: Final = re.compile(r"\b(Mrs?|Ms|Miss|Sir|Lady|Lord|Madam)\.? (?:[A-Z][\w'-]+ ){0,2}?([A-Z][\w'-]+)")
MASCULINE: Final = frozenset({"Mr", "Sir", "Lord"})
LINK: Final = re.compile(r"(?i)\b(?:of|for|to|at|from|in|with|by|on)\b|['\u2019]s?\b")
"""What makes a name before or behind it another than the head of the phrase: `a spokesman for Orbel`."""
DEFINITE: Final = re.compile(r"(?i)(?:the|this|that)\s+(\w+)")
ARTICLE: Final = re.compile(r"(?i)the\s+(?=\S+\s+\S)")
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


def open_register(reading: Reading) -> Register:
    """Return a reading's full names of persons, its entities' names, its sentences, and who is Mr or Mrs."""
    full_names: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.kind == "PER" and len(words := mention.text.split()) > 1:
            full_names.setdefault(words[-1], []).append(mention)
    genders: dict[str, Gender] = {}
    for match in HONORIFIC.finditer(reading.text):
        genders.setdefault(match[2], "he" if match[1] in MASCULINE else "she")
    return Register(
        reading=reading,
        sentences=tuple(_list_sentences(reading)),
        full_names={name: tuple(mentions) for name, mentions in full_names.items()},
        entity_names={one.entity_id: one.name for one in reading.entities},
        genders=genders,
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
    if (match := DEFINITE.fullmatch(phrase)) is not None:
        named = _find_earlier(reading, match[1].lower(), earlier)
        if named is not None:
            return resolve_speaker(register, named)
    return Speaker(name=ARTICLE.sub("", phrase, count=1))


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


def _list_sentences(reading: Reading) -> Iterator[tuple[Passage, "Span"]]:
    for passage in reading.passages:
        marked = find_marked(passage.doc)
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
    return words[0].lower() not in (WOMEN if gender == "he" else MEN)


def _find_earlier(reading: Reading, noun: str, earlier: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    for start, end in reversed(earlier[-EARLIER_SPEAKERS:]):
        words = reading.text[start:end].lower().split()
        if len(words) > 2 and words[-1] == noun:
            return start, end
    return None

"""What a text tells of its persons by its end: full names, genders, offices, and its sentences in order."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from transforms.first_names import Gender, is_first_name
from transforms.person_nouns import (
    BODIES,
    EPITHETS,
    GENERIC,
    GROUPS,
    RANKS,
    WRITINGS,
    is_person_noun,
    tell_noun_gender,
)
from transforms.quote_marks import Range, shade_marked
from transforms.reading import Passage, Reading
from transforms.records import Entity, Mention

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

HONORIFIC: Final = re.compile(r"\b(Mrs?|Ms|Miss|Sir|Lady|Lord|Madam)\.? (?:[A-Z][\w'-]+ ){0,2}?([A-Z][\w'-]+)")
RANKED: Final = re.compile(
    rf"\b((?:{'|'.join(sorted(word.title() for word in RANKS))})\b|(?:Adm|Brig|Capt|Col|Gen|Maj)\.) (?=[A-Z])"
)
MASCULINE: Final = frozenset({"Mr", "Sir", "Lord"})
Kind = Literal["person", "body", "group"]
KINDS: Final = MappingProxyType[str, Kind]({"PER": "person", "ORG": "body", "LOC": "body"})
GENDERS: Final = MappingProxyType[str, Gender](
    {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}
)
SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
MODIFIERS: Final = frozenset({"amod", "compound", "nmod"})
AGENT_ENDINGS: Final = ("er", "or", "ist", "ian")
PREPOSITIONS: Final = frozenset({"as", "at", "by", "for", "from", "in", "of", "on", "to", "with"})
NOBODY: Final = frozenset({"no", "any", "every", "each", "neither"})
TELLING: Final = frozenset({"from", "of", "in"})
"""What follows a noun that tells nobody apart by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A resolved speaker: the name, and the entity where the mention has one."""

    name: str
    entity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Whom or what a pronoun may stand for: a mention, or the phrase of a common noun by the name that tells it.

    `rank` is 0 for the subject of a sentence, 1 for another subject, 2 for anything else. `gender` is what the
    noun says, `hint` what its sentence does; `is_epithet`: it may stand for somebody named before.
    """

    start: int
    end: int
    kind: Kind
    rank: int
    name: str
    mention: Mention | None = None
    gender: Gender | None = None
    hint: Gender | None = None
    is_epithet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence that nobody else says: where it begins, and whom it names outside of quotation marks.

    `has_writing`: it is about somebody's letter, statement or the like.
    """

    start: int
    candidates: tuple[Candidate, ...]
    has_writing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A reading, with what it tells of names by its end: looked up once a text, so that resolving stays linear.

    `marks` are the tokens in quotation marks of each passage; `ranks` are the first letters of ranks that stand
    before names; `sentences` keeps what was asked for.
    """

    reading: Reading
    marks: Sequence[Sequence[Range]]
    full_names: Mapping[str, tuple[Mention, ...]]
    entity_names: Mapping[str, str]
    genders: Mapping[str, Gender]
    roles: tuple[tuple[str, Entity], ...]
    ranks: frozenset[str] = frozenset()
    sentences: dict[int, tuple[Sentence, ...]] = field(default_factory=dict)


def open_register(reading: Reading, marks: Sequence[Sequence[Range]]) -> Register:
    """Return a reading's full names of persons, its entities' names, and who is Mr or Mrs."""
    full_names: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.kind == "PER" and len(words := mention.text.split()) > 1:
            full_names.setdefault(words[-1], []).append(mention)
    genders: dict[str, Gender] = {}
    for match in HONORIFIC.finditer(reading.text):
        genders.setdefault(match[2], "he" if match[1] in MASCULINE else "she")
    return Register(
        reading=reading,
        marks=marks,
        full_names={name: tuple(mentions) for name, mentions in full_names.items()},
        entity_names={one.entity_id: one.name for one in reading.entities},
        genders=genders,
        roles=tuple((one.role.casefold(), one) for one in reading.entities if one.kind == "PER" and one.role),
        ranks=frozenset(match[1][:3].lower() for match in RANKED.finditer(reading.text)),
    )


def list_sentences_before(register: Register, place: int, count: int) -> Iterator[Sentence]:
    """Yield the sentences that nobody else says, from that of `place` backwards, `count` at most.

    A passage without a parse is one sentence.
    """
    passages = register.reading.passages
    for number in range(bisect_right(passages, place, key=lambda one: one.start) - 1, -1, -1):
        if number not in register.sentences:
            register.sentences[number] = tuple(_list_sentences(register, number))
        for sentence in reversed(register.sentences[number]):
            if sentence.start < place:
                yield sentence
                count -= 1
            if count == 0:
                return


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


def _list_sentences(register: Register, number: int) -> Iterator[Sentence]:
    passage = register.reading.passages[number]
    shade = shade_marked(passage.doc, register.marks[number])
    for span in passage.doc.sents if passage.parsed else [passage.doc[:]]:
        if all(shade[span.start : span.end]):
            continue
        mentioned = tuple(_list_mentioned(register.reading, passage, span, shade))
        tokens = [token for token in span if passage.parsed and not shade[token.i]]
        named = tuple(_list_nouns(passage, tokens, mentioned))
        yield Sentence(
            start=passage.start + span.start_char,
            candidates=_add_hint(passage, tokens, (*mentioned, *named)),
            has_writing=any(token.lower_ in WRITINGS and token.dep_ not in SUBJECTS for token in tokens),
        )


def _add_hint(
    passage: Passage, tokens: Sequence["Token"], candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Return candidates in order; the pronoun behind the only person of a sentence hints at the gender."""
    persons = [one for one in candidates if one.kind == "person"]
    if len(persons) == 1:
        end = persons[0].end - passage.start
        pronouns = (GENDERS[token.lower_] for token in tokens if token.idx >= end and token.lower_ in GENDERS)
        told = replace(persons[0], hint=next(pronouns, None))
        candidates = [told if one is persons[0] else one for one in candidates]
    return tuple(sorted(candidates, key=lambda one: one.start))


def _list_mentioned(reading: Reading, passage: Passage, span: "Span", quoted: bytearray) -> Iterator[Candidate]:
    """Yield the persons, organisations and places that a sentence names."""
    end = passage.start + span.end_char
    for mention in reading.mentions_within(passage.start + span.start_char, end):
        kind = KINDS.get(mention.kind or "")
        words = passage.doc.char_span(
            mention.start - passage.start, mention.end - passage.start, alignment_mode="expand"
        )
        if kind is None or words is None or quoted[words.start] or _is_people(reading.text, mention):
            continue
        yield Candidate(
            start=mention.start,
            end=mention.end,
            kind=kind,
            rank=_rank_mention(words, span) if passage.parsed else 2,
            name=mention.text,
            mention=mention,
        )


def _is_people(text: str, mention: Mention) -> bool:
    """Whether what looks like a person is a people: `the Sorvanians`."""
    return (
        mention.kind == "PER"
        and " " not in mention.text
        and mention.text.endswith("s")
        and text[max(0, mention.start - 4) : mention.start].lower() == "the "
    )


def _rank_mention(words: "Span", sentence: "Span") -> int:
    """Return how near a mention is to its sentence's subject; what names the subject besides is the subject."""
    head = words.root
    if head.dep_ == "appos":
        head = head.head
    if head.dep_ in SUBJECTS:
        return _rank_subject(head)
    return 1 if words.end <= sentence.root.i else 2


def _rank_subject(token: "Token") -> int:
    verb = token.head
    return 0 if verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT") else 1


def _list_nouns(
    passage: Passage, tokens: Sequence["Token"], mentioned: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield the subjects of a sentence that no mention covers or names besides."""
    for token in tokens:
        if token.tag_ not in {"NN", "NNP", "NNS"} or not (token.dep_ in SUBJECTS or _is_introduced(token)):
            continue
        start = passage.start + token.idx
        end = passage.start + max(
            [token.idx + len(token)]
            + [child.right_edge.idx + len(child.right_edge) for child in token.children if child.dep_ == "appos"]
        )
        if any(one.start < end and start < one.end and one.rank < 2 for one in mentioned) or _is_governed(token):
            continue
        kind = _tell_kind(token)
        if kind is None:
            continue
        first, last = _span_name(token, kind)
        located = passage.locate(passage.doc[token.left_edge.i : token.i + 1])
        yield Candidate(
            start=located[0],
            end=located[1],
            kind=kind,
            rank=_rank_subject(token) if token.dep_ in SUBJECTS else 1,
            name=passage.doc[first:last].text,
            gender=tell_noun_gender(token.lower_),
            is_epithet=kind == "person" and passage.doc[first - 1].lower_ == "the" and token.lower_ in EPITHETS,
        )


def _is_introduced(token: "Token") -> bool:
    """Whether `there is` such a noun, or it begins a sentence whose verb the parser has missed."""
    if token.dep_ == "attr":
        return any(child.dep_ == "expl" for child in token.head.children)
    is_root = token.dep_ == "ROOT" and token.tag_ == "NN"
    return is_root and token.left_edge.i == token.sent.start and token.left_edge.dep_ in {"det", "nummod", "poss"}


def _is_governed(token: "Token") -> bool:
    """Whether a preposition stands before a noun that the parser takes for a subject: `as an inspector`."""
    first = token.left_edge.i
    return first > token.sent.start and token.doc[first - 1].lower_ in PREPOSITIONS


def _tell_kind(token: "Token") -> Kind | None:
    """Return what the subject of a verb is by its noun: a person also by a name that nobody knows."""
    if any(child.lower_ in NOBODY for child in token.children):
        return None
    if token.tag_ == "NNP":
        is_name = token.is_title and not any(child.dep_ in {"det", "poss"} for child in token.children)
        is_known = token.i > token.sent.start or is_first_name(token.lower_)
        return "person" if is_name and is_known else None
    if token.tag_ == "NNS" or token.lower_ == "police":
        is_group = token.lower_ in GROUPS or is_person_noun(token.lower_.removesuffix("s"))
        return "group" if is_group else None
    if token.lower_ in BODIES:
        return "body"
    is_agent = token.lower_.endswith(AGENT_ENDINGS) and _has_own(token)
    return "person" if is_agent or is_person_noun(token.lower_) else None


def _has_own(token: "Token") -> bool:
    """Whether `his` or `her` stands behind a noun in its sentence, so that it is a person."""
    own = token.doc[token.i + 1 : token.sent.end]
    return token.lower_ not in WRITINGS and any(one.lower_ in {"his", "her"} for one in own)


def _span_name(token: "Token", kind: Kind) -> Range:
    """Return a noun with its adjectives and, if it tells nobody apart, what follows; a body with whose it is."""
    first = token.i
    if kind == "body":
        first = token.left_edge.i
        return (first + 1 if token.doc[first].dep_ == "det" else first), token.i + 1
    while first > token.left_edge.i and (
        token.doc[first - 1].dep_ in MODIFIERS or not token.doc[first - 1].whitespace_
    ):
        first -= 1
    last = token.i + 1
    if token.lower_ in GENERIC:
        for child in token.children:
            objects = [one for one in child.children if one.dep_ == "pobj"] if child.lower_ in TELLING else []
            if child.i == last and objects:
                last = objects[0].i + 1
    return first, last

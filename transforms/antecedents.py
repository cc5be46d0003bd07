"""Whom a pronoun stands for: the nearest subject of its gender, a common noun's person as well as a named one."""

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final, Literal

from transforms.countries import name_country
from transforms.first_names import Gender, is_first_name, tell_gender
from transforms.person_nouns import RANKS
from transforms.register import Candidate, Register, Sentence, list_sentences_before, name_mention

Pronoun = Literal["he", "she", "it", "they"]
PRONOUNS: Final = MappingProxyType[str, Pronoun](
    {
        "he": "he",
        "him": "he",
        "his": "he",
        "she": "she",
        "her": "she",
        "hers": "she",
        "it": "it",
        "its": "it",
        "they": "they",
        "them": "they",
        "their": "they",
    }
)
ARTICLE: Final = re.compile(r"(?i)\b(?:the|an?)\s$")
SENTENCES_BACK: Final = 8
SENTENCES_BACK_OF_IT: Final = 3
SENTENCES_BACK_OF_THEM: Final = 2


def find_antecedent(
    register: Register, place: int, pronoun: Pronoun, content: Sequence[tuple[int, int]] = ()
) -> Candidate | None:
    """Return whom a pronoun at `place` stands for: the nearest subject before, else the nearest person named.

    Nouns in `content`, which the pronoun is said to have said, are passed over. Where no person is named at all, a
    name in a person's place is one that was taken for another thing.
    """
    if pronoun == "it":
        return _find_body(register, place, content)
    if pronoun == "they":
        return _find_group(register, place, content)
    others: dict[str, Candidate] = {}
    for sentence in list_sentences_before(register, place, SENTENCES_BACK):
        before = _list_before(sentence, place, content)
        persons = [one for one in before if one.kind == "person" and _may_be(register, one, pronoun)]
        subjects = [one for one in persons if one.rank < 2]
        if subjects:
            subject = min(subjects, key=lambda one: one.rank)
            if not subject.is_epithet or _has_no_name(register, subject):
                return subject
            others.setdefault("epithet", subject)
        elif persons:
            others.setdefault("named", persons[0])
        elif (mistaken := next((one for one in before if _may_be_person(register, one)), None)) is not None:
            others.setdefault("mistaken", mistaken)
    return others.get("epithet") or others.get("named") or others.get("mistaken")


def _may_be_person(register: Register, one: Candidate) -> bool:
    """Whether a subject was taken for a place or organisation, but is a first name or one word and no country."""
    words = one.name.split()
    if one.mention is None or one.rank > 0 or not all(word.istitle() and word.isalpha() for word in words):
        return False
    if len(words) > 1:
        return is_first_name(words[0].lower())
    text = register.reading.text
    return name_country(one.name).kind == "none" and not ARTICLE.search(text, max(0, one.start - 5), one.start)


def _has_no_name(register: Register, subject: Candidate) -> bool:
    """Whether an officer is nobody whom the text names: `the general`, where no name has that rank."""
    rank = subject.name.split()[-1].lower()
    return subject.mention is None and rank in RANKS and rank[:3] not in register.ranks


def _find_body(register: Register, place: int, content: Sequence[tuple[int, int]]) -> Candidate | None:
    """Return the body that speaks as `it`, or who wrote what `it` is: `Ada Kerr sent a note. It says`."""
    for sentence in list_sentences_before(register, place, SENTENCES_BACK_OF_IT):
        subjects = [one for one in _list_before(sentence, place, content) if one.rank == 0]
        writer = next((one for one in subjects if one.kind == "person" and sentence.has_writing), None)
        found = writer or next((one for one in subjects if one.kind == "body"), None)
        if found is not None:
            return found
    return None


def _find_group(register: Register, place: int, content: Sequence[tuple[int, int]]) -> Candidate | None:
    """Return the several persons who are the subject before `they`."""
    for sentence in list_sentences_before(register, place, SENTENCES_BACK_OF_THEM):
        for one in _list_before(sentence, place, content):
            if one.kind == "group" and one.rank == 0:
                return one
    return None


def _list_before(sentence: Sentence, place: int, content: Sequence[tuple[int, int]]) -> list[Candidate]:
    return [
        one
        for one in sentence.candidates
        if one.end <= place
        and (one.mention is not None or not any(start <= one.start < end for start, end in content))
    ]


def _may_be(register: Register, one: Candidate, gender: Gender) -> bool:
    """Whether nothing says that a person is of the other gender."""
    if one.gender is not None:
        return one.gender == gender
    words = (one.name if one.mention is None else name_mention(register, one.mention).name).split()
    known = register.genders.get(words[-1]) or tell_gender(words[0].lower()) or one.hint
    return known in {None, gender}

"""Who says so: the nearest attribution of a sentence, and whom it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transforms.claim_doubts import is_doubted, may_claim
from transforms.claim_sources import list_sources
from transforms.claim_words import (
    BREAKS,
    CLAUSES,
    HYPHENS,
    INSTITUTIONS,
    LEADING_ARTICLE,
    PREPOSITION,
    PRONOUNS,
    WHEN,
)
from transforms.quantities import Token
from transforms.reading import Reading
from transforms.records import Mention, Quote

LONGEST_LABEL: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An attribution: where its cue stands, whom it names, and whether what is said follows the cue."""

    cue: tuple[int, int]
    span: tuple[int, int]
    name: str
    entity_id: str | None
    leads: bool
    """Whether it stands before what is said; else it closes it."""


def find_claims(reading: Reading, start: int, tokens: Sequence[Token]) -> list[Claim]:
    """Return the attributions of a sentence that begins at `start`, in order."""
    label = _find_label(reading, start, tokens)
    claims = [label] if label else []
    for first, last, cue, leads in list_sources(tokens):
        span = start + tokens[first].start, start + tokens[last - 1].end
        at = start + tokens[cue].start, start + tokens[cue].end
        if time := WHEN.match(reading.text, span[0], span[1]):
            span = time.end(), span[1]
        if not _find_speaker(reading, span) and (one := _find_apposed(reading, start, tokens[last : cue + 1])):
            span = one.start, one.end
        name, entity_id = name_source(reading, span, reading.text[slice(*span)].lower())
        if name:
            claims.append(Claim(cue=at, span=span, name=name, entity_id=entity_id, leads=leads))
    return claims


def _find_label(reading: Reading, start: int, tokens: Sequence[Token]) -> Claim | None:
    """Return who speaks before the colon of a sentence: `Governor Ola Brandt: at least 30 wounded`."""
    colon = next((place for place, token in enumerate(tokens[:LONGEST_LABEL]) if token.word == ":"), 0)
    if not colon or any(token.word in BREAKS or token.word[0].isdigit() for token in tokens[:colon]):
        return None
    span = start + tokens[0].start, start + tokens[colon - 1].end
    named = [one for one in reading.mentions_within(*span) if one.kind in {"PER", "ORG"} and one.end == span[1]]
    if not named and tokens[colon - 1].word not in INSTITUTIONS | {"officials", "authorities"}:
        return None
    name, entity_id = name_source(reading, span, "")
    cue = start + tokens[colon].start, start + tokens[colon].end
    return Claim(cue=cue, span=span, name=name, entity_id=entity_id, leads=True) if name else None


def choose_claim(
    claims: Sequence[Claim], number: tuple[int, int], quotes: Sequence[Quote], text: str, doubts: Sequence[int]
) -> Claim | None:
    """Return the claim that a number belongs to: the last that leads up to it, else the first that closes it.

    Who doubts the number at one of the `doubts` of its sentence claims nothing.
    """
    for claim in reversed(claims):
        is_before = claim.leads and claim.cue[1] <= number[0]
        if is_before and not is_doubted(doubts, claim.cue, claim.span, number):
            return claim
    for claim in claims:
        is_after = not claim.leads and claim.cue[0] >= number[1]
        if is_after and not is_doubted(doubts, claim.cue, claim.span, number):
            return claim
    for quote in quotes:
        is_within = any(s <= number[0] and number[1] <= e for s, e in quote.content)
        if quote.speaker and quote.speaker_name and is_within and may_claim(text, quote, number):
            cue = quote.cue or quote.speaker
            if not is_doubted(doubts, (min(cue[0], quote.speaker[0]), cue[1]), quote.speaker, number):
                return Claim(
                    cue=cue,
                    span=quote.speaker,
                    name=quote.speaker_name,
                    entity_id=quote.speaker_entity_id,
                    leads=cue[0] < number[0],
                )
    return None


def name_source(reading: Reading, span: tuple[int, int], pronoun: str) -> tuple[str | None, str | None]:
    """Return the full name of whom a span names, and its entity; a pronoun stands for the nearest that fits."""
    if pronoun in PRONOUNS:
        kinds = {"PER"} if pronoun in {"he", "she"} else {"ORG", "LOC", "MISC"}
        known = [one for one in reading.mentions if one.end <= span[0] and one.kind in kinds]
        return (_full_name(reading, known[-1]), known[-1].entity_id) if known else (None, None)
    named = list(reading.mentions_within(*span))
    if person := _find_speaker(reading, span):
        return _full_name(reading, person), person.entity_id
    words = LEADING_ARTICLE.sub("", reading.text[span[0] : span[1]]).removesuffix("'s").removesuffix("\u2019s")
    other = next((one for one in named if one.kind in {"ORG", "LOC"} and len(one.text) >= len(words) - 4), None)
    return words, other.entity_id if other else None


def _find_apposed(reading: Reading, start: int, aside: Sequence[Token]) -> Mention | None:
    """Return whom an aside before a cue names: `the ministry's spokesman, Ola Brandt, said`."""
    if len(aside) < 4 or aside[0].word != "," or aside[1].word in CLAUSES:
        return None
    span = start + aside[1].start, start + aside[-2].end
    return _find_speaker(reading, span)


def _find_speaker(reading: Reading, span: tuple[int, int]) -> Mention | None:
    """Return the first person of a span who may be the one that speaks."""
    named = (one for one in reading.mentions_within(*span) if one.kind == "PER")
    return next((one for one in named if _may_speak(reading.text, span, one)), None)


def _may_speak(text: str, span: tuple[int, int], person: Mention) -> bool:
    """Whether a name in a source is the speaker's own, not one of a place (`police in Castra`) or an owner."""
    if text[person.end : person.end + 2] in {"'s", "\u2019s"} or text[person.end : person.end + 1] in HYPHENS:
        return False
    return PREPOSITION.search(text, span[0], person.start) is None


def _full_name(reading: Reading, mention: Mention) -> str:
    """Return the name of a mention's entity, or the longest mention of its kind that holds all of it."""
    for entity in reading.entities:
        if mention.entity_id and entity.entity_id == mention.entity_id:
            return entity.name
    longer = [
        one.text
        for one in reading.mentions
        if one.kind == mention.kind and one.text.endswith(f" {mention.text}") and "\n" not in one.text
    ]
    return longer[0] if longer else mention.text

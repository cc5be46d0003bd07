"""Who is meant by the words that name a speaker: a name, a pronoun, or `the ministry`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from transforms.reading import Reading
from transforms.records import Mention, Quote

PERSONAL: Final = frozenset({"he", "she", "him", "her", "himself", "herself"})
IMPERSONAL: Final = frozenset({"it", "they", "them", "itself", "themselves"})
SPEECH: Final = frozenset({"i", "we", "you", "my", "our", "your"})
ARTICLE: Final = re.compile(r"^(?:the|this|that|its|their|his|her|an?)\s+", re.IGNORECASE)
BESIDE: Final = re.compile(r",?[\s\u00a0]+")
FAR: Final = 1500
"""Code points within which a pronoun's name is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A name in full, and the entity if it is one."""

    name: str
    entity_id: str | None


def name_speaker(reading: Reading, span: tuple[int, int]) -> Speaker | None:
    """Return whom a span of the text names; None for a pronoun that nothing near explains.

    `he` and `she` are the person named last; `it` and `they` the last organisation or country; `the ministry` the
    last name with that word in it.
    """
    words = reading.text[span[0] : span[1]].strip()
    pronoun = words.casefold()
    if pronoun in SPEECH:
        return None
    if pronoun in PERSONAL:
        return _speaker_of(reading, _find_before(reading, span[0], {"PER"}))
    if pronoun in IMPERSONAL:
        return _speaker_of(reading, _find_before(reading, span[0], {"ORG", "LOC"}))
    within = list(reading.mentions_within(*span))
    person = next((one for one in within if one.kind == "PER"), None) or _find_beside(reading, span[1])
    if person is not None:
        return _speaker_of(reading, person)
    bare = ARTICLE.sub("", words, count=1)
    named = next((one for one in within if one.kind in {"ORG", "LOC"} and len(one.text) >= len(bare) - 2), None)
    if named is not None:
        return _speaker_of(reading, named)
    meant = _find_named_so(reading, span[0], bare) if not within and bare != words else None
    return _speaker_of(reading, meant) or Speaker(name=" ".join(bare.split()), entity_id=None)


def name_speakers(reading: Reading, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the quotes with each speaker's full name and entity."""
    named: list[Quote] = []
    for quote in quotes:
        speaker = name_speaker(reading, quote.speaker) if quote.speaker else None
        named.append(
            replace(
                quote,
                speaker_name=speaker.name if speaker else None,
                speaker_entity_id=speaker.entity_id if speaker else None,
            )
        )
    return tuple(named)


def _speaker_of(reading: Reading, mention: Mention | None) -> Speaker | None:
    if mention is None:
        return None
    names = {entity.entity_id: entity.name for entity in reading.entities}
    return Speaker(name=names.get(mention.entity_id or "", mention.text), entity_id=mention.entity_id)


def _find_before(reading: Reading, start: int, kinds: set[str]) -> Mention | None:
    """Return the last mention of these kinds before a place; within quotation marks nobody is meant."""
    near = [one for one in reading.mentions if start - FAR <= one.start and one.end <= start and one.kind in kinds]
    return near[-1] if near else None


def _find_beside(reading: Reading, end: int) -> Mention | None:
    """Return the person whose name follows: `the council's coordinator, Ada Okonjo`."""
    gap = BESIDE.match(reading.text, end)
    if gap is None:
        return None
    return next((one for one in reading.mentions if one.start == gap.end() and one.kind == "PER"), None)


def _find_named_so(reading: Reading, start: int, words: str) -> Mention | None:
    """Return the last organisation, country or person before a place whose name ends with these words."""
    head = words.casefold().split()[-1:] or [""]
    for mention in reversed(reading.mentions):
        if mention.end <= start and mention.kind in {"ORG", "LOC"} and head[0] in mention.text.casefold().split():
            return mention
    return None

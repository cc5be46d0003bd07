"""Whom a quote's speaker stands for: a surname, a pronoun or `the ministry` gets the name given before."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transforms.antecedents import PRONOUNS, Pronoun, find_antecedent
from transforms.reading import Reading
from transforms.records import Mention
from transforms.register import Register, Speaker, name_mention
from transforms.roles import ROLE

LINK: Final = re.compile(r"(?i)\b(?:of|for|to|at|from|in|with|by|on)\b|['\u2019]s?\b")
"""What makes a name before or behind it another than the head of the phrase: `a spokesman for Orbel`."""
DEFINITE: Final = re.compile(r"(?i)(?:the|this|that)\s+(\w+)")
ARTICLE: Final = re.compile(r"(?i)^(?:the|an?|one)\s+(?=\S)")
WHERE: Final = re.compile(r"(?i)\s(?:at|in|near|on|outside)\s")
"""What says where somebody was: `the attendant at the door`."""
OWNER: Final = re.compile(r"(?i)^(?:(?:the|an?|its|their|his|her|this|that)\s+|\S+['\u2019]s?\s+)+")
"""Whose minister it is: the minister of two countries is told by it, if the text has both."""
TITLE_BETWEEN: Final = re.compile(r", (?:[A-Z][\w.'\u2019-]{1,20} ){1,3}")
"""What stands between a phrase and a person's name: `the head of the coastguard, Commodore Ruth Alvarez`."""
EARLIER_SPEAKERS: Final = 40


@dataclass(slots=True, kw_only=True)
class Earlier:
    """What speakers before tell of those that follow: their phrases in order, and the last that a pronoun was."""

    phrases: list[tuple[int, int]] = field(default_factory=list)
    pronouns: dict[str, Speaker] = field(default_factory=dict)


def resolve_speaker(
    register: Register, span: tuple[int, int], earlier: Earlier, content: Sequence[tuple[int, int]] = ()
) -> Speaker:
    """Return whom a speaker's phrase stands for, or the phrase itself where nothing tells.

    `the ministry` is the last of the `earlier` phrases that ends so. `content` is what the speaker says.
    """
    reading = register.reading
    phrase = reading.text[slice(*span)]
    if (pronoun := PRONOUNS.get(phrase.lower())) is not None:
        return _resolve_pronoun(register, span, pronoun, earlier, content)
    head = find_head_mention(reading, span)
    if head is not None:
        return name_mention(register, head)
    if (person := _find_beside(reading, span[1])) is not None:
        return name_mention(register, person)
    if (holder := _find_holder(register, phrase)) is not None:
        return holder
    if (match := DEFINITE.fullmatch(phrase)) is not None:
        named = _find_earlier(reading, match[1].lower(), earlier.phrases)
        if named is not None:
            return resolve_speaker(register, named, Earlier())
    return Speaker(name=ARTICLE.sub("", phrase, count=1))


def _resolve_pronoun(
    register: Register,
    span: tuple[int, int],
    pronoun: Pronoun,
    earlier: Earlier,
    content: Sequence[tuple[int, int]],
) -> Speaker:
    """Return the subject that a pronoun stands for, else whom it last stood for, else a person named or itself."""
    text = register.reading.text
    found = find_antecedent(register, span[0], pronoun, content)
    if (found is None or found.rank > 1) and (known := earlier.pronouns.get(pronoun)) is not None:
        return known
    if found is None:
        return Speaker(name=text[slice(*span)])
    if found.mention is not None:
        speaker = name_mention(register, found.mention)
    else:
        holder = _find_holder(register, text[found.start : found.end])
        speaker = holder or Speaker(name=_find_phrase(text, found.start, earlier.phrases) or found.name)
    if pronoun in {"he", "she"}:
        earlier.pronouns[pronoun] = speaker
    return speaker


def _find_phrase(text: str, start: int, phrases: Sequence[tuple[int, int]]) -> str | None:
    """Return the name by which a noun's phrase has spoken already, if it says no more than who that is."""
    spoken = (text[slice(*span)] for span in reversed(phrases[-EARLIER_SPEAKERS:]) if span[0] == start)
    phrase = next(spoken, None)
    return None if phrase is None or WHERE.search(phrase) else ARTICLE.sub("", phrase, count=1)


def _find_beside(reading: Reading, end: int) -> Mention | None:
    """Return the person whose name stands behind a phrase: `the council's coordinator, Ada Okonjo`.

    Of several names behind commas it is the last: `the head of the owners, Orbel Lines, Ada Okonjo`.
    """
    person: Mention | None = None
    for mention in _mentions_between(reading, end + 1, end + 120):
        gap = reading.text[end : mention.start]
        if gap not in {" ", ", ", "\u00a0"} and (mention.kind != "PER" or not TITLE_BETWEEN.fullmatch(gap)):
            break
        person = mention if mention.kind == "PER" else person
        end = mention.end
    return person


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


def _find_earlier(reading: Reading, noun: str, earlier: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    for start, end in reversed(earlier[-EARLIER_SPEAKERS:]):
        phrase = reading.text[start:end].lower()
        words = phrase.split()
        if len(words) > 2 and words[-1] == noun and not LINK.search(phrase):
            return start, end
    return None

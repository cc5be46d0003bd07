"""For which country a claimant speaks, whose people a figure counts, and whether it is a part of a number."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from transforms.countries import name_country
from transforms.gazetteer import find_cities, fold
from transforms.reading import Reading
from transforms.records import Entity, Figure

GOVERNMENT: Final = re.compile(
    r"\b(?:ministr(?:y|ies)|ministers?|governments?|cabinet|army|armies|military|navy|(?:air |armed )?forces?"
    r"|troops|police|presidents?|presidency|premier|chancellor|parliament|senate|state|officials?|authorit(?:y|ies)"
    r"|spokes(?:man|woman|person|men|people)|coast ?guard|prosecutors?|general staff|defen[cs]e|embassy"
    r"|generals?(?!\s+(?:hospital|secretary|assembly|council|union|strike))"
    r"|ambassadors?|king|queen|foreign office|state department|intelligence|security service|border guards?"
    r"|commanders?|chief of staff|counterparts?|leadership|administration|emergencies|civil defen[cs]e|side)\b",
    re.IGNORECASE,
)
"""Words of those who speak for a state; a hospital or a monitor in a country does not."""
RULED: Final = re.compile(
    r"\b(?:(?i:(?:interior|defen[cs]e|foreign|health|justice|information|emergencies|emergency)\s+ministry"
    r"|government|army|armed\s+forces|military|navy|coast\s?guard|parliament|president|police)\s+of\s+(?:the\s+)?)"
    r"(?P<land>[A-Z][\w-]+(?:\s[A-Z][\w-]+)?)"
)
"""`The interior ministry of Lowenda` names a land, `the Ministry of Defence` none."""
WORD: Final = re.compile(r"[^\W\d_][\w.\u2019'-]*")
PEOPLE_ENDINGS: Final = ("ns", "n", "ans", "an", "ians", "ian", "ese", "is", "i")
"""What makes the name of a land one of its people: Kestria, Kestrians."""
OWN: Final = re.compile(r"(?:of\s+)?(?:its|our|their)\b(?:\s+own)?", re.IGNORECASE)
OWN_SIDE: Final = re.compile(r"\bon\s+(?:its|our|their)(?:\s+own)?\s+side\b", re.IGNORECASE)
ON_SIDE: Final = re.compile(r"\s+(?:\w+\s+){0,2}on\s+(?:the\s+)?([A-Z][\w-]+)(?:['\u2019]s\b|\s+(?:side|bank)\b)")
"""`About 40 on Kestria's`, `two dead on the Kestrian side`."""
OTHER_SIDE: Final = re.compile(
    r"\b(?:on|from)\s+the\s+(?:other|opposite|enemy(?:['\u2019]s)?|opposing)\s+(?:side|bank|shore)\b|\benem(?:y|ies)\b",
    re.IGNORECASE,
)
LOST: Final = re.compile(r"\blost\s+$")
ENEMY_LOST: Final = re.compile(r"\benemy\s+(?:(?:had|has)\s+)?lost\s+$")
HELPERS: Final = frozenset({"had", "has", "have", "now", "also", "already"})
SELF: Final = frozenset({"it", "they", "we"})
PART_AFTER: Final = re.compile(
    r"\s+(?:badly\s+|seriously\s+)?of\s+(?:them|these|those|whom|us)\b"
    r"|\s+of\s+(?:the|its|their|those|these)\s+(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen"
    r"|dead|wounded|injured|missing|victims?|casualties|killed|bodies|deaths|detainees|detained|arrested)\b"
    r"|\s+more\b(?!\s+than)",
    re.IGNORECASE,
)
PART_BEFORE: Final = re.compile(
    r"\b(?:including|among\s+(?:them|whom|those|the\s+\w+)|of\s+(?:whom|them|these|those))"
    r"(?:\s+(?:was|were|are|at\s+least|about|some|a|an|the))*\s+$",
    re.IGNORECASE,
)
SHORTEST: Final = 5
"""Letters that a word has more than, to be a people."""
LONGEST_SUBJECT: Final = 3
"""Words before `lost` that may name a land."""
FAR: Final = 60
"""Characters behind a number in which its side may stand."""


def tell_sides(figures: Iterable[Figure], reading: Reading) -> tuple[Figure, ...]:
    """Return figures with the side that claims each, the side that it counts, and whether it is a part.

    A side is the ISO 3166-1 alpha-2 code of a country, else the name of a land that the text itself names (a
    country that no table has). What nothing tells stays None.
    """
    known = list(figures)
    if not known:
        return ()
    lands = list_lands(reading.entities)
    entities = {one.entity_id: one for one in reading.entities}
    told = [_tell(figure, reading.text, entities, lands) for figure in known]
    sides = {side for one in told for side in (one.claimant_side, one.group_side) if side}
    return _contrast([_tell_other(figure, reading.text, sides) for figure in told])


def list_lands(entities: Iterable[Entity]) -> Mapping[str, str]:
    """Return the side of each land of a text by its folded name: its country's code, else its own name.

    A city that the gazetteer knows is no land; `Kestrian` is that of Kestria.
    """
    places = [(fold(one.name).removeprefix("the "), one) for one in entities if one.kind == "LOC"]
    lands = {key: one.country or one.name for key, one in places if one.country or not find_cities(key)}
    return {key: next((lands[stem] for stem in _find_stems(key) if stem in lands), lands[key]) for key in lands}


def find_claimant_side(words: str, entity: Entity | None, lands: Mapping[str, str]) -> str | None:
    """Return the country that a claimant speaks for: itself, or that of the government whose words these are."""
    bare = words.removeprefix("the ").removeprefix("The ")
    reading = name_country(bare)
    if reading.country and reading.kind in {"plain", "metonym"}:
        return reading.country
    if (side := lands.get(fold(bare))) is not None:
        return side
    said = " ".join(part for part in (words, entity and entity.name, entity and entity.role) if part)
    if not GOVERNMENT.search(said):
        return None
    side = (entity.country if entity else None) or name_side(said, lands)
    ruled = RULED.search(said) if side is None else None
    return ruled["land"] if ruled else side


def name_side(words: str, lands: Mapping[str, str]) -> str | None:
    """Return the one land that words name, as a land, a people or an adjective; None for none or several."""
    found: set[str] = set()
    tokens = [match[0] for match in WORD.finditer(words)]
    place = 0
    while place < len(tokens):
        for length in (3, 2, 1):
            side = _read_land(tokens[place : place + length], lands) if place + length <= len(tokens) else None
            if side:
                found.add(side)
                break
        place += length if side else 1
    return found.pop() if len(found) == 1 else None


def is_part(figure: Figure, text: str) -> bool:
    """Whether a number is a part of one that is told elsewhere, or added to it: `two of them`, `three more`."""
    start, end = figure.sentence
    after = text[figure.number[1] : min(end, figure.number[1] + FAR)]
    before = text[max(start, figure.number[0] - FAR) : figure.number[0]]
    return PART_AFTER.match(after) is not None or PART_BEFORE.search(before) is not None


def _read_land(tokens: Sequence[str], lands: Mapping[str, str]) -> str | None:
    words = " ".join(tokens)
    if not words[:1].isupper():
        return None
    reading = name_country(words)
    if reading.country and reading.kind == "plain":
        return reading.country
    key = fold(words.removesuffix("\u2019s").removesuffix("'s"))
    if key in lands:
        return lands[key]
    if len(tokens) > 1:
        return None
    return next((lands[stem] for stem in _find_stems(key) if stem in lands), None)


def _find_stems(key: str) -> Iterator[str]:
    """Yield the names of lands whose people a folded word may be."""
    for ending in PEOPLE_ENDINGS if len(key) > SHORTEST else ():
        if key.endswith(ending):
            stem = key.removesuffix(ending)
            yield stem
            yield f"{stem}a"


def _tell(figure: Figure, text: str, entities: Mapping[str, Entity], lands: Mapping[str, str]) -> Figure:
    claimant = (
        find_claimant_side(figure.claimant, entities.get(figure.claimant_entity_id or ""), lands)
        if figure.claimant
        else None
    )
    return replace(
        figure,
        claimant_side=claimant,
        group_side=_find_group_side(figure, text, claimant, lands),
        is_part=is_part(figure, text),
    )


def _find_group_side(figure: Figure, text: str, claimant: str | None, lands: Mapping[str, str]) -> str | None:
    if figure.group and (side := name_side(figure.group, lands)):
        return side
    start, end = figure.sentence
    after = text[figure.number[1] : min(end, figure.number[1] + FAR)]
    before = text[max(start, figure.number[0] - FAR) : figure.number[0]]
    if (on := ON_SIDE.match(after)) and (side := name_side(on[1], lands)):
        return side
    own = (figure.group and OWN.match(figure.group)) or OWN.match(after.lstrip()) or OWN_SIDE.search(after)
    if own:
        return claimant
    return _find_losers(before, claimant, lands) if LOST.search(before) else None


def _find_losers(before: str, claimant: str | None, lands: Mapping[str, str]) -> str | None:
    """Return whose people were lost: `it had lost` is the claimant's own, `Kestrian forces lost` are Kestria's."""
    words = [match[0] for match in WORD.finditer(before)][:-1]
    while words and words[-1].casefold() in HELPERS:
        words.pop()
    if words and words[-1].casefold() in SELF:
        return claimant
    return name_side(" ".join(words[-LONGEST_SUBJECT:]), lands)


def _tell_other(figure: Figure, text: str, sides: set[str]) -> Figure:
    """Return a figure of `the other side` with that side, where a text has two."""
    if figure.group_side or not figure.claimant_side or len(sides) != 2:
        return figure
    after = text[figure.number[1] : min(figure.sentence[1], figure.number[1] + FAR)]
    before = text[max(figure.sentence[0], figure.number[0] - FAR) : figure.number[0]]
    if not OTHER_SIDE.search(after) and not ENEMY_LOST.search(before):
        return figure
    return replace(figure, group_side=next(side for side in sides if side != figure.claimant_side))


def _contrast(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return figures, those without a side with the claimant's own where the sentence counts another's too."""
    others = {
        (one.sentence, one.happened, one.claimant_side)
        for one in figures
        if one.claimant_side and one.group_side and one.group_side != one.claimant_side
    }
    return tuple(
        replace(one, group_side=one.claimant_side)
        if one.group_side is None and not one.is_part and (one.sentence, one.happened, one.claimant_side) in others
        else one
        for one in figures
    )

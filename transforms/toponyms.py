"""Names of places in a text, and every place that each may mean."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from transforms.candidates import (
    POSSESSIVE,
    SHORT_NAMES,
    Candidate,
    is_far_fetched,
    list_candidates,
    load_abbreviations,
    load_common_words,
    load_counties,
    load_postal_codes,
    look_up,
)
from transforms.countries import is_stateless, list_contenders, name_country
from transforms.fragments import COLLECTIVE, HEADS, is_fragment
from transforms.gazetteer import fold
from transforms.records import Mention

LONGEST_NAME: Final = 5
"""Words."""
FAMOUS: Final = 1_000_000
"""Inhabitants of a city that may be part of a name of other proper names: `Bayern Munich`."""
LEAD: Final = re.compile(r"(?<![\w.'\u2019-])[A-Z][\w.-]*(?: [a-z]{2,3})? $")
LONGEST_LEAD: Final = 20
LARGE: Final = 100_000
"""Inhabitants of a city that is looked for one word further to the left."""
LONGEST_RUN: Final = 300
"""Characters of a capitalised run that are looked at."""

WORD: Final = re.compile(r"[^\W_](?:[\w'\u2019.&]*[\w.])?")
CAPITALISED: Final = re.compile(
    r"(?<![\w.@#])[A-Z\u00c0-\u00de][\w'\u2019.-]*"
    r"(?: (?:(?:of|and|the|de|la|del|al|el|y|du|des|upon|on) ){0,2}[A-Z\u00c0-\u00de][\w'\u2019.-]*){0,7}"
)
FACILITY: Final = re.compile(
    r" (?:bridge|barracks|dam|mine|quarry|reactor|plant|refinery|prison|jail|camp|base|checkpoint|crossing|tunnel"
    r"|stadium|mosque|church|cathedral|monastery|factory|mill|ferry|terminal|building|tower|estate|farm|palace)\b"
)
DATELINE: Final = re.compile(
    r"(?:^|(?<=[\n.!?] )|(?<=\n)|(?<=\d ))([A-Z][A-Z.'-]{2,}(?: [A-Z][A-Z.'-]+){0,2}) "
    r"(?:\([\w .]{2,30}\) )?(?:--|[\u2013\u2014]) "
)
"""A place in capitals before a dash, where a report begins: `LISBON (Northwire) --`."""
PLAIN_WORD: Final = re.compile(r"(?<![\w'\u2019@#./-])[a-z]{3,}(?![\w@/-])")
COUNTIES: Final = re.compile(r" (?:counties|Counties)\b")
COUNTY_NAME: Final = re.compile(r"[A-Z][\w.'\u2019]+(?: [A-Z][\w.'\u2019]+){0,2}")
COUNTY_LIST: Final = re.compile(
    rf"(?:{COUNTY_NAME.pattern}, ){{0,8}}{COUNTY_NAME.pattern},? (?:and|or) {COUNTY_NAME.pattern}$"
)
LONGEST_LIST: Final = 150
"""Characters."""
ABBREVIATION_BEHIND: Final = re.compile(r",\s{0,2}([A-Z][A-Za-z.]{1,6})(?![\w-])")


INSTITUTION: Final = re.compile(
    r"\b(?:street|road|avenue|square|airport|stadium|church|cathedral|mosque|school|hospital|university|college|court"
    r"|courthouse|chamber|council|department|district|county|city|town|village|parks|river|valley|creek|lake)\b",
    re.IGNORECASE,
)
STREET: Final = re.compile(
    r"\b(?:street|st\.?|road|rd\.?|avenue|ave\.?|boulevard|blvd\.?|drive|lane|highway|route|interstate)$",
    re.IGNORECASE,
)
FEATURE: Final = re.compile(
    r"\b(?:street|st\.|road|rd\.|avenue|ave\.|boulevard|blvd\.|drive|lane|highway|bridge|square|park|airport|river|lake"
    r"|creek|bay|mount|mountains?|hills?|hall|stadium|tower|church|cathedral|mosque|school|hospital|station|island"
    r"|beach|forest|canyon|dam|harbou?r|port|university|college|plaza|cent(?:er|re)|camp|base|prison|court|house)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How far names of one origin are believed: cities of fewer than `smallest` people are weak."""

    smallest: int | None
    knows_regions: bool = True
    smallest_within: int | None = None

    def within(self) -> "Trust":
        """Return the trust in a name that is only part of its run."""
        return Trust(
            smallest=self.smallest_within, knows_regions=self.knows_regions, smallest_within=self.smallest_within
        )


ALWAYS_WEAK: Final = 10**9
"""More inhabitants than any city has."""
NO_PLACE: Final = Trust(smallest=ALWAYS_WEAK, smallest_within=ALWAYS_WEAK)
"""In a mention that the recogniser calls a people, an event, a work."""
EMBEDDED: Final = Trust(smallest=20_000, smallest_within=20_000)
"""In the name of an organisation or a building."""
OVERLOOKED: Final = Trust(smallest=40_000, smallest_within=200_000)
"""Among words that lie in no mention."""
UNLIKELY: Final = Trust(smallest=ALWAYS_WEAK, knows_regions=False)
"""In a person's name of one word."""
SEVERAL_WORDS: Final = Trust(smallest=ALWAYS_WEAK)
"""In a person's name of several words, each of which must belong to the place's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A span that may name a place and what it may mean; without candidates, a feature of the nearest place.

    A weak one is a place only if the text around it supports it: the recogniser did not call it one.
    """

    start: int
    end: int
    text: str
    key: str
    candidates: tuple[Candidate, ...] = ()
    is_demonym: bool = False
    is_weak: bool = False
    is_part: bool = False


def find_toponyms(text: str, mentions: Iterable[Mention]) -> list[Toponym]:
    """Return the spans of a text that may name places, in order, none overlapping another.

    The recogniser's places come first; names of places within organisations, peoples' names, and capitalised
    words that it overlooked follow, with more caution.
    """
    known = list(mentions)
    surnames = _list_surnames(known)
    found = [toponym for mention in known for toponym in _read_mention(_complete(text, mention), surnames)]
    taken = sorted((mention.start, mention.end) for mention in known if mention.kind is not None)
    overlooked = _find_overlooked(text, taken)
    found.extend(toponym for toponym in overlooked if toponym.key not in surnames or _is_area(toponym))
    found = [_doubt_part(text, toponym) for toponym in found if not _is_collective(text, toponym)]
    found = [replace(one, is_weak=True) if _is_surname(one, surnames) else one for one in found]
    datelines = {found.start(1) for found in DATELINE.finditer(text)}
    found = [replace(one, is_weak=False) if one.start in datelines else one for one in found]
    found = [replace(one, is_weak=True) if _names_facility(text, one) else one for one in found]
    found = list(_doubt_words(frozenset(PLAIN_WORD.findall(text)), found))
    found.extend(_find_abbreviations(text, found))
    found = [*_find_county_lists(text), *found]
    found.sort(key=lambda toponym: (toponym.start, -toponym.end))
    kept: list[Toponym] = []
    for toponym in found:
        if not kept or toponym.start >= kept[-1].end:
            kept.append(toponym)
    return kept


def _is_area(toponym: Toponym) -> bool:
    """Whether a name may mean a country or a region."""
    return any(candidate.kind in {"country", "region"} for candidate in toponym.candidates)


def _is_collective(text: str, part: Toponym) -> bool:
    """Whether a word of a name is the adjective of one that belongs to no country: `American States`."""
    is_wide = all(one.kind == "region" and one.country is None for one in part.candidates)
    return part.is_part and (part.is_demonym or is_wide) and COLLECTIVE.match(text, part.end) is not None


def _doubt_part(text: str, part: Toponym) -> Toponym:
    """Return a town's name weak if it is but a part of another name, any other as it is."""
    if not part.is_part or any(one.kind != "city" or one.population >= FAMOUS for one in part.candidates):
        return part
    return replace(part, is_weak=part.is_weak or is_fragment(text, part.start, part.end))


def _names_facility(text: str, toponym: Toponym) -> bool:
    """Whether a town's name is rather that of the building or work behind it: `the Libertad barracks`."""
    if any(one.kind != "city" or one.population >= FAMOUS for one in toponym.candidates):
        return False
    return bool(toponym.candidates) and FACILITY.match(text, toponym.end) is not None


def _is_surname(toponym: Toponym, surnames: frozenset[str]) -> bool:
    """Whether a town bears the name of somebody in the text: a large city may, whoever is called like it."""
    return toponym.key in surnames and all(
        one.kind == "city" and one.population < FAMOUS for one in toponym.candidates
    )


def _doubt_words(plain: frozenset[str], found: Iterable[Toponym]) -> Iterator[Toponym]:
    """Yield the names without those that the text has as plain words too: `the Mission`, after `a mission`.

    What the recogniser called a place is only weaker.
    """
    for toponym in found:
        if toponym.text.lower() not in plain or any(one.kind != "city" for one in toponym.candidates):
            yield toponym
        elif not toponym.is_part:
            yield replace(toponym, is_weak=True)


def _list_surnames(mentions: Iterable[Mention]) -> frozenset[str]:
    """Return the folded parts of the persons' names of several words."""
    names = (mention.text.partition(" of ")[0].split() for mention in mentions if mention.kind == "PER")
    persons = (fold(" ".join(word for word in name if word not in SHORT_NAMES)).split() for name in names)
    return frozenset(word for words in persons if len(words) > 1 for word in words)


def _complete(text: str, mention: Mention) -> Mention:
    """Return a place of which the recogniser left out the first word with it: `The Hague`, `Dar es Salaam`."""
    lead = (
        LEAD.search(text, max(0, mention.start - LONGEST_LEAD), mention.start) if mention.kind == "LOC" else None
    )
    if lead is None:
        return mention
    whole = text[lead.start() : mention.end]
    named = (one for one in look_up(whole) if not one.is_other_name)
    areas = lead[0] != "The "
    if not any(one.population >= LARGE if one.kind == "city" else areas for one in named):
        return mention
    return replace(mention, start=lead.start(), text=whole)


def _read_mention(mention: Mention, surnames: frozenset[str]) -> Iterator[Toponym]:
    if mention.kind == "LOC":
        yield from _read_place(mention)
    elif mention.kind == "MISC":
        yield from _read_run(mention.start, mention.text[:LONGEST_RUN], NO_PLACE)
    elif mention.kind == "ORG" and fold(mention.text) not in surnames:
        yield from _read_run(mention.start, mention.text[:LONGEST_RUN], EMBEDDED)
    elif mention.kind == "PER" and INSTITUTION.search(mention.text):
        yield from _read_place(mention)
    elif mention.kind == "PER" and fold(mention.text) not in surnames:
        person = _offer(mention.start, mention.text, SEVERAL_WORDS if " " in mention.text else UNLIKELY)
        yield from [person] if person else ()


def _read_place(mention: Mention) -> Iterator[Toponym]:
    """Yield a place of the recogniser as a whole, or names in it, or as a feature without candidates."""
    if mention.text.islower():
        return
    if mention.text in (codes := load_postal_codes()):
        yield _toponym(mention.start, mention.text, (codes[mention.text],))
        return
    if found := list_candidates(mention.text):
        yield _toponym(mention.start, mention.text, found)
        return
    within = [] if STREET.search(mention.text) else _read_run(mention.start, mention.text[:LONGEST_RUN], EMBEDDED)
    parts = list(within)
    yield from parts
    if not any(not part.is_weak for part in parts) and FEATURE.search(mention.text):
        yield _toponym(mention.start, mention.text, ())


def _read_run(start: int, run: str, trust: Trust) -> Iterator[Toponym]:
    """Yield the longest names in a run of words from left to right."""
    words = [(found.start(), found.end()) for found in WORD.finditer(run)]
    first = 0
    while first < len(words):
        step = 1
        for last in range(min(first + LONGEST_NAME, len(words)), first, -1):
            begin, end = words[first][0], words[last - 1][1]
            whole = first == 0 and last == len(words)
            offered = _offer(start + begin, run[begin:end], trust if whole else trust.within())
            if offered:
                yield replace(offered, is_part=True)
                step = last - first
                break
            if is_stateless(run[begin:end]):
                step = last - first
                break
        first += step


def _offer(start: int, name: str, trust: Trust) -> Toponym | None:
    """Return a toponym for a name outside the recogniser's places, weak unless it is well-known; else None."""
    bare = POSSESSIVE.sub("", name)
    bare = bare if bare in load_abbreviations() or len(bare) < 5 else bare.rstrip(".")
    if not bare[:1].isupper() or (len(bare) < 3 and bare not in SHORT_NAMES):
        return None
    if (bare.lower() in load_common_words() or bare.lower() in HEADS) and bare not in SHORT_NAMES:
        return None
    found = look_up(bare)
    if not found:
        return None
    known = (
        candidate.population for candidate in found if candidate.kind == "city" and not is_far_fetched(candidate)
    )
    largest = max(known, default=0)
    if any(candidate.kind == "country" for candidate in found) or (
        trust.knows_regions and any(candidate.kind != "city" for candidate in found)
    ):
        return _toponym(start, bare, found)
    if trust.smallest is None:
        return None
    return _toponym(start, bare, found, is_weak=largest < trust.smallest)


def _toponym(start: int, text: str, candidates: tuple[Candidate, ...], *, is_weak: bool = False) -> Toponym:
    return Toponym(
        start=start,
        end=start + len(text),
        text=text,
        key=fold(text).removeprefix("the "),
        candidates=candidates,
        is_demonym=name_country(text).is_demonym or _is_open_demonym(text, candidates),
        is_weak=is_weak,
    )


def _is_open_demonym(text: str, candidates: Iterable[Candidate]) -> bool:
    """Whether a form of several countries ends none of their names: `Congolese`, but not `Congo`."""
    key = fold(text).removeprefix("the ")
    countries = [fold(one.name) for one in candidates if one.kind == "country"]
    return len(list_contenders(text)) > 1 and not any(f" {name}".endswith(f" {key}") for name in countries)


def _find_overlooked(text: str, taken: list[tuple[int, int]]) -> Iterator[Toponym]:
    """Yield places among the capitalised words that lie in no mention; `taken` is sorted."""
    start = 0
    for first, last in [*taken, (len(text), len(text))]:
        for run in CAPITALISED.finditer(text, start, max(start, first)):
            yield from _read_run(run.start(), run[0][:LONGEST_RUN], OVERLOOKED)
        start = max(start, last)


def _find_county_lists(text: str) -> Iterator[Toponym]:
    """Yield the counties that share one word: `Alder, Birch and Cedar counties`."""
    for end in COUNTIES.finditer(text):
        listed = COUNTY_LIST.search(text, max(0, end.start() - LONGEST_LIST), end.start())
        if listed is None:
            continue
        for name in COUNTY_NAME.finditer(text, listed.start(), listed.end()):
            if candidates := load_counties().get(fold(name[0])):
                county = _toponym(name.start(), name[0], candidates)
                yield replace(county, key=f"{county.key} county")


def _find_abbreviations(text: str, found: Iterable[Toponym]) -> Iterator[Toponym]:
    """Yield the abbreviated state behind a place and a comma: `Springfield, MO`."""
    abbreviations = load_abbreviations() | load_postal_codes()
    for toponym in found:
        behind = ABBREVIATION_BEHIND.match(text, toponym.end)
        if behind is None:
            continue
        name = behind[1] if behind[1] in abbreviations else behind[1].rstrip(".")
        if name in abbreviations:
            yield _toponym(behind.start(1), name, (abbreviations[name],))

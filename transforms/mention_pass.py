"""Mentions revised with a whole document in view: labels, edges, and names that were found only once."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from transforms.countries import load_places, name_country
from transforms.first_names import is_first_name
from transforms.mentions import trim_span
from transforms.name_words import (
    HONORIFICS,
    KNOWN_ORGANISATIONS,
    NAMELESS,
    ORGANISATION_WORDS,
    PLACE_LEADS,
    PLACE_STARTS,
    PLACE_WORDS,
    TRIMMED,
)
from transforms.records import Mention
from transforms.roles import ROLE, ROLE_WORDS

NAMED: Final = frozenset({"PER", "ORG", "LOC", "MISC"})
LABELS: Final = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE", "MISC": "NORP"}
"""The label of a mention whose kind the document decides."""
LEADING_ARTICLE: Final = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
WORD: Final = re.compile(r"[^\W_][\w.'\u2019&-]*")
BEFORE: Final = re.compile(r"([\w.'-]+)[\s\"\u201c(]*$")
CAPITALISED: Final = re.compile(r"[^\W\d_a-z][\w'\u2019.-]*")
INITIAL: Final = re.compile(r"\s+(?:[A-Z]\.\s*)*(?:[A-Z][\w'\u2019-]+)")
SPELT_OUT: Final = re.compile(r"((?:[A-Z][\w'\u2019-]* |of |for |the |and |on |in ){2,10})\(([A-Z]{2,8})\)")
MINISTRY: Final = re.compile(
    r"\b([A-Z][\w.'\u2019-]+) (?:(?:defen[cs]e|foreign|interior|health|justice|finance|energy|economy) ministry)\b"
)
CAPITAL: Final = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September"
    r"|October|November|December)[A-Z][\w'\u2019&]*(?:-[A-Z][\w'\u2019]*)*"
)
HEADED: Final = re.compile(
    rf"(?<![\w-])(?:{CAPITAL} ){{0,3}}(?:Organi[sz]ation|Ministry|Department|Association|Council|Commission"
    r"|Committee|Union|Federation|Institute|Cent(?:er|re)|Bank|Bureau|Office|University|Agency|Authority|Board"
    r"|Alliance|Movement|Front|Party|Congress|House|Court|Academy|Chamber|Coalition|Conference|Foundation|League"
    r"|Network|Society)"
    rf" (?:of|for|on|against) (?:the )?{CAPITAL}(?: (?:and |of |of the |in |for |the )?{CAPITAL}){{0,6}}"
)
TAILED: Final = re.compile(rf"(?<![\w-])(?:{CAPITAL} ){{1,4}}([A-Z][a-z]+)\b(?! [A-Z])")
AGENCY: Final = re.compile(
    r"^[^\w\n]{0,3}[A-Z][A-Z .'\u2019-]+(?:, [A-Z][\w .]+)? \(([A-Z][\w .&-]{2,30})\)", re.MULTILINE
)
"""The agency in a dateline: `ORBEL (Northern Wire) -`."""
WEAK_TAILS: Final = frozenset(
    {"post", "times", "news", "press", "line", "lines", "team", "center", "centre", "school", "records", "college",
     "guards", "house", "office", "watch", "journal", "power", "forces", "force"}
)  # fmt: skip
"""Words that end names of other things too, so that they alone find nothing."""
BESIDE_ROLE: Final = re.compile(rf"\b(?:{ROLE_WORDS}),? $", re.IGNORECASE)
ROLE_BEHIND: Final = re.compile(
    rf", (?:(?:the|an?|its|their|his|her)\s)?(?:[\w'\u2019-]+ ){{0,4}}?(?:{ROLE_WORDS})\b", re.IGNORECASE
)
OFFICE_BEFORE_NAME: Final = re.compile(r",? [A-Z]")
STRONG: Final = 4.0
MOST_NAMES: Final = 2000
"""Names of one text that are looked for again; a text with more is a list."""


def revise_mentions(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return a text's mentions, sorted and disjoint, as the whole document tells them.

    A surface has one label throughout; a lone surname is the person of the full name; a name that was found in one
    place is found in all; titles and possessives are no part of a name.
    """
    trimmed = [_trim(text, one) for one in mentions if one.kind in NAMED]
    proper = [one for one in trimmed if one is not None and one.text.lower() not in NAMELESS]
    cut = [left for one in proper if (left := _cut_role(text, one)) is not None]
    told = [*_find_spelt_out(text), *_find_ministries(text), *_find_organisations(text)]
    named = _join(text, [*cut, *told])
    kinds = _decide_kinds(text, named, frozenset(_fold(one.text) for one in told))
    revised = [_relabel(one, kinds[_fold(one.text)]) for one in named]
    revised += _propagate(text, revised, kinds)
    others = [one for one in mentions if one.kind not in NAMED]
    return tuple(_without_overlaps(revised, others))


def _fold(name: str) -> str:
    article = LEADING_ARTICLE.match(name)
    return " ".join(name[article.end() if article else 0 :].casefold().split())


def _trim(text: str, mention: Mention) -> Mention | None:
    """Return a mention without article, title and possessive; None if nothing is left."""
    start, end = mention.start, mention.end
    if article := LEADING_ARTICLE.match(text, start, end):
        start = article.end()
    if mention.kind == "PER":
        while (word := WORD.match(text, start, end)) and word[0].casefold().rstrip(".") in TRIMMED:
            following = WORD.search(text, word.end(), end)
            if following is None:
                break
            start = following.start()
    start, end = trim_span(text, start, end)
    return replace(mention, start=start, end=end, text=text[start:end]) if start < end else None


def _cut_role(text: str, mention: Mention) -> Mention | None:
    """Return an organisation without the office in it that heads the name behind it; None if nothing is left.

    Of `Rivers Council Coordinator Ada Okonjo` the organisation is the Rivers Council.
    """
    if mention.kind != "ORG" or not OFFICE_BEFORE_NAME.match(text, mention.end):
        return mention
    if re.search(r"\bSecretary of $", text[: mention.start][-14:]):
        return None
    office = ROLE.search(mention.text)
    if office is None:
        return mention
    left = mention.text[: office.start()].rstrip()
    return replace(mention, end=mention.start + len(left), text=left) if left else None


def _join(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Join a nationality with the organisation behind it, and the pieces of one person's name."""
    joined: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        before = joined[-1] if joined else None
        if before and mention.start < before.end:
            if mention.end - mention.start > before.end - before.start:
                joined[-1] = mention
            continue
        if before and text[before.end : mention.start] == " ":
            is_organisation = (
                before.label == "NORP" and mention.kind == "ORG" and mention.text.split()[0][:1].isupper()
            )
            is_person = before.kind == mention.kind == "PER" and " " not in before.text
            if is_organisation or is_person:
                joined[-1] = replace(mention, start=before.start, text=text[before.start : mention.end])
                continue
        joined.append(mention)
    return joined


def _find_spelt_out(text: str) -> Iterator[Mention]:
    """Yield organisations that bring their acronym with them: `Alliance for Open Rivers (AOR)`."""
    for match in SPELT_OUT.finditer(text):
        acronym = match[2]
        words = match[1].split()
        for first in range(len(words)):
            tail = words[first:]
            letters = "".join(word[0] for word in tail if word[0].isupper())
            if letters == acronym and tail[0][0].isupper():
                start = match.start(2) - 2 - len(" ".join(tail))
                if text[start : match.start(2) - 2] == " ".join(tail):
                    yield _organisation(text, start, match.start(2) - 2)
                    yield _organisation(text, match.start(2), match.end(2))
                break


def _find_organisations(text: str) -> Iterator[Mention]:
    """Yield organisations that their own words show, whatever the model thought of them."""
    for match in HEADED.finditer(text):
        yield _organisation(text, _skip_article(text, match.start()), match.end())
    for match in TAILED.finditer(text):
        tail = match[1].casefold()
        if tail in ORGANISATION_WORDS and tail not in WEAK_TAILS and not _begins_sentence(text, match.start()):
            yield _organisation(text, _skip_article(text, match.start()), match.end())
    for match in AGENCY.finditer(text):
        yield _organisation(text, match.start(1), match.end(1))


def _skip_article(text: str, start: int) -> int:
    article = LEADING_ARTICLE.match(text, start)
    return article.end() if article else start


def _begins_sentence(text: str, start: int) -> bool:
    """Whether a capital letter may only mean that a sentence begins; after `The` it means more."""
    before = text[:start].rstrip()[-1:]
    return (not before or before in '.!?\n\u201c"') and not LEADING_ARTICLE.match(text, start)


def _find_ministries(text: str) -> Iterator[Mention]:
    """Yield `the Armenian defence ministry`, which no capital letter shows."""
    for match in MINISTRY.finditer(text):
        if name_country(match[1]).kind in {"plain", "ambiguous"}:
            yield _organisation(text, match.start(1), match.end())


def _organisation(text: str, start: int, end: int) -> Mention:
    return Mention(start=start, end=end, text=text[start:end], label="ORG", kind="ORG")


def _decide_kinds(text: str, mentions: Sequence[Mention], told: Collection[str]) -> Mapping[str, str]:
    """Return the kind of each name: what the model said most often, and what words in and around it say.

    `told` are names that the text itself shows to be organisations.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        name = _fold(mention.text)
        votes[name][mention.kind or "MISC"] += 1.0  # type: ignore[assignment]
        for kind, weight in _weigh_context(text, mention):
            votes[name][kind] += weight  # type: ignore[assignment]
    for name, counts in votes.items():
        often = max(1.0, sum(counts.values()) / 2)
        counts["ORG"] += STRONG * often * (name in told)  # type: ignore[assignment]
        for kind, weight in _weigh_words(name):
            counts[kind] += weight * often  # type: ignore[assignment]
    surnames = {
        name.rsplit(" ", 1)[-1] for name, counts in votes.items() if " " in name and _best(counts) == "PER"
    }
    for name in surnames & votes.keys():
        votes[name]["PER"] += STRONG  # type: ignore[assignment]
    return {name: _best(counts) for name, counts in votes.items()}


def _best(counts: Counter[str]) -> str:
    return max(sorted(counts), key=counts.__getitem__)


def _weigh_words(name: str) -> Iterator[tuple[str, float]]:
    """Yield what a name's own words say of its kind."""
    words = [word.strip(".,'\u2019") for word in name.split()]
    if name in KNOWN_ORGANISATIONS:
        yield "ORG", 2 * STRONG
        return
    country = name_country(name)
    if country.kind == "plain":
        yield ("MISC" if country.is_demonym else "LOC"), 2 * STRONG
        return
    if country.kind == "metonym" or name in _list_regions():
        yield "LOC", STRONG
        return
    if 2 <= len(words) <= 4 and is_first_name(words[0]) and words[-1] not in ORGANISATION_WORDS | PLACE_WORDS:
        yield "PER", STRONG
        return
    head = words[0] if len(words) > 2 and words[1] in {"of", "for"} else words[-1]
    if len(words) > 1 and (head in ORGANISATION_WORDS or head.removesuffix("s") in ORGANISATION_WORDS):
        yield "ORG", STRONG
    elif len(words) > 1 and (head in PLACE_WORDS or words[0] in PLACE_STARTS - {"st", "saint", "san", "santa"}):
        yield "LOC", STRONG
    elif head in ORGANISATION_WORDS:
        yield "ORG", 1.0


@cache
def _list_regions() -> frozenset[str]:
    regions = load_places()["regions"]
    return frozenset(
        name.casefold() for one in regions for name in (one["name"], *one["aliases"]) if len(name) > 3
    )


def _weigh_context(text: str, mention: Mention) -> Iterator[tuple[str, float]]:
    """Yield what the words beside a mention say of its kind."""
    before = BEFORE.search(text, max(0, mention.start - 30), mention.start)
    word = before[1].casefold().rstrip(".") if before else ""
    last = mention.text.rsplit(" ", 1)[-1].casefold()
    if " " in mention.text and mention.kind in {"PER", "ORG"} and last not in ORGANISATION_WORDS | PLACE_WORDS:
        if BESIDE_ROLE.search(text, max(0, mention.start - 30), mention.start):
            yield "PER", 2.0
        if ROLE_BEHIND.match(text, mention.end, mention.end + 80):
            yield "PER", 1.5
        if word == "in" and mention.kind == "PER":
            yield "LOC", 1.1
    if word in HONORIFICS and mention.kind != "ORG" and mention.text[:1].isupper():
        yield "PER", 2.0
    elif word in PLACE_LEADS and " " not in mention.text and mention.kind in {"PER", "ORG"}:
        yield "LOC", 1.1 if word in {"in", "near"} and not mention.text.isupper() else 0.4


def _relabel(mention: Mention, kind: str) -> Mention:
    if mention.kind == kind:
        return mention
    return replace(mention, kind=kind, label=LABELS[kind])


def _propagate(text: str, mentions: Sequence[Mention], kinds: Mapping[str, str]) -> Iterator[Mention]:
    """Yield the places where a name stands that was found elsewhere, persons' surnames included."""
    names: dict[str, Mention] = {}
    for mention in mentions:
        if _is_distinct(mention.text):
            names.setdefault(mention.text, mention)
        if mention.kind == "PER" and " " in mention.text:
            surname = mention.text.rsplit(" ", 1)[-1]
            if _is_distinct(surname) and kinds.get(_fold(surname), "PER") == "PER":
                names.setdefault(surname, mention)
    if not names or len(names) > MOST_NAMES:
        return
    pattern = re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?![\w-])"
    )
    taken = sorted((one.start, one.end) for one in mentions)
    for match in pattern.finditer(text):
        place = bisect_left(taken, (match.end(), 0))
        if not place or taken[place - 1][1] <= match.start():
            known = names[match[0]]
            yield replace(known, start=match.start(), end=match.end(), text=match[0])


def _is_distinct(name: str) -> bool:
    """Whether a word found elsewhere in the text must be the same name."""
    return (
        name[:1].isupper()
        and (len(name) >= 4 or (len(name) >= 2 and name.isupper()))
        and name.lower() not in NAMELESS
    )


def _without_overlaps(named: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """Return the mentions in order; of two that overlap the longer name stays."""
    kept: list[Mention] = []
    for mention in sorted(named, key=lambda one: (one.start, -one.end)):
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
        else:
            kept.append(mention)
    starts, ends = [one.start for one in kept], [one.end for one in kept]
    free = [one for one in others if bisect_left(starts, one.end) == bisect_right(ends, one.start)]
    return sorted([*kept, *free], key=lambda one: (one.start, one.end))

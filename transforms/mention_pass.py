"""Mentions revised with a whole document in view: labels, edges, and names that were found only once."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from transforms.countries import name_country
from transforms.first_names import is_first_name
from transforms.mentions import trim_span
from transforms.name_edges import CAPTION_WORDS, extend_names, split_names
from transforms.name_evidence import find_title
from transforms.name_kinds import GUESS, LEADING_ARTICLE, decide_kinds, fold_name
from transforms.name_words import (
    BARE,
    KNOWN_BY_WORDS,
    KNOWN_ORGANISATIONS,
    NAMELESS,
    ORGANISATION_WORDS,
    STARTERS,
    TITLES,
)
from transforms.records import Mention
from transforms.roles import ROLE

NAMED: Final = frozenset({"PER", "ORG", "LOC", "MISC"})
LABELS: Final = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE", "MISC": "NORP"}
"""The label of a mention whose kind the document decides."""
WORD: Final = re.compile(r"[^\W_][\w.'\u2019&-]*")
CAPITALISED: Final = re.compile(
    r"(?<![\w\u2019'&-])[A-Z\u00c0-\u00de][\w\u2019'&-]*"
    r"(?: (?:(?:of|of the|de|la|von|van|der|du|and|the|&) )?[A-Z\u00c0-\u00de][\w\u2019'&-]*)*"
)
SPELT_OUT: Final = re.compile(
    r"(?<![\w'\u2019-])((?:[A-Z][\w'\u2019-]* |of |for |the |and |on |in ){2,10})\(([A-Z]{2,8})\)"
)
MINISTRY: Final = re.compile(
    r"(?<![\w.'\u2019-])([A-Z][\w.'\u2019-]++) (?:defen[cs]e|foreign|interior|health|justice|finance|energy"
    r"|economy) ministry\b"
)
CAPITAL: Final = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September"
    r"|October|November|December)[A-Z][\w'\u2019&]*+"
    r"(?:-(?!(?:led|based|backed|born|run|owned|style|funded|sponsored)\b)\w[\w'\u2019]*+)*+"
)
HEADED: Final = re.compile(
    rf"(?<![\w'\u2019-])(?:{CAPITAL} ){{0,3}}(?:Organi[sz]ation|Ministry|Department|Association|Council|Commission"
    r"|Committee|Union|Federation|Institute|Cent(?:er|re)|Bank|Bureau|Office|University|Agency|Authority|Board"
    r"|Alliance|Movement|Front|Party|Congress|House|Court|Academy|Chamber|Coalition|Conference|Foundation|League"
    r"|Network|Society)"
    rf" (?:of|for|on|against) (?:the )?{CAPITAL}(?: (?:and |of |of the |in |for |the )?{CAPITAL}){{0,6}}"
)
TAILED: Final = re.compile(rf"(?<![\w'\u2019-])(?:{CAPITAL} ){{1,4}}([A-Z][a-z]+)\b(?! [A-Z])")
DATELINE: Final = re.compile(
    r"^[^\w\n]{0,3}([A-Z][A-Z .'\u2019-]*[A-Z])(?:, ([A-Z][\w .]+))? \(([A-Z][\w .&-]{2,30})\)", re.MULTILINE
)
"""Places and agency with which an article begins: `ORBEL, Tarn (Northern Wire) -`."""
WEAK_TAILS: Final = frozenset(
    {"post", "times", "news", "press", "line", "lines", "team", "center", "centre", "school", "records", "college",
     "guards", "house", "office", "watch", "journal", "power", "forces", "force"}
)  # fmt: skip
"""Words that end names of other things too, so that they alone find nothing."""
AND_PRONOUN: Final = re.compile(r" and (?:I|He|She|We|They)\b.*")
FULL_STOP: Final = re.compile(r" (?!(?:Jr|Sr|Esq)\b)\w{2,}\.$")
"""Behind a person's last word: it ends the sentence."""
CAPTION_BEHIND: Final = re.compile(rf" (?:{'|'.join(sorted(CAPTION_WORDS))}):$", re.IGNORECASE)
"""Behind a name that the line of a picture's maker follows: `Orbel Image: Ada Okonjo`."""
LEFT_OUT: Final = NAMELESS | STARTERS | CAPTION_WORDS | {"of"}
STARTER: Final = re.compile(r"([\w\u2019'&-]+) ?")
SENTENCE_ENDS: Final = '.!?:\n"\u201c\u2018*\u2022'
OFFICE_BEFORE_NAME: Final = re.compile(r",? [A-Z]")
MOST_NAMES: Final = 2000
"""Names of one text that are looked for again; a text with more is a list."""


def revise_mentions(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return a text's mentions, sorted and disjoint, as the whole document tells them.

    A surface has one label throughout; a lone surname is the person of the full name; a name that was found in one
    place is found in all; titles and possessives are no part of a name.
    """
    named, told = gather_names(text, mentions)
    kinds = decide_kinds(text, named, told)
    revised = [_relabel(one, kind) for one in named if (kind := kinds[fold_name(one.text)])]
    revised = _join(text, [one for named in revised if (one := _trim(text, named)) is not None])
    revised += _propagate(text, revised, kinds)
    others = [one for one in mentions if one.kind not in NAMED]
    return tuple(_without_overlaps(revised, others))


def gather_names(text: str, mentions: Sequence[Mention]) -> tuple[list[Mention], frozenset[str]]:
    """Return the spans of a text that may be names, and the folded names that it shows to be organisations.

    Those that the model did not find have the label and kind NONE.
    """
    trimmed = [_trim(text, one) for one in mentions if one.kind in NAMED]
    proper = [one for one in trimmed if one is not None and one.text.lower().rstrip(".") not in NAMELESS | BARE]
    cut = [left for one in proper if (left := _cut_role(text, one)) is not None]
    told = [*_find_spelt_out(text), *_find_ministries(text), *_find_organisations(text)]
    named = _join(text, [*split_names(text, cut), *told, *_find_dateline_places(text)])
    named = _join(text, list(extend_names(text, named, [one for one in mentions if one.kind not in NAMED])))
    others = [one for one in mentions if one.kind in NAMED or one.text.casefold() not in KNOWN_ORGANISATIONS]
    named += _guess_names(text, [*named, *others])
    named = [one for one in named if any(map(str.isalnum, one.text))]
    return sorted(named, key=lambda one: one.start), frozenset(fold_name(one.text) for one in told)


def _trim(text: str, mention: Mention) -> Mention | None:
    """Return a mention without article, title and possessive; None if nothing is left."""
    start, end = mention.start, mention.end
    if article := LEADING_ARTICLE.match(text, start, end):
        start = article.end()
    if mention.kind != "PER" and (titled := find_title(text[start:end])):
        start += titled
        mention = replace(mention, label="PERSON", kind="PER")
    if mention.kind == "PER":
        while (word := WORD.match(text, start, end)) and word[0].casefold().rstrip(".") in TITLES:
            following = WORD.search(text, word.end(), end)
            if following is None:
                break
            start = following.start()
    start, end = trim_span(text, start, end)
    if caption := CAPTION_BEHIND.search(text, start, min(end + 1, len(text))):
        end = caption.start()
    if mention.kind == "PER" and FULL_STOP.search(text, max(start, end - 20), end):
        end -= 1
    if (start, end) == (mention.start, mention.end):
        return mention
    return replace(mention, start=start, end=end, text=text[start:end]) if start < end else None


def _cut_role(text: str, mention: Mention) -> Mention | None:
    """Return an organisation without the office in it that heads the name behind it; None if nothing is left.

    Of `Rivers Council Coordinator Ada Okonjo` the organisation is the Rivers Council.
    """
    if mention.kind != "ORG" or not OFFICE_BEFORE_NAME.match(text, mention.end):
        return mention
    if text.endswith("Secretary of ", max(0, mention.start - 14), mention.start):
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
    for match in DATELINE.finditer(text):
        yield _organisation(text, *match.span(3))
    for name in KNOWN_BY_WORDS:
        start = text.find(name)
        while start >= 0:
            yield _organisation(text, start, start + len(name))
            start = text.find(name, start + len(name))


def _find_dateline_places(text: str) -> Iterator[Mention]:
    """Yield the places with which agencies begin: `ORBEL, Tarn (Northern Wire) -`."""
    for match in DATELINE.finditer(text):
        for group in (1, 2):
            if match[group]:
                yield _mention(text, *match.span(group), kind="LOC")


def _skip_article(text: str, start: int) -> int:
    article = LEADING_ARTICLE.match(text, start)
    return article.end() if article else start


def _begins_sentence(text: str, start: int) -> bool:
    """Whether a capital letter may only mean that a sentence or a line begins; after `The` it means more."""
    before = text[max(0, start - 4) : start].rstrip(" \t\u00a0")[-1:]
    return (not before or before in SENTENCE_ENDS) and not LEADING_ARTICLE.match(text, start)


def _find_ministries(text: str) -> Iterator[Mention]:
    """Yield `the Armenian defence ministry`, which no capital letter shows."""
    for match in MINISTRY.finditer(text):
        if name_country(match[1]).kind in {"plain", "ambiguous"}:
            yield _organisation(text, match.start(1), match.end())


def _organisation(text: str, start: int, end: int) -> Mention:
    return _mention(text, start, end, kind="ORG")


def _mention(text: str, start: int, end: int, *, kind: str) -> Mention:
    return Mention(start=start, end=end, text=text[start:end], label=LABELS[kind], kind=kind)


def _guess_names(text: str, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the capitalised words between the mentions, but not one that only begins a sentence."""
    spans = sorted((one.start, one.end) for one in taken)
    starts = [start for start, _ in spans]
    ends = list(accumulate((end for _, end in spans), max))
    for match in CAPITALISED.finditer(text):
        start, end = match.span()
        if bisect_left(starts, end) != bisect_right(ends, start):
            continue
        start, end = _trim_guess(text, start, end)
        name = text[start:end]
        if len(name) < 2 or name.casefold() in BARE or ROLE.fullmatch(name.rsplit(" ", 1)[-1]):
            continue
        if " " not in match[0] and _begins_sentence(text, start) and not _is_known(name):
            continue
        yield Mention(start=start, end=end, text=name, label=GUESS, kind=GUESS)


def _trim_guess(text: str, start: int, end: int) -> tuple[int, int]:
    """Return capitalised words without those that only begin a sentence, and a person without what follows."""
    while (word := STARTER.match(text, start, end)) and word[1].casefold() in LEFT_OUT:
        start = word.end()
    if pronoun := AND_PRONOUN.search(text, start, end):
        end = pronoun.start()
    beyond = text.find(" of ", start, end)
    if beyond > 0 and (word := STARTER.match(text, start, beyond)) and is_first_name(word[1].casefold()):
        end = beyond
    return trim_span(text, start, end)


def _is_known(name: str) -> bool:
    """Whether a word is a name wherever it stands: an organisation's or a country's."""
    return name.casefold() in KNOWN_ORGANISATIONS or name_country(name).kind != "none"


def _relabel(mention: Mention, kind: str) -> Mention:
    if mention.kind == kind:
        return mention
    return replace(mention, kind=kind, label=LABELS[kind])


def _propagate(text: str, mentions: Sequence[Mention], kinds: Mapping[str, str | None]) -> Iterator[Mention]:
    """Yield the places where a name stands that was found elsewhere, persons' surnames included."""
    names: dict[str, Mention] = {}
    for mention in mentions:
        if _is_distinct(mention.text):
            names.setdefault(mention.text, mention)
        if mention.kind == "PER" and " " in mention.text:
            surname = mention.text.rsplit(" ", 1)[-1]
            if _is_distinct(surname) and kinds.get(fold_name(surname), "PER") == "PER":
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

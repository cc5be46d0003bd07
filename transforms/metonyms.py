"""Capitals and seats that stand for their government: `Moscow denied it`, `the Kremlin wants talks`."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from transforms.candidates import Candidate, load_countries
from transforms.countries import name_country
from transforms.gazetteer import fold
from transforms.records import Mention
from transforms.speech_cues import VERBS
from transforms.support import Sense
from transforms.toponyms import Toponym

NO_STATEMENT: Final = frozenset(
    {"feel", "find", "hear", "know", "learn", "love", "like", "read", "rip", "show", "see"}
)
"""Verbs that a city as such may be the subject of."""
ORGANS: Final = frozenset({"bundestag", "duma", "knesset", "state department", "state duma"})
"""Seats of the table of forms that are organisations rather than places."""
DEEDS: Final = frozenset(
    {
        "backs", "backed", "bans", "banned", "cut",
        "expelled", "expels", "froze", "imposed", "imposes", "negotiated", "negotiates", "opposed", "ratified",
        "recognised", "recognises", "recognized", "recognizes", "retaliated", "retaliates", "sanctioned",
        "severed", "signed", "signs", "summoned", "summons", "suspended", "vetoed", "vetoes", "withdrew",
    }
)  # fmt: skip
"""What governments do to each other."""
AUXILIARIES: Final = frozenset(
    {"has", "had", "have", "will", "would", "could", "should", "did", "does", "may", "must"}
)
AFTER_BE: Final = frozenset({"is", "was", "been"})
FILLERS: Final = frozenset(
    {"also", "not", "never", "later", "again", "still", "now", "then", "yet", "since", "long"}
)
DAY: Final = re.compile(r" on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
WORD: Final = re.compile(r" ([a-z]+)\b")
MOST_WORDS: Final = 4
PARTNER: Final = re.compile(r" and (?:the )?")
NOT_SUBJECT: Final = re.compile(
    r"(?:\b(?:about|across|against|around|at|between|by|for|from|in|inside|into|leaving|left|near|of|off|on|outside"
    r"|over|reached|than|through|throughout|to|toward|towards|via|with|within|visiting|visited|like|central|downtown)"
    r"(?: the)?|[\w.]'s?|\u2019s?|,|[a-z]-|\b(?!The )[A-Z]\w*) $"
)
"""What stands before a name that is no subject: a preposition, a possessive, another name, a list."""
OBJECT: Final = re.compile(
    r"\b(?:accus|blam|condemn|criticis|criticiz|denounc|persuad|pressur|rebuk|thank|threaten|urg|warn)"
    r"(?:e|ed|es|ing|s)? $"
)
"""What stands before a name that somebody speaks to or of as to a government: `accused Kyiv of lying`."""
LONGEST_BEFORE: Final = 25


def find_metonyms(text: str, toponyms: Sequence[Toponym], senses: Mapping[str, Sense]) -> dict[int, Candidate]:
    """Return, by a toponym's number, the country whose government a capital's name stands for."""
    found: dict[int, Candidate] = {}
    for position in range(len(toponyms) - 1, -1, -1):
        toponym = toponyms[position]
        country = _name_government(toponym, senses.get(toponym.key))
        if country is None:
            continue
        if OBJECT.search(text, max(0, toponym.start - LONGEST_BEFORE), toponym.start):
            found[position] = country
            continue
        if not _is_subject(text, toponym.start):
            continue
        paired = position + 1 in found and PARTNER.fullmatch(text[toponym.end : toponyms[position + 1].start])
        if paired or says_something(text, toponym.end):
            found[position] = country
    return found


def find_seats(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int, Candidate]]:
    """Return the spans of seats that are no cities and do or say something, each with the government's country."""
    seats = []
    for mention in mentions:
        reading = name_country(mention.text)
        if reading.kind != "metonym" or fold(mention.text).removeprefix("the ") in ORGANS:
            continue
        if reading.country and says_something(text, mention.end):
            start = mention.start + (4 if mention.text[:4].lower() == "the " else 0)
            if _is_subject(text, mention.start):
                seats.append((start, mention.end, load_countries()[reading.country]))
    return seats


def says_something(text: str, end: int) -> bool:
    """Whether the words from a place of a text on are what a government does: saying, denying, wanting."""
    day = DAY.match(text, end)
    place = day.end() if day else end
    after_be = helped = False
    for _ in range(MOST_WORDS):
        word = WORD.match(text, place)
        if word is None:
            return False
        form = word[1]
        place = word.end()
        if form in AFTER_BE:
            after_be = True
        elif form in AUXILIARIES:
            helped = True
        elif form not in FILLERS and not form.endswith("ly"):
            return _is_statement(form, after_be=after_be, helped=helped)
    return False


def _is_statement(form: str, *, after_be: bool, helped: bool) -> bool:
    verb = VERBS.get(form)
    if form in DEEDS or (helped and form + "d" in DEEDS):
        return True
    if verb is None or verb in NO_STATEMENT:
        return False
    if form.endswith("ing"):
        return after_be
    return helped or form != verb or after_be


def _name_government(toponym: Toponym, sense: Sense | None) -> Candidate | None:
    """Return the country of which a toponym is the capital, if the name may stand for the government."""
    if sense is None or not sense.candidate.country:
        return None
    reading = name_country(toponym.text)
    is_seat = sense.candidate.is_capital or (
        reading.kind == "metonym" and reading.country == sense.candidate.country
    )
    return load_countries().get(sense.candidate.country) if is_seat else None


def _is_subject(text: str, start: int) -> bool:
    before = text[max(0, start - LONGEST_BEFORE) : start]
    return NOT_SUBJECT.search(before) is None

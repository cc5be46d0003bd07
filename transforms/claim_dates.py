"""When what a figure counts happened: the words of its sentence, and the day that they mean."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from transforms.claim_words import SAYING
from transforms.records import Figure

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTH: Final = (
    r"(?P<month{0}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
SMALL: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
DAY: Final = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b"
    rf"|\b(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH.format(1)}(?:,?\s+(?P<year1>(?:19|20)\d\d)\b)?"
    rf"|\b{MONTH.format(2)}\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year2>(?:19|20)\d\d)\b)?"
    r"|\b(?:(?P<which>last|next|every|each|previous)\s+)?"
    r"(?P<weekday>(?i:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b"
    r"|\b(?P<today>(?i:today|tonight|this\s+(?:morning|afternoon|evening)))\b"
    r"|\b(?P<yesterday>(?i:yesterday|last\s+night))\b"
    rf"|\b(?P<ago>\d{{1,2}}|(?i:an?|{'|'.join(SMALL)}))\s+(?P<unit>days?|weeks?)\s+ago\b"
)
"""Words that mean one day."""
TIME: Final = re.compile(
    r"(?<![-\u2010\u2011\w])(?:(?:mon|tues|wednes|thurs|fri|satur|sun|to|yester)day|tonight|night|morning|afternoon"
    r"|evening|noon|dawn|midnight|days?|weeks?|weekend|months?|years?|decades?|century|centuries|summers?|winters?"
    r"|spring|autumn|hours?|minutes?|ago|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|(?:1[6-9]|20)\d\d(?:s|\b))",
    re.IGNORECASE,
)
LONG_AGO: Final = re.compile(r"\b(?:months?|years?|decades?|summers?|winters?|\d{4})\b", re.IGNORECASE)
SAID_THEN: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(SAYING))}|put|gave|given|published|released a \w+)"
    r"(?:\s+(?:reporters|journalists|late|early|in a statement))?(?:\s+(?:on|late|early|here))*\s*$",
    re.IGNORECASE,
)
"""`Police said on Monday that …`: the day on which it was said."""
STRETCH: Final = re.compile(
    r"\b(?:by|since|until|till|before|after|from|between|to|for)\s+(?:early\s+|late\s+|the\s+)?$"
    r"|\bbetween\s+\w{1,20}\s+(?:\w{1,20}\s+)?and\s+$",
    re.IGNORECASE,
)
"""`By Wednesday`, `since Sunday`: an end of a stretch of time is not the day."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a sentence names: its span in the sentence, and the day."""

    start: int
    end: int
    day: date


def resolve_date(words: str, published: date) -> date | None:
    """Return the day that words mean in a text of that day, None for a month, a stretch or anything vague.

    A weekday is the last such day on or before publication, a day without a year the last such one.
    """
    match = DAY.search(words)
    return _read_day(match, published) if match else None


def find_days(sentence: str, published: date) -> Iterator[Day]:
    """Yield the days on which something happened, by a sentence: not when it was said, nor since or until."""
    for match in DAY.finditer(sentence):
        before = sentence[max(0, match.start() - 50) : match.start()]
        if SAID_THEN.search(before) or STRETCH.search(before):
            continue
        if day := _read_day(match, published):
            end = match.start() + len(match[0].rstrip("."))
            yield Day(match.start(), end, day)


def date_figures(figures: Iterable[Figure], text: str, published: date | None) -> tuple[Figure, ...]:
    """Return figures with the day that each happened on, where its sentence says so.

    Words that say no time are dropped from `date`. Without a day of publication only the words stay.
    """
    return tuple(_date(figure, text, published) for figure in figures)


def _date(figure: Figure, text: str, published: date | None) -> Figure:
    if figure.date and not TIME.search(figure.date):
        figure = replace(figure, date=None, date_span=None)
    if published is None or figure.background:
        return figure
    start, end = figure.sentence
    days = list(find_days(text[start:end], published))
    named = [one for one in days if _lies_in(one, start, figure.date_span)]
    chosen = named or ([] if figure.date and TIME.search(figure.date) and _tells_past(figure.date) else days)
    if not chosen or (not named and len({one.day for one in chosen}) > 1):
        return figure
    day = chosen[0]
    return replace(
        figure,
        date=text[start + day.start : start + day.end],
        date_span=(start + day.start, start + day.end),
        happened_on=day.day.isoformat(),
    )


def _lies_in(day: Day, start: int, span: tuple[int, int] | None) -> bool:
    return span is not None and start + day.start < span[1] and span[0] < start + day.end


def _tells_past(words: str) -> bool:
    """Whether words tell of another time than days: an event of a month or a year has no day in the sentence."""
    return LONG_AGO.search(words) is not None


def _read_day(match: re.Match[str], published: date) -> date | None:
    try:
        return _count_back(match.groupdict(), published)
    except (ValueError, OverflowError):  # 31 June, or a day beyond the calendar
        return None


def _count_back(found: Mapping[str, str], published: date) -> date | None:
    """Return the day that words mean; raise ValueError or OverflowError if no calendar has it."""
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    for number in "12":
        if found[f"day{number}"]:
            month = next(
                place
                for place, name in enumerate(MONTHS, 1)
                if name.startswith(found[f"month{number}"].casefold()[:3])
            )
            year = found[f"year{number}"]
            return _choose_year(int(found[f"day{number}"]), month, int(year) if year else None, published)
    if found["weekday"]:
        return _last_weekday(WEEKDAYS.index(found["weekday"].casefold()), found["which"], published)
    if found["today"] or found["yesterday"]:
        return published - timedelta(days=1 if found["yesterday"] else 0)
    return (
        published - timedelta(days=_count_days(found["ago"].casefold(), found["unit"])) if found["ago"] else None
    )


def _choose_year(day: int, month: int, year: int | None, published: date) -> date:
    """Return the day of its year, else the last such day up to the day after publication: clocks differ."""
    if year is not None:
        return date(year, month, day)
    this = date(published.year, month, day)
    return this if this <= published + timedelta(days=1) else date(published.year - 1, month, day)


def _last_weekday(weekday: int, which: str | None, published: date) -> date | None:
    if which in {"next", "every", "each"}:
        return None
    back = (published.weekday() - weekday) % 7
    return published - timedelta(days=back or (7 if which else 0))


def _count_days(number: str, unit: str) -> int:
    count = int(number) if number.isdigit() else 1 if number in {"a", "an"} else SMALL.index(number) + 1
    return count * (7 if unit.startswith("week") else 1)

"""Dates in addresses: the days that a sitemap's name speaks of, and the day in an article's path.

A number that may be something else (a counter, a folder of uploads) is taken for no date: a sitemap that is read
for nothing costs one request, one that is wrongly left out costs its articles.
"""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from transforms.dates import MONTHS

EARLIEST_YEAR: Final = 1990
PATH_DAY: Final = re.compile(
    r"/((?:19|20)\d\d)/(\d\d?)/(?:(\d\d?)/|(\d\d)$)"
    r"|/((?:19|20)\d\d)/([a-z]{3,9})/(?:(\d\d?)/|(\d\d)$)"
    r"|(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"
    r"|(?<!/issue)(?<!/issues)/((?:19|20)\d\d)/(\d\d)(?:/|$)",  # issues are numbered by the week, too
    re.IGNORECASE,
)
NAMED_DATE: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([-_/.]?)(\d\d)(?:\2(\d\d))?)?(?!\d)(?![-_]?w\d)", re.IGNORECASE
)
PARAMETERS: Final = {"yyyy": 0, "year": 0, "y": 0, "mm": 1, "month": 1, "m": 1, "dd": 2, "day": 2, "d": 2}
DIGITS: Final = re.compile(r"\d+")
SHORT_NUMBER: Final = re.compile(r"\d{1,4}")


class Period(NamedTuple):
    """Days of a calendar, both included."""

    first: date
    last: date


Parts = tuple[int, ...]
"""A year, or a year and a month, or a whole date."""


def find_path_period(url: str) -> Period | None:
    """Return the day, else the month, in an article's path: /2026/11/21/, /2026/nov/21/, 2026-11-21, /2026/11/."""
    match = PATH_DAY.search(url.partition("?")[0])
    if match is None:
        return None
    year, month, *day = (part for part in match.groups() if part)
    number = int(month) if month.isdigit() else MONTHS.get(month[:3].lower(), 0)
    return span_parts((int(year), number, *map(int, day)))


def find_name_periods(urls: Sequence[str]) -> list[Period | None]:
    """Return the days that each sitemap of one index holds by its name; None where the name does not say.

    Names that differ in their numbers alone are read together. A date that they all have is taken for none, for
    it may be that of a folder. And only what is a date in all of them is one: `-2024-9` and `-2024-13` count
    within a year.
    """
    dates = [list_dates(url) for url in urls]
    families: dict[str, list[int]] = defaultdict(list)
    for at, url in enumerate(urls):
        families[DIGITS.sub("#", url)].append(at)
    periods: list[Period | None] = [None] * len(urls)
    for family in families.values():
        found = read_family([dates[at] for at in family])
        if len(set(found)) > 1:
            for at, period in zip(family, found, strict=True):
                periods[at] = period
    return periods


def read_family(family: Sequence[Sequence[Parts]]) -> list[Period | None]:
    """Return the periods of names that belong together, as exact as the least exact of them."""
    exactness = min(len(parts) for dates in family for parts in dates or [()])
    if exactness == 0:
        return [None] * len(family)
    return [join_periods(span_parts(parts[:exactness]) for parts in dates) for dates in family]


def list_dates(url: str) -> list[Parts]:
    """Return the dates in an address's path and query, without those that another one says more exactly."""
    try:
        pieces = urlsplit(url)
    except ValueError:  # brackets that are no host
        return []
    named = read_parameters(dict(parse_qsl(pieces.query)))
    text = pieces.path if named else f"{pieces.path}?{pieces.query}"
    found = {named, *(read_named(match) for match in NAMED_DATE.finditer(text))}
    return [parts for parts in found if not any(parts == other[: len(parts)] for other in found - {parts})]


def read_parameters(query: Mapping[str, str]) -> Parts:
    """Return the date of `?yyyy=2026&mm=11&dd=20`; empty without a year."""
    numbers = {PARAMETERS[name.lower()]: value for name, value in query.items() if name.lower() in PARAMETERS}
    texts = takewhile(SHORT_NUMBER.fullmatch, (numbers.get(at, "") for at in range(3)))
    return cut_date([int(text) for text in texts])


def read_named(match: re.Match[str]) -> Parts:
    """Return the date of a match; digits without anything between them are one whole or nothing."""
    numbers = [int(match[at]) for at in (1, 3, 4) if match[at]]
    parts = cut_date(numbers)
    return parts if match[2] or len(parts) == len(numbers) else ()


def cut_date(numbers: Sequence[int]) -> Parts:
    """Return as many of year, month and day as are a date."""
    lengths = range(len(numbers), 0, -1)
    return next((tuple(numbers[:length]) for length in lengths if span_parts(tuple(numbers[:length]))), ())


def span_parts(parts: Parts) -> Period | None:
    """Return the days of a year, a month or a day; None for what is no date since 1990."""
    year, month, day = (*parts, 0, 0)[:3]
    if year < EARLIEST_YEAR:
        return None
    try:
        first = date(year, month if len(parts) > 1 else 1, day if len(parts) > 2 else 1)
    except ValueError:  # the shape of a date, but no such day
        return None
    last_month = first.month if len(parts) > 1 else 12
    last_day = first.day if len(parts) > 2 else calendar.monthrange(year, last_month)[1]
    return Period(first, date(year, last_month, last_day))


def join_periods(periods: Iterable[Period | None]) -> Period | None:
    """Return the days from the first to the last of several periods."""
    known = [period for period in periods if period]
    return Period(min(known).first, max(period.last for period in known)) if known else None

"""Dates as pages write them: read without a clock, weighed for plausibility, never invented."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import timezone as fixed_zone
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from transforms.records import Precision

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
TOLERANCE: Final = timedelta(days=1)
"""A page may lie this far in the future of its fetch: time zones and sloppy clocks."""

ISO: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})?)?",
    re.IGNORECASE,
)
COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
YEAR_FIRST: Final = re.compile(r"\b(\d{4})[./年]\s?(\d{1,2})[./月]\s?(\d{1,2})(?!\d)")
NUMERIC: Final = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b")
DAY_MONTH: Final = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})\b"
)
MONTH_DAY: Final = re.compile(r"\b([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
CLOCK: Final = re.compile(
    r"\b(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*([ap]\.?m\.?)?\s*(Z\b|UTC|GMT|[+-]\d{2}:?\d{2}|E[SD]T|C[SD]T|P[SD]T|CES?T|BST)?",
    re.IGNORECASE,
)
ZONE_HOURS: Final = {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "pst": -8,
    "pdt": -7,
    "cet": 1,
    "cest": 2,
    "bst": 1,
}
MAIL_ZONE: Final = re.compile(r"\d\d:\d\d(?::\d\d)?\s+([A-Z]{2,5})\s*$")
ZONE_MINUTES: Final = {
    "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MEZ": 60, "MET": 60, "WAT": 60,
    "CEST": 120, "MESZ": 120, "EET": 120, "CAT": 120, "SAST": 120, "IST": 330, "IDT": 180, "EEST": 180, "MSK": 180,
    "TRT": 180, "EAT": 180, "AST": -240, "ADT": -180, "GST": 240, "PKT": 300, "NPT": 345, "WIB": 420, "ICT": 420,
    "HKT": 480, "SGT": 480, "MYT": 480, "PHT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570, "AEST": 600,
    "ACDT": 630, "AEDT": 660, "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150, "ART": -180, "BRT": -180,
    "CLT": -240, "COT": -300, "PET": -300, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420,
    "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600,
}  # fmt: skip
"""What zone names of mail dates mean where the source's own zone has no such name: some have several meanings."""
MONTH_STEMS: Final = {
    1: "jan ene gen led sty",
    2: "feb fév fev úno lut",
    3: "mar mär mrt bře",
    4: "apr avr abr dub kwi",
    5: "mai may mag mei maj květ",
    6: "jun juin giu červen cze",
    7: "jul juil lug červenec lip",
    8: "aug aoû aou ago srp sie",
    9: "sep set zář wrz",
    10: "oct okt ott out říj paź",
    11: "nov lis",
    12: "dec dez déc dic pro gru",
}
MONTHS: Final = {stem: month for month, stems in MONTH_STEMS.items() for stem in stems.split()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDate:
    """An instant with the offset that the page gave (its source's zone if none), and how exactly it is known."""

    at: datetime
    precision: Precision

    @property
    def day(self) -> date:
        """The published day: the local date if only a day is known, else the UTC day."""
        return self.at.date() if self.precision == "day" else self.at.astimezone(UTC).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateEvidence:
    """One thing that says when: its words and the method that found them."""

    raw: str
    method: str
    known: ParsedDate | None = None
    """Its meaning, where somebody else has read the words already (the listing)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFinding:
    """The date that was chosen, or why there is none; `problem` says what was wrong with better evidence."""

    parsed: ParsedDate | None = None
    raw: str | None = None
    method: str | None = None
    problem: str | None = None


def choose_date(
    evidence: Iterable[DateEvidence], *, timezone: str | None, fetched_at: datetime | None
) -> DateFinding:
    """Return the first plausible date; a finer time of the same day in later evidence is preferred to a bare day.

    A date more than a day after `fetched_at` is `in_future` (no check without it: there is no clock here), one
    before 1990 `implausibly_old`, words that are no date `unreadable`, nothing at all `absent`.
    """
    best: DateFinding | None = None
    problem: DateFinding | None = None
    for item in evidence:
        finding = weigh_date(item, timezone=timezone, fetched_at=fetched_at)
        if finding.parsed is None:
            problem = problem or finding
        elif finding.parsed.precision != "day":
            if best is None or (best.parsed is not None and _same_local_day(best.parsed, finding.parsed)):
                return finding
        else:
            best = best or finding
    return best or problem or DateFinding(problem="absent")


def weigh_date(item: DateEvidence, *, timezone: str | None, fetched_at: datetime | None) -> DateFinding:
    """Read one piece of evidence and say what is wrong with it, if anything."""
    parsed = item.known or parse_date(item.raw, timezone)
    if parsed is None:
        return DateFinding(raw=item.raw, method=item.method, problem="unreadable")
    if parsed.at < EARLIEST:
        return DateFinding(raw=item.raw, method=item.method, problem="implausibly_old")
    if fetched_at is not None and parsed.at > fetched_at + TOLERANCE:
        return DateFinding(raw=item.raw, method=item.method, problem="in_future")
    return DateFinding(parsed=parsed, raw=item.raw, method=item.method)


def parse_date(raw: str, timezone: str | None = None) -> ParsedDate | None:
    """Read a date as a page writes it; None if it is none, or may be two (01/02/2026).

    A time without an offset is local to `timezone` (an IANA name; UTC if None or unknown).
    """
    text = " ".join(raw.split())[:200]
    zone = load_zone(timezone)
    try:
        return _parse_iso(text, zone) or _parse_epoch(text) or _parse_mail(text) or _parse_words(text, zone)
    except (ValueError, OverflowError):  # the shape of a date, but no such day
        return None


def find_named_zone(words: str, at: datetime, zone: tzinfo) -> tzinfo | None:
    """Return the zone whose name ends a mail date, the source's own if it has that name then; None if unknown."""
    named = MAIL_ZONE.search(words)
    if named is None:
        return None
    if at.replace(tzinfo=zone).tzname() == named[1]:
        return zone
    minutes = ZONE_MINUTES.get(named[1])
    return None if minutes is None else _fixed(minutes)


def load_zone(timezone: str | None) -> tzinfo:
    """Return the zone of that IANA name; UTC if None or unknown."""
    try:
        return ZoneInfo(timezone) if timezone else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def is_written(day: date, page: str) -> bool:
    """Whether a page spells this day somewhere, in any usual order: a guessed date must have a witness."""
    year, month, number = f"(?:{day.year}|{day.year % 100:02d})", f"0?{day.month}", f"0?{day.day}"
    between = r"\D{0,3}"
    orders = (
        rf"{day.year}{between}{month}{between}{number}(?!\d)",
        rf"{day.year}{day.month:02d}{day.day:02d}",
        rf"(?<!\d){number}\D{{1,3}}{month}\D{{1,3}}{year}(?!\d)",
        rf"(?<!\d){month}\D{{1,3}}{number}\D{{1,3}}{year}(?!\d)",
        rf"(?<!\d){number}\D{{2,25}}{day.year}(?!\d)",
    )
    return any(re.search(order, page) for order in orders)


def _same_local_day(known: ParsedDate, finer: ParsedDate) -> bool:
    return known.at.date() in {finer.at.date(), finer.at.astimezone(known.at.tzinfo).date()}


def _parse_iso(text: str, zone: tzinfo) -> ParsedDate | None:
    match = ISO.match(text) or COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    return _build(
        (int(year), int(month), int(day)),
        None if hour is None else (int(hour), int(minute), None if second is None else int(second)),
        _read_offset(offset) or zone,
    )


def _parse_epoch(text: str) -> ParsedDate | None:
    if not re.fullmatch(r"\d{10}(?:\d{3})?", text):
        return None
    seconds = int(text) / (1000 if len(text) == 13 else 1)
    return ParsedDate(at=datetime.fromtimestamp(seconds, UTC), precision="second")


def _parse_mail(text: str) -> ParsedDate | None:
    """RFC 822 dates of feeds, and JavaScript's own form."""
    if not re.match(r"[A-Za-z]{3},? ", text) or not re.search(r"\d:\d\d", text):
        return None
    script = re.match(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{4}) ([\d:]{8}) (?:GMT|UTC)([+-]\d{4})", text)
    mail = "{1} {0} {2} {3} {4}".format(*script.groups()) if script else text
    try:
        at = parsedate_to_datetime(mail)
    except (TypeError, ValueError, IndexError):
        return None
    return ParsedDate(at=at if at.tzinfo else at.replace(tzinfo=UTC), precision="second")


def _parse_words(text: str, zone: tzinfo) -> ParsedDate | None:
    """Dates for readers: 21 November 2026, Nov 21, 2026, 21.11.2026, 2026/11/21, with a time if there is one."""
    match = YEAR_FIRST.search(text)
    days = (int(match[1]), int(match[2]), int(match[3])) if match else None
    if days is None and (match := DAY_MONTH.search(text)) and (month := _read_month(match[2])):
        days = (int(match[3]), month, int(match[1]))
    if days is None and (match := MONTH_DAY.search(text)) and (month := _read_month(match[1])):
        days = (int(match[3]), month, int(match[2]))
    if days is None and (match := NUMERIC.search(text)):
        days = _order_numbers(int(match[1]), int(match[3]), int(match[4]), separator=match[2])
    if days is None or match is None:
        return None
    return _build(days, *_read_clock(text[: match.start()] + " " + text[match.end() :], zone))


def _read_month(word: str) -> int | None:
    lower = word.lower()
    lengths = range(len(lower), 2, -1)
    return next((MONTHS[lower[:length]] for length in lengths if lower[:length] in MONTHS), None)


def _order_numbers(first: int, second: int, year: int, *, separator: str) -> tuple[int, int, int] | None:
    """Day before month with dots, and wherever the numbers leave no choice; None if they leave one."""
    if separator == "." or first > 12 or first == second:
        return year, second, first
    return (year, first, second) if second > 12 else None


def _read_clock(text: str, zone: tzinfo) -> tuple[tuple[int, int, int | None] | None, tzinfo]:
    match = CLOCK.search(text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None, zone
    hour = int(match[1])
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower().startswith("p") else 0)
    return (hour, int(match[2]), int(match[3]) if match[3] else None), _read_offset(match[5]) or zone


def _read_offset(offset: str | None) -> tzinfo | None:
    if not offset:
        return None
    name = offset.lower()
    if name in {"z", "utc", "gmt"}:
        return UTC
    if name in ZONE_HOURS:
        return _fixed(ZONE_HOURS[name] * 60)
    digits = re.sub(r"\D", "", offset)
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    return _fixed((hours * 60 + minutes) * (-1 if offset.startswith("-") else 1))


def _fixed(minutes: int) -> tzinfo:
    return fixed_zone(timedelta(minutes=minutes))


def _build(days: tuple[int, int, int], clock: tuple[int, int, int | None] | None, zone: tzinfo) -> ParsedDate:
    year, month, day = days
    if clock is None:
        return ParsedDate(at=datetime(year, month, day, tzinfo=zone), precision="day")
    hour, minute, second = clock
    at = datetime(year, month, day, hour, minute, second or 0, tzinfo=zone)
    return ParsedDate(at=at, precision="minute" if second is None else "second")

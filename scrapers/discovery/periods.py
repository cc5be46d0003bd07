"""The days, months or years that an archive's addresses name, and which of them a window needs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final, Literal

from transforms.dates import load_zone

Unit = Literal["day", "month", "year"]
ONE_DAY: Final = timedelta(days=1)
FIELD: Final = re.compile(r"\{(yyyy|mm|m|dd|d)\}")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days, both included."""

    first: date
    last: date


def find_unit(template: str) -> Unit:
    """Return what one address of the template stands for."""
    names = set(FIELD.findall(template))
    if names & {"dd", "d"}:
        return "day"
    return "month" if names & {"mm", "m"} else "year"


def find_period(day: date, unit: Unit) -> Period:
    """Return the period that a day lies in."""
    if unit == "day":
        return Period(day, day)
    first = day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)
    year, month = (first.year, first.month + 1) if unit == "month" and first.month < 12 else (first.year + 1, 1)
    return Period(first, date.max if year > date.max.year else date(year, month, 1) - ONE_DAY)


def go_back(period: Period, unit: Unit) -> Iterator[Period]:
    """Yield the periods before one, the nearest first."""
    while period.first > date.min:
        period = find_period(period.first - ONE_DAY, unit)
        yield period


def list_periods(unit: Unit, first: date, last: date) -> list[Period]:
    """Return the periods that hold the days from first to last, the newest first."""
    newest = find_period(last, unit)
    return [newest, *(period for period in take_until(go_back(newest, unit), first))]


def take_until(periods: Iterable[Period], first: date) -> Iterator[Period]:
    """Yield periods as long as they end on a day or later."""
    for period in periods:
        if period.last < first:
            return
        yield period


def find_days(since: datetime, until: datetime, *, now: datetime, timezone: str) -> tuple[date, date]:
    """Return the first and last day whose pages may list what was published from since to until.

    One day more on each side, since the site's days may be neither those of UTC nor those of the zone that its
    catalog entry states; but none that has not begun anywhere.
    """
    today = max(now.astimezone(UTC).date(), now.astimezone(load_zone(timezone)).date())
    last = (until.astimezone(UTC) - timedelta(microseconds=1)).date()
    end = min(last + ONE_DAY if last < date.max else last, today)
    first = since.astimezone(UTC).date()
    return min(first - ONE_DAY if first > date.min else first, end), end


def touches(period: Period, since: datetime, until: datetime, *, timezone: str) -> bool:
    """Whether a day of the period, as the source or as UTC means it, has an instant from since to until."""
    zone = load_zone(timezone)
    starts = [datetime.combine(period.first, time.min, one).astimezone(UTC) for one in (zone, UTC)]
    after = period.last + ONE_DAY if period.last < date.max else period.last
    ends = [datetime.combine(after, time.min, one).astimezone(UTC) for one in (zone, UTC)]
    return min(starts) < until and max(ends) > since


def find_controls(asked: Iterable[Period], known: Iterable[date], unit: Unit, *, most: int) -> list[Period]:
    """Return periods that were not asked for and should have pages, if the site has any.

    Those of days with known articles, the nearest first, then those right before the ones asked for.
    """
    done = set(asked)
    oldest = min(done)
    nearest = sorted({find_period(day, unit) for day in known}, key=lambda one: abs(one.first - oldest.first))
    wanted = [*nearest, *islice(go_back(oldest, unit), most)]
    return [period for period in dict.fromkeys(wanted) if period not in done][:most]


def fill_period(template: str, period: Period) -> str:
    """Return the template with the period's numbers."""
    return FIELD.sub(lambda field: write_field(field[1], period.first), template)


def write_field(name: str, day: date) -> str:
    """Return one number as its field writes it."""
    number = {"y": day.year, "m": day.month, "d": day.day}[name[0]]
    return f"{number:0{len(name)}d}"


def shows_period(url: str, template: str, period: Period) -> bool:
    """Whether an address still names the period: a site may lead elsewhere from pages that it does not have."""
    return all(write_field(name, period.first) in url for name in FIELD.findall(template))

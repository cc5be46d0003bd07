"""Which archive pages a window needs, and how their addresses are written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scrapers.discovery.periods import (
    Period,
    fill_period,
    find_controls,
    find_days,
    find_period,
    find_unit,
    list_periods,
    shows_period,
    touches,
)

SITE = "https://station.example"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ZONES = ["UTC", "Asia/Tbilisi", "America/Halifax", "Pacific/Auckland", "Pacific/Pago_Pago"]


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "unit", "address"),
    [
        ("/{yyyy}/{mm}/{dd}/", "day", "/2026/03/05/"),
        ("/{yyyy}/{m}/{d}", "day", "/2026/3/5"),
        ("/archive?date={yyyy}-{mm}", "month", "/archive?date=2026-03"),
        ("/{yyyy}", "year", "/2026"),
    ],
)
def test_a_template_names_days_months_or_years(template: str, unit: str, address: str) -> None:
    assert find_unit(SITE + template) == unit
    assert fill_period(SITE + template, find_period(date(2026, 3, 5), find_unit(template))).startswith(SITE)
    if unit == "day":
        assert fill_period(SITE + template, Period(date(2026, 3, 5), date(2026, 3, 5))) == SITE + address
    else:
        assert fill_period(SITE + template, find_period(date(2026, 3, 5), find_unit(template))) == SITE + address


@pytest.mark.parametrize(
    ("unit", "first", "last", "expected"),
    [
        ("day", date(2026, 2, 27), date(2026, 3, 1), ["2026-03-01", "2026-02-28", "2026-02-27"]),
        ("month", date(2025, 12, 31), date(2026, 2, 1), ["2026-02-01", "2026-01-01", "2025-12-01"]),
        ("year", date(2025, 12, 31), date(2026, 1, 1), ["2026-01-01", "2025-01-01"]),
        ("month", date(2026, 2, 5), date(2026, 2, 5), ["2026-02-01"]),
    ],
)
def test_periods_come_newest_first_and_cover_every_day(unit, first, last, expected) -> None:
    assert [str(period.first) for period in list_periods(unit, first, last)] == expected


def test_the_calendar_s_ends_are_periods_too() -> None:
    assert find_period(date.max, "month") == Period(date(9999, 12, 1), date.max)
    assert find_period(date.max, "year").last == date.max
    assert list_periods("day", date.min, date.min) == [Period(date.min, date.min)]


def test_a_day_is_asked_for_with_one_on_each_side() -> None:
    assert find_days(at(20), at(21), now=NOW, timezone="UTC") == (date(2026, 11, 19), date(2026, 11, 21))


@pytest.mark.parametrize(("timezone", "last"), [("UTC", 23), ("America/Halifax", 23), ("Pacific/Auckland", 23)])
def test_no_day_is_asked_for_that_has_begun_nowhere(timezone: str, last: int) -> None:
    assert find_days(at(20), NOW, now=NOW, timezone=timezone)[1] == date(2026, 11, last)
    late = NOW + timedelta(hours=18)
    ahead = {"Pacific/Auckland": 24}.get(timezone, 23)
    assert find_days(at(20), late, now=late, timezone=timezone)[1] == date(2026, 11, ahead)


def test_a_window_in_the_future_asks_for_what_there_is() -> None:
    assert find_days(at(28), at(29), now=NOW, timezone="UTC") == (date(2026, 11, 23), date(2026, 11, 23))


@pytest.mark.parametrize("timezone", ZONES)
@given(instant=some.datetimes(datetime(2026, 11, 18), datetime(2026, 11, 22), timezones=some.just(UTC)))  # noqa: DTZ001
def test_every_day_on_which_an_article_of_the_window_may_be_listed_is_asked_for(
    timezone: str, instant: datetime
) -> None:
    first, last = find_days(at(18), at(22, 1), now=NOW, timezone=timezone)
    for zone in range(-12, 15):
        day = (instant + timedelta(hours=zone)).date()
        assert first <= day <= last


@pytest.mark.parametrize(
    ("timezone", "days"),
    [("UTC", [21]), ("Asia/Tbilisi", [21, 22]), ("America/Halifax", [20, 21])],
)
def test_a_day_touches_the_window_as_the_source_or_as_utc_means_it(timezone: str, days: list[int]) -> None:
    periods = [Period(date(2026, 11, day), date(2026, 11, day)) for day in range(19, 24)]
    found = [period.first.day for period in periods if touches(period, at(21), at(22), timezone=timezone)]
    assert found == days


def test_periods_with_known_articles_are_the_better_proof() -> None:
    def day(number: int) -> Period:
        return Period(date(2026, 11, number), date(2026, 11, number))

    asked = [day(21), day(20), day(19)]
    known = [date(2026, 11, 20), date(2026, 11, 10), date(2026, 11, 10), date(2026, 11, 2)]
    assert find_controls(asked, known, "day", most=3) == [day(10), day(2), day(18)]
    assert find_controls(asked, [], "day", most=3) == [day(18), day(17), day(16)]


@pytest.mark.parametrize(
    ("final", "shown"),
    [
        ("https://www.station.example/2026/03/05", True),
        ("https://station.example/archive/2026/03/05/", True),
        ("https://station.example/", False),
        ("https://station.example/2026/03/", False),
        ("https://station.example/2025/03/05/", False),
    ],
)
def test_an_answer_from_elsewhere_is_not_the_period_s(final: str, shown: bool) -> None:
    day = Period(date(2026, 3, 5), date(2026, 3, 5))
    assert shows_period(final, SITE + "/{yyyy}/{mm}/{dd}/", day) is shown

"""Dates: read as written, weighed without a clock, never invented."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates import DateEvidence, choose_date, is_written, parse_date

FETCHED = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "instant", "precision"),
    [
        ("2026-11-21", "2026-11-20T23:00:00+00:00", "day"),
        ("2026-11-21T10:15:30Z", "2026-11-21T10:15:30+00:00", "second"),
        ("2026-11-21T10:15:30.250+02:00", "2026-11-21T08:15:30+00:00", "second"),
        ("2026-11-21 10:15", "2026-11-21T09:15:00+00:00", "minute"),
        ("2026-11-21T10:15:30+0530", "2026-11-21T04:45:30+00:00", "second"),
        ("20261121", "2026-11-20T23:00:00+00:00", "day"),
        ("20261121T101530Z", "2026-11-21T10:15:30+00:00", "second"),
        ("1795256130", "2026-11-21T10:15:30+00:00", "second"),
        ("1795256130000", "2026-11-21T10:15:30+00:00", "second"),
        ("Sat, 21 Nov 2026 10:15:30 GMT", "2026-11-21T10:15:30+00:00", "second"),
        ("Sat Nov 21 2026 10:15:30 GMT+0100 (CET)", "2026-11-21T09:15:30+00:00", "second"),
        ("November 21, 2026", "2026-11-20T23:00:00+00:00", "day"),
        ("Published: Nov. 21st, 2026, 4:30 pm", "2026-11-21T15:30:00+00:00", "minute"),
        ("21. März 2026, 10:15 Uhr", "2026-03-21T09:15:00+00:00", "minute"),
        ("21 de noviembre de 2026", "2026-11-20T23:00:00+00:00", "day"),
        ("1er juillet 2026", "2026-06-30T22:00:00+00:00", "day"),
        ("21 août 2026", "2026-08-20T22:00:00+00:00", "day"),
        ("21.11.2026", "2026-11-20T23:00:00+00:00", "day"),
        ("21/11/2026", "2026-11-20T23:00:00+00:00", "day"),
        ("11/21/2026", "2026-11-20T23:00:00+00:00", "day"),
        ("2026/11/21", "2026-11-20T23:00:00+00:00", "day"),
        ("2026年11月21日 10:15", "2026-11-21T09:15:00+00:00", "minute"),
    ],
)
def test_dates_are_read_as_pages_write_them(raw, instant, precision):
    parsed = parse_date(raw, "Europe/Brussels")
    assert parsed is not None
    assert (parsed.at.astimezone(UTC).isoformat(), parsed.precision) == (instant, precision)


@pytest.mark.parametrize(
    "raw", ["", "yesterday", "2026", "Nov 2026", "03/04/2026", "2026-02-30", "99.99.2026", "10:15"]
)
def test_what_is_no_date_or_may_be_two_is_none(raw):
    assert parse_date(raw) is None


@given(
    st.text(max_size=60)
    | st.from_regex(r"\d{1,4}[-/. ]\d{1,4}[-/. ]\d{1,6}[T ]\d\d:\d\d([+-]\d\d:?\d\d)?", fullmatch=True)
)
def test_no_words_break_the_reader(raw):
    parsed = parse_date(raw, "Asia/Tbilisi")
    assert parsed is None or parsed.at.tzinfo is not None


NAIVE = {"min_value": datetime(1990, 1, 2), "max_value": datetime(2080, 1, 1)}  # noqa: DTZ001 - as Hypothesis wants


@given(st.datetimes(**NAIVE), st.integers(-14 * 60, 14 * 60))
def test_an_iso_date_comes_back_as_the_same_instant(naive, minutes):
    offset = timedelta(minutes=minutes)
    sign = "-" if minutes < 0 else "+"
    raw = f"{naive.replace(microsecond=0).isoformat()}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    parsed = parse_date(raw)
    assert parsed is not None
    assert parsed.at == naive.replace(microsecond=0, tzinfo=UTC) - offset


def choose(*raws: str, fetched_at: datetime | None = FETCHED):
    evidence = [DateEvidence(raw=raw, method=f"m{n}") for n, raw in enumerate(raws)]
    return choose_date(evidence, timezone="Europe/Brussels", fetched_at=fetched_at)


def test_the_published_day_is_local_for_a_bare_day_and_utc_otherwise():
    bare, instant = choose("2026-11-21").parsed, choose("2026-11-21T00:30:00+01:00").parsed
    assert bare is not None
    assert instant is not None
    assert (bare.day, instant.day) == (date(2026, 11, 21), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("raw", "problem"),
    [("2027-01-01", "in_future"), ("1970-01-01T00:00:00Z", "implausibly_old"), ("soon", "unreadable")],
)
def test_an_impossible_date_gives_way_or_says_what_is_wrong(raw, problem):
    alone = choose(raw)
    assert (alone.parsed, alone.problem, alone.raw) == (None, problem, raw)
    backed = choose(raw, "2026-11-20T10:00:00Z")
    assert (backed.problem, backed.method) == (None, "m1")


def test_a_day_of_tolerance_and_no_clock():
    assert choose("2026-11-23T02:59:00Z").problem is None
    assert choose("2026-11-23T03:01:00Z").problem == "in_future"
    assert choose("2090-01-01", fetched_at=None).problem is None


def test_a_finer_time_of_the_same_day_is_preferred_to_a_bare_day():
    assert choose("2026-11-21", "2026-11-20T10:00:00Z", "2026-11-21T09:00:00Z").method == "m2"
    assert choose("2026-11-21", "2026-11-20T10:00:00Z").method == "m0"


def test_nothing_at_all_is_absent():
    assert choose().problem == "absent"


@pytest.mark.parametrize(
    "page",
    [
        "on 2026-11-03",
        "20261103",
        "3.11.2026",
        "11/3/26",
        "3 November 2026",
        "November 3rd, 2026",
        "/2026/11/03/x",
    ],
)
def test_a_guessed_date_needs_a_witness_on_the_page(page):
    assert is_written(date(2026, 11, 3), page)
    assert not is_written(date(2026, 11, 4), page)

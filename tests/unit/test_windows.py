"""Windows: whole UTC days, look-back that is bounded, exact mode that ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.windows import (
    Mode,
    Window,
    WindowError,
    describe_days,
    last_complete_day,
    parse_window,
    wanted_since,
    wanted_until,
)

DAY = date(2026, 11, 21)
LOOK_BACK = Window(first_day=DAY, last_day=DAY, mode=Mode.LOOK_BACK)
EXACT = Window(first_day=DAY, last_day=DAY, mode=Mode.EXACT)


def test_one_day_or_a_range_is_read():
    assert parse_window("2026-11-21") == (DAY, DAY)
    assert parse_window(" 2026-11-19..2026-11-21 ") == (date(2026, 11, 19), DAY)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-11-21..", "..2026-11-21", "2026-13-01", "2026-11-21..2026-11-19"]
)
def test_what_is_no_window_says_what_to_write(text):
    with pytest.raises(WindowError, match="write"):
        parse_window(text)


def test_a_window_is_whole_days_end_exclusive():
    assert (EXACT.start, EXACT.end) == (datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC))
    assert [EXACT.contains(DAY + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, False]


def test_the_last_complete_day_is_utc():
    just_after_midnight_in_tokyo = datetime.fromisoformat("2026-11-22T00:30:00+09:00")
    assert last_complete_day(just_after_midnight_in_tokyo) == date(2026, 11, 20)


def test_exact_mode_never_looks_outside():
    assert wanted_since(EXACT, EXACT.start - timedelta(days=9)) == EXACT.start
    assert wanted_until(EXACT) == EXACT.end
    assert wanted_until(LOOK_BACK) is None


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 31)))  # noqa: DTZ001 - Hypothesis wants naive bounds
def test_look_back_overlaps_the_last_look_within_fourteen_days(last_look):
    since = wanted_since(LOOK_BACK, last_look)
    assert LOOK_BACK.end - timedelta(days=14) <= since <= LOOK_BACK.start
    assert since <= max(last_look - timedelta(days=3), LOOK_BACK.end - timedelta(days=14))


def test_a_source_that_was_never_looked_at_starts_with_the_window():
    assert wanted_since(LOOK_BACK, None) == LOOK_BACK.end - timedelta(days=3)


@pytest.mark.parametrize(
    ("last_day", "mode", "given", "words"),
    [
        (21, Mode.EXACT, {}, "2026-11-21"),
        (22, Mode.EXACT, {}, "2026-11-21..2026-11-22"),
        (21, Mode.LOOK_BACK, {}, "2026-11-21 and late posts before it"),
        (21, Mode.EXACT, {"archives": True}, "2026-11-21, and whole archives"),
        (21, Mode.LOOK_BACK, {"archives": True, "dated": False}, "whole archives"),
    ],
)
def test_a_run_says_which_days_it_is_about(last_day, mode, given, words):
    window = Window(first_day=date(2026, 11, 21), last_day=date(2026, 11, last_day), mode=mode)
    assert describe_days(window, **given) == words

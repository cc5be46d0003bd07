from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from transforms.dates import parse_date
from transforms.outcomes import Reason
from transforms.window_check import Wish, check_window
from transforms.windows import Mode, Window

DAY = date(2026, 11, 21)
EXACT = Window(first_day=DAY, last_day=DAY, mode=Mode.EXACT)
LOOK_BACK = Window(first_day=DAY, last_day=DAY, mode=Mode.LOOK_BACK)
NOTHING = Wish()


def reason(day, window=EXACT, wish=NOTHING):
    refusal = check_window(day, window=window, wish=wish)
    return refusal and refusal.reason


@pytest.mark.parametrize(
    ("raw", "zone", "expected"),
    [
        ("2026-11-21T00:00:00Z", "UTC", None),
        ("2026-11-20T23:59:59Z", "UTC", Reason.OUTSIDE_WINDOW),
        ("2026-11-21T23:59:59Z", "UTC", None),
        ("2026-11-22T00:00:00Z", "UTC", Reason.OUTSIDE_WINDOW),
        # an instant counts by its UTC day, wherever the source is
        ("2026-11-22T00:30:00+02:00", "Europe/Warsaw", None),
        ("2026-11-21T23:30:00-05:00", "America/New_York", Reason.OUTSIDE_WINDOW),
        ("2026-11-21 01:30", "Asia/Tokyo", Reason.OUTSIDE_WINDOW),
        # a bare day counts as the source's local date
        ("21 November 2026", "Asia/Tokyo", None),
        ("21 November 2026", "America/Los_Angeles", None),
        ("22 November 2026", "Pacific/Kiritimati", Reason.OUTSIDE_WINDOW),
    ],
)
def test_edges_at_midnight_in_exact_mode(raw, zone, expected):
    assert reason(parse_date(raw, zone).day) == expected


def test_an_exact_run_does_not_want_undated_articles():
    assert reason(None) is Reason.UNDATED
    assert "no published date" in check_window(None, window=EXACT, wish=NOTHING).detail


def test_a_look_back_run_takes_undated_articles():
    assert reason(None, LOOK_BACK) is None


def test_look_back_runs_until_now():
    assert reason(DAY + timedelta(days=1), LOOK_BACK) is None
    assert reason(DAY - timedelta(days=1), LOOK_BACK) is Reason.OUTSIDE_WINDOW


def test_the_wish_of_the_fetching_run_counts_too():
    wish = Wish(since=datetime(2026, 11, 18, 2, tzinfo=UTC), until=None)
    assert reason(date(2026, 11, 18), LOOK_BACK, wish) is None, "days are compared, not instants"
    assert reason(date(2026, 11, 17), LOOK_BACK, wish) is Reason.OUTSIDE_WINDOW
    assert reason(date(2026, 11, 18), EXACT, wish) is None, "an adopted capture keeps what it was fetched for"


def test_a_wish_ends_before_its_end():
    wish = Wish(since=datetime(2026, 11, 1, tzinfo=UTC), until=datetime(2026, 11, 3, tzinfo=UTC))
    assert reason(date(2026, 11, 2), EXACT, wish) is None
    assert reason(date(2026, 11, 3), EXACT, wish) is Reason.OUTSIDE_WINDOW
    noon = Wish(since=datetime(2026, 11, 1, tzinfo=UTC), until=datetime(2026, 11, 3, 12, tzinfo=UTC))
    assert reason(date(2026, 11, 3), EXACT, noon) is None


def test_wishes_are_instants_in_any_zone():
    tokyo = timezone(timedelta(hours=9))
    wish = Wish(since=datetime(2026, 11, 2, 3, tzinfo=tokyo), until=datetime(2026, 11, 4, 9, tzinfo=tokyo))
    assert reason(date(2026, 11, 1), EXACT, wish) is None
    assert reason(date(2026, 11, 3), EXACT, wish) is None
    assert reason(date(2026, 11, 4), EXACT, wish) is Reason.OUTSIDE_WINDOW


@pytest.mark.parametrize("day", [None, date(1994, 1, 1), date(2030, 1, 1)])
def test_an_archive_taken_whole_takes_every_day_and_none(day):
    assert reason(day, EXACT, Wish(everything=True)) is None


def test_the_refusal_names_day_and_window():
    weeks = Window(first_day=DAY, last_day=date(2026, 11, 23), mode=Mode.EXACT)
    detail = check_window(date(2026, 11, 24), window=weeks, wish=NOTHING).detail
    assert detail == "published on 2026-11-24, outside 2026-11-21 to 2026-11-23"


def test_an_exact_run_takes_an_undated_article_that_a_look_back_wanted():
    waited = Wish(since=datetime(2026, 11, 1, tzinfo=UTC), until=None)
    assert reason(None, EXACT, waited) is None
    ended = Wish(since=datetime(2026, 11, 1, tzinfo=UTC), until=datetime(2026, 11, 3, tzinfo=UTC))
    assert reason(None, EXACT, ended) is Reason.UNDATED


def test_a_wish_is_widened_by_another():
    def wish(first, last):
        until = None if last is None else datetime(2026, 11, last, tzinfo=UTC)
        return Wish(since=datetime(2026, 11, first, tzinfo=UTC), until=until)

    assert wish(3, 5).widen(wish(1, 4)) == wish(1, 5)
    assert wish(3, 5).widen(wish(4, None)) == wish(3, None)
    assert wish(3, None).widen(wish(1, 2)) == wish(1, None)
    assert wish(3, 5).widen(NOTHING) == NOTHING.widen(wish(3, 5)) == wish(3, 5)
    assert NOTHING.widen(NOTHING) == NOTHING
    whole = Wish(everything=True)
    assert whole.widen(wish(3, 5)) == wish(3, 5).widen(whole) == whole.widen(NOTHING) == whole

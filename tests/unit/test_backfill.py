"""Backfills before Airflow is asked: which days can be meant."""

from datetime import UTC, date, datetime

import pytest

from dateline.backfill import Backfill, BackfillRefused, check_backfill, connect_airflow
from dateline.settings import Settings

NOW = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)


def backfill(first, last):
    return Backfill(first_day=date.fromisoformat(first), last_day=date.fromisoformat(last))


def test_both_days_are_included():
    assert list(map(str, backfill("2026-11-19", "2026-11-21").days)) == ["2026-11-19", "2026-11-20", "2026-11-21"]


def test_yesterday_is_over_as_soon_as_the_day_changes():
    check_backfill(backfill("2026-11-21", "2026-11-21"), now=NOW, many_are_meant=False)


@pytest.mark.parametrize(
    ("first", "last", "line"),
    [
        ("2026-11-21", "2026-11-19", "write the earlier day first"),
        ("2026-11-20", "2026-11-22", "2026-11-22 is not over yet .* is 2026-11-21"),
        ("2026-10-01", "2026-11-21", "52 days.*--yes"),
    ],
)
def test_days_that_cannot_be_are_refused_with_the_reason(first, last, line):
    with pytest.raises(BackfillRefused, match=line):
        check_backfill(backfill(first, last), now=NOW, many_are_meant=False)


def test_many_days_are_taken_when_they_are_meant():
    check_backfill(backfill("2026-10-01", "2026-11-21"), now=NOW, many_are_meant=True)


def test_without_an_airflow_it_says_how_to_have_one(tmp_path):
    with pytest.raises(BackfillRefused, match=r"dateline up.*DATELINE_AIRFLOW_URL"):
        connect_airflow(Settings(home=tmp_path))

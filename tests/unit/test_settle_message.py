"""How far a day was seen, what is unwell, and how the night's message puts it."""

from datetime import UTC, date, datetime

import pytest

from transforms.outcomes import Reach, StrategyProblem
from transforms.settlement import (
    DayReach,
    Seen,
    SourceNight,
    describe_outcomes,
    find_failed_tasks,
    find_reach,
    find_unwell,
    write_message,
)

DAY = date(2026, 11, 21)


def seen(**more) -> Seen:
    values = {
        "strategy": "feed:https://alpha.example/feed",
        "position": 0,
        "finished": True,
        "oldest_at": None,
        "listing_ended": False,
        "reach": Reach.FULL,
        "problem": None,
        "detail": None,
    }
    return Seen(**(values | more))


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("oldest_at", "reach"),
    [(at(20, 23), Reach.FULL), (at(21, 9), Reach.PARTIAL), (at(22), Reach.UNREACHABLE), (None, Reach.PARTIAL)],
)
def test_a_feed_too_short_for_the_window_may_hold_its_last_days(oldest_at, reach):
    short = seen(reach=Reach.PARTIAL, problem=StrategyProblem.LISTING_TOO_SHORT, oldest_at=oldest_at)
    assert find_reach([short], DAY).reach is reach


def test_the_oldest_entry_of_a_listing_without_order_says_nothing():
    sitemap = seen(strategy="sitemap:https://alpha.example/map.xml", reach=Reach.PARTIAL, oldest_at=at(1))
    assert find_reach([sitemap], DAY).reach is Reach.PARTIAL


def test_a_listing_too_short_shows_its_last_days_and_archive_pages_that_failed_show_none_whole():
    short = {"reach": Reach.PARTIAL, "problem": StrategyProblem.SERVER_ERROR, "oldest_at": at(20, 23)}
    assert find_reach([seen(strategy="listing:https://alpha.example/news", **short)], DAY).reach is Reach.FULL
    by_day = seen(strategy="archive_pages:https://alpha.example/{yyyy}/{mm}/{dd}/", **short)
    assert find_reach([by_day], DAY).reach is Reach.PARTIAL


def test_the_best_strategy_counts_and_the_first_problem_is_told():
    broken = seen(reach=Reach.UNREACHABLE, problem=StrategyProblem.SERVER_ERROR, detail="feed: 500")
    map_seen = seen(strategy="sitemap:x", position=1, reach=Reach.PARTIAL, problem=StrategyProblem.BUDGET)
    assert find_reach([map_seen, broken], DAY) == DayReach(reach=Reach.PARTIAL, problem="budget")
    assert find_reach([broken, seen(position=1)], DAY) == DayReach(reach=Reach.FULL)


def test_a_strategy_that_did_not_finish_saw_nothing():
    assert find_reach([seen(finished=False)], DAY).reach is Reach.UNREACHABLE
    assert find_reach([], DAY, excuse="killed") == DayReach(
        reach=Reach.UNREACHABLE, problem="no_look", detail="killed"
    )


def test_a_day_that_was_not_over_is_never_seen_whole():
    early = find_reach([seen(started_at=at(DAY.day, 11))], DAY)
    assert early.reach is Reach.PARTIAL
    assert early.problem == "day_not_over"
    assert early.detail == "looked at 2026-11-21 11:00 UTC, before the day's end"
    assert find_reach([seen(started_at=at(DAY.day + 1))], DAY) == DayReach(reach=Reach.FULL)


def night(**more) -> SourceNight:
    return SourceNight(source_id="alpha", **({"reach": DayReach(reach=Reach.FULL)} | more))


def test_a_source_that_is_partly_seen_is_well_and_an_unreachable_one_is_not():
    assert find_unwell(night(reach=DayReach(reach=Reach.PARTIAL, problem="listing_too_short"))) is None
    gone = DayReach(reach=Reach.UNREACHABLE, problem="missing", detail="feed answers 404")
    assert find_unwell(night(reach=gone)) == "unreachable (missing): feed answers 404"


def test_too_few_counts_once_all_days_are_covered():
    few = {"found": 1, "expected_minimum": 5, "expected_days": 7}
    assert find_unwell(night(**few, days_covered=6)) is None
    assert find_unwell(night(**few, days_covered=7)) == "1 found in 7 days, expected at least 5"


def test_two_failed_pages_are_no_illness_and_answered_pages_excuse_failed_ones():
    assert find_unwell(night(outcomes={("failed", "timeout"): 2})) is None
    assert find_unwell(night(outcomes={("failed", "timeout"): 9, ("stored", ""): 1}, fetched=1)) is None
    assert find_unwell(night(outcomes={("failed", "timeout"): 9, ("unchanged", ""): 1})) is None
    assert find_unwell(night(outcomes={("failed", "timeout"): 9, ("skipped", "noarchive"): 1})) is None


@pytest.mark.parametrize(
    "unasked",
    [
        ("unchanged", "not_due"),
        ("skipped", "robots_disallowed"),
        ("skipped", "taken_down"),
        ("skipped", "outside_window"),
        ("deferred", "deadline"),
        ("stored", ""),  # a page that an earlier run fetched
    ],
)
def test_what_was_never_asked_for_excuses_nothing(unasked):
    assert find_unwell(night(outcomes={("failed", "timeout"): 9, unasked: 1})) == (
        "all 9 fetches failed, mostly timeout"
    )


@pytest.mark.parametrize("reason", ["robots_unreachable", "retry_after"])
def test_a_site_that_only_puts_off_is_unwell_too(reason):
    assert find_unwell(night(outcomes={("deferred", reason): 50})) == (
        f"none of 50 URLs was answered, mostly {reason}"
    )
    both = {("deferred", reason): 4, ("failed", "timeout"): 1, ("failed", "not_found"): 2}
    assert find_unwell(night(outcomes=both)) == f"none of 7 URLs was answered, mostly {reason}"
    assert find_unwell(night(outcomes={("deferred", reason): 50}, fetched=1)) is None
    assert find_unwell(night(outcomes={("deferred", "deadline"): 50, ("deferred", reason): 2})) is None


def test_a_long_reason_is_one_short_line():
    why = find_unwell(night(shard_trouble="x\n" * 400))
    assert why is not None
    assert "\n" not in why
    assert len(why) <= 200


def test_tasks_are_named_with_how_many_instances_failed():
    states = {
        "clean": ["failed", "success"],
        "publish": ["upstream_failed"],
        "analyse": ["skipped"],
        "crawl": ["failed"],
    }
    assert find_failed_tasks(states, named=["crawl"]) == ["clean: 1 failed", "publish upstream_failed"]


def test_the_message_names_sources_and_tasks_before_what_came():
    text = write_message(
        sources=4,
        outcomes={"stored": 2, "unchanged": 12},
        unwell={"northwire": "unreachable: feed"},
        tasks=["x failed"],
    )
    assert text == (
        "1 of 4 sources unwell: northwire: unreachable: feed | tasks failed: x failed | 2 stored, 12 unchanged"
    )


def test_nothing_new_says_so():
    assert describe_outcomes({"unchanged": 12, "rejected": 1}) == "nothing new: 0 stored, 12 unchanged, 1 rejected"
    assert describe_outcomes({}) == "nothing new: 0 stored"
    assert describe_outcomes({"updated": 1}) == "0 stored, 1 updated"

"""The nightly run on the real Airflow, against the demo outlets over HTTP: what the issue calls done."""

from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.xfail(strict=True, reason="the frame is being built")

TODAY = datetime.now(UTC).date()
LAST_DAY = TODAY - timedelta(days=1)


def test_the_truths_values_arrive_in_sql(stack):
    run = stack.trigger("nightly")
    assert stack.wait(run) == "success"
    published = stack.published()
    for expected in stack.truth(day=LAST_DAY):
        assert published[expected.url] == expected.values


def test_the_same_window_twice_gives_the_same_rows(stack):
    stack.wait(stack.trigger("nightly"))
    first = stack.published_hash()
    assert stack.wait(stack.trigger("nightly")) == "success"
    assert stack.published_hash() == first


def test_a_crawl_killed_after_its_first_durable_record_gives_the_same_rows(stack):
    stack.wait(stack.trigger("nightly"))
    expected = stack.published_hash()
    stack.reset()
    run = stack.trigger("nightly")
    stack.kill_crawl_after_first_capture(run)
    assert stack.wait(run) == "success"
    assert stack.attempts(run, "crawl") > 1
    assert stack.published_hash() == expected


def test_a_publish_killed_between_two_sources_gives_the_same_rows(stack):
    stack.wait(stack.trigger("nightly"))
    expected = stack.published_hash()
    stack.reset()
    run = stack.trigger("nightly")
    stack.kill_publish_between_sources(run)
    assert stack.wait(run) == "success"
    assert stack.attempts(run, "publish") > 1
    assert stack.published_hash() == expected


def test_one_outlet_down_leaves_the_others_published_and_the_run_failed(stack):
    stack.demo.fail("northwire", 500)
    run = stack.trigger("nightly")
    assert stack.wait(run) == "failed"
    assert "northwire" in stack.message(run)
    assert stack.sources_published() == {"meridian", "harbourpost", "fourthquarter"}
    assert stack.reach(run, "northwire") == ("unreachable", "server_error")


def test_a_three_day_backfill_holds_each_days_own_articles(stack):
    first = LAST_DAY - timedelta(days=5)
    stack.backfill(first, first + timedelta(days=2))
    for number in range(3):
        day = first + timedelta(days=number)
        assert stack.published_urls(day) == stack.true_urls(day)


def test_zero_new_articles_is_green_and_says_so(stack):
    stack.wait(stack.trigger("nightly"))
    run = stack.trigger("nightly")
    assert stack.wait(run) == "success"
    assert "nothing new" in stack.message(run)
    assert {outcome for outcome, _ in stack.funnel(run)} <= {"unchanged", "rejected", "skipped"}


def test_a_web_archive_goes_through_nightly(stack, shared_folder):
    stack.add_archive_source("dev-pages", shared_folder / "extraction" / "dev.warc.gz")
    run = stack.trigger("nightly", sources=["dev-pages"])
    assert stack.wait(run) == "success"
    assert sum(stack.funnel(run).values()) == 313

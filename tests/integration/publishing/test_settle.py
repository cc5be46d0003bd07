"""How a run ends: every URL has an outcome, coverage says what was seen, the message names what is unwell."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dateline.steps.settle import RunUnwell, settle_run

URL = "https://alpha.example/ferries-run-again"
DAY = date(2026, 11, 21)
STARTED = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
WELL = {"plan_shards": ["success"], "crawl": ["success"], "publish": ["success"], "clean": ["skipped"]}


@pytest.fixture
def settle(night):
    return lambda run, states=WELL: settle_run(night.settings, run_id=run, task_states=states)


@pytest.fixture
def run_row(night):
    return lambda run: night.fetch("select state, message, settled_at from crawl.runs where run_id = %s", run)[0]


def coverage(night, source="alpha"):
    rows = night.fetch("select * from quality.coverage where source_id = %s order by day", source)
    return {row["day"]: row for row in rows}


def test_a_well_run_is_settled_with_funnel_coverage_and_message(night, settle, run_row):
    run = night.plan("n/1", ("alpha", "beta"))
    night.page(run, URL)
    night.page(run, "https://alpha.example/", outcome="rejected", reason="home_page")
    night.insert(
        "crawl.pruned",
        {"run_id": run, "source_id": "alpha", "strategy": "feed:x", "reason": "outside_window", "entries": 7},
    )
    night.publish(run)
    assert settle(run) == {"stored": 1, "rejected": 1}
    row = run_row(run)
    assert (row["state"], row["message"]) == ("settled", "1 stored, 1 rejected")
    funnel = night.fetch("select source_id, outcome, reason, entries, pruned from report.funnel")
    assert [tuple(row.values()) for row in funnel] == [
        ("alpha", "rejected", "home_page", 1, False),
        ("alpha", "stored", None, 1, False),
        ("alpha", "skipped", "outside_window", 7, True),
    ]
    seen = coverage(night)[DAY]
    assert (seen["reach"], seen["found"], seen["stored"], seen["rejected"]) == ("full", 2, 1, 1)
    honest_zero = coverage(night, "beta")[DAY]
    assert (honest_zero["reach"], honest_zero["found"]) == ("full", 0)


def test_zero_new_articles_is_green_and_says_so(night, settle, run_row):
    night.page(night.plan("n/1"), URL)
    night.publish("n/1")
    settle("n/1")
    night.page(night.plan("n/2"), URL)
    night.publish("n/2")
    settle("n/2")
    assert run_row("n/2")["message"] == "nothing new: 0 stored, 1 unchanged"


def test_what_no_step_decided_is_put_off_and_the_run_says_so(night, settle, run_row, fetch):
    run = night.plan("n/1")
    night.page(run, URL)
    night.note(run, "alpha", "https://alpha.example/never-fetched")
    with pytest.raises(RunUnwell, match="1 of 1 sources unwell: alpha: 2 URLs not processed"):
        settle(run)
    assert set(night.outcomes(run).values()) == {("deferred", "not_processed")}
    assert fetch("select outcome, claimed_by from crawl.captures") == [{"outcome": None, "claimed_by": None}]
    assert run_row(run)["state"] == "failed"


def test_a_batch_published_after_settle_is_decided_after_all(night, settle, run_row):
    run = night.plan("n/1")
    night.page(run, URL)
    with pytest.raises(RunUnwell):
        settle(run)
    night.publish(run)
    settle(run)
    assert night.outcomes(run) == {URL: ("stored", None)}
    assert run_row(run)["state"] == "settled"


def test_settling_again_writes_the_same(night, settle, fetch):
    night.plan("n/1", ("alpha", "beta"), reach="")
    night.observe("n/1", "alpha")
    night.page("n/1", URL)
    night.publish("n/1")
    told = []
    for _ in range(2):
        with pytest.raises(RunUnwell) as unwell:
            settle("n/1")
        books = (
            fetch("select * from quality.funnel order by 1, 2, 3, 4"),
            fetch("select source_id, day, reach, found, problem from quality.coverage order by 1, 2"),
        )
        told.append((str(unwell.value), books))
    assert told[0] == told[1]


def test_an_unreachable_source_is_named_and_is_never_a_zero(night, settle):
    night.plan("n/1", ("alpha", "beta"), reach="")
    night.observe("n/1", "alpha")
    night.observe(
        "n/1", "beta", reach="unreachable", problem="server_error", detail="https://beta.example/feed: 500"
    )
    night.page("n/1", URL)
    night.publish("n/1")
    with pytest.raises(
        RunUnwell, match=r"1 of 2 sources unwell: beta: unreachable \(server_error\): https://beta"
    ):
        settle("n/1")
    row = coverage(night, "beta")[DAY]
    assert (row["reach"], row["problem"]) == ("unreachable", "server_error")
    (told,) = night.fetch("select outcome, reason, entries from report.funnel where source_id = 'beta'")
    assert told == {"outcome": "unreachable", "reason": "server_error", "entries": 0}
    assert night.fetch("select source_id from news.articles") == [{"source_id": "alpha"}]


@pytest.mark.parametrize(
    ("state", "message", "told"),
    [
        ("failed", "no space left on device", "crawl failed: no space left on device"),
        ("running", None, "crawl failed: the crawl was stopped before its end"),
        ("planned", None, "crawl failed: the crawl never started"),
    ],
)
def test_a_shard_that_did_not_end_well_is_told_once(night, settle, state, message, told):
    night.plan("n/1", ("alpha", "beta"), reach="")
    night.observe("n/1", "alpha")
    night.connection.execute(
        "update crawl.shards set state = %s, message = %s where label = 'beta'", [state, message]
    )
    with pytest.raises(RunUnwell) as unwell:
        settle("n/1", {"crawl": ["success", "failed"]})
    assert str(unwell.value) == f"1 of 2 sources unwell: beta: {told} | nothing new: 0 stored"
    assert coverage(night, "beta")[DAY]["reach"] == "unreachable"


def test_failed_tasks_are_named_though_every_source_is_well(night, settle):
    night.plan("n/1")
    states = {
        "crawl": ["success"],
        "clean": ["success", "failed"],
        "validate": ["failed"],
        "publish": ["upstream_failed"],
    }
    with pytest.raises(RunUnwell) as unwell:
        settle("n/1", states)
    assert str(unwell.value) == (
        "tasks failed: clean: 1 failed; validate failed; publish upstream_failed | nothing new: 0 stored"
    )


def test_a_run_that_was_never_planned_is_unwell(settle, night):
    with pytest.raises(RunUnwell, match="the run was never planned: plan_shards failed"):
        settle("n/404", {"plan_shards": ["failed"], "crawl": ["upstream_failed"]})


def test_a_run_that_was_never_planned_says_why_where_the_plan_said_it(night):
    reason = "there is no source 'merdian': did you mean meridian?"
    with pytest.raises(RunUnwell) as unwell:
        settle_run(night.settings, run_id="x", task_states={"plan_shards": ["failed"]}, unplanned_because=reason)
    assert str(unwell.value) == reason


def test_a_held_source_is_named(night, settle):
    night.source("alpha", held_at=STARTED, held_because="dates vanished")
    night.page(night.plan("n/1"), URL)
    night.publish("n/1")
    with pytest.raises(RunUnwell, match="alpha: held back: dates vanished"):
        settle("n/1")
    assert coverage(night)[DAY]["quarantined"] == 1


def test_the_minimum_counts_only_when_every_day_is_covered(night, settle):
    night.source("alpha", expected_minimum=2, expected_days=4)
    night.plan("n/1", day=DAY - timedelta(days=1))
    settle("n/1")
    night.plan("n/2")
    with pytest.raises(RunUnwell, match="alpha: 0 found in 4 days, expected at least 2"):
        settle("n/2")


def test_the_maximum_counts_from_the_first_run(night, settle):
    night.source("alpha", expected_maximum=1, expected_days=7)
    run = night.plan("n/1")
    night.page(run, URL)
    night.page(run, "https://alpha.example/second-report")
    night.publish(run)
    with pytest.raises(RunUnwell, match="alpha: 2 found in 7 days, expected at most 1"):
        settle(run)


def test_a_site_of_which_no_page_answers_is_unwell_and_a_dead_link_is_not(night, settle):
    night.plan("n/1")
    night.note("n/1", "alpha", URL, outcome="failed", reason="not_found")
    settle("n/1")
    night.plan("n/2")
    for number in range(3):
        night.note("n/2", "alpha", f"{URL}/{number}", outcome="failed", reason="server_error")
    with pytest.raises(RunUnwell, match="alpha: all 3 fetches failed, mostly server_error"):
        settle("n/2")


def test_a_page_of_an_earlier_night_does_not_speak_for_a_site_that_is_dead_tonight(night, settle):
    night.plan("n/1")
    night.page("n/1", URL, noted=False, capture={"claimed_by": "n/2"})
    night.plan("n/2")
    capture = night.fetch("select capture_id from crawl.captures")[0]["capture_id"]
    night.note("n/2", "alpha", URL, capture_id=capture, outcome="stored")
    for number in range(3):
        night.note("n/2", "alpha", f"{URL}/{number}", outcome="deferred", reason="robots_unreachable")
    with pytest.raises(RunUnwell, match="alpha: none of 3 URLs was answered, mostly robots_unreachable"):
        settle("n/2")
    night.connection.execute("update crawl.captures set run_id = 'n/2'")
    settle("n/2")


def test_a_short_feed_covers_the_days_after_its_oldest_entry(night, settle):
    night.plan("n/1", day=DAY - timedelta(days=1), mode="exact")
    night.publish("n/1")
    settle("n/1")
    night.plan("n/2", reach="")
    oldest = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
    night.observe(
        "n/2",
        "alpha",
        reach="partial",
        problem="listing_too_short",
        oldest_at=oldest,
        started_at=STARTED + timedelta(minutes=2),
    )
    night.connection.execute(
        "update crawl.runs set started_at = started_at + interval '1 minute' where run_id = 'n/2'"
    )
    settle("n/2")
    reaches = {str(day): row["reach"] for day, row in coverage(night).items()}
    assert reaches == {
        "2026-11-19": "partial",
        "2026-11-20": "full",
        "2026-11-21": "full",
    }


def test_a_run_that_saw_less_leaves_what_an_earlier_one_saw(night, settle):
    run = night.plan("n/1")
    night.page(run, URL)
    night.publish(run)
    settle(run)
    night.plan("n/2", reach="unreachable")
    with pytest.raises(RunUnwell):
        settle("n/2")
    row = coverage(night)[DAY]
    assert (row["run_id"], row["reach"], row["found"]) == ("n/1", "full", 1)


def test_urls_count_on_the_day_that_is_known_of_them(night, settle):
    run = night.plan("n/1", day=DAY, mode="exact")
    night.connection.execute("update crawl.runs set first_day = %s", [DAY - timedelta(days=1)])
    night.page(run, URL, published_day=DAY - timedelta(days=1))
    night.note(run, "alpha", "https://alpha.example/listed-yesterday", outcome="failed", reason="timeout")
    night.connection.execute(
        "update crawl.urls set listed_published_at = '2026-11-20 22:00+00' where url like %s", ["%listed%"]
    )
    night.note(run, "alpha", "https://alpha.example/unknown", outcome="deferred", reason="deadline")
    night.note(run, "alpha", "https://alpha.example/other-day", outcome="skipped", reason="outside_window")
    night.publish(run)
    settle(run)
    counts = {
        day: (row["found"], row["stored"], row["failed"], row["deferred"]) for day, row in coverage(night).items()
    }
    assert counts == {DAY - timedelta(days=1): (2, 1, 1, 0), DAY: (1, 0, 0, 1)}


def test_the_funnel_adds_up_to_the_ledger(night, settle):
    run = night.plan("n/1")
    night.page(run, URL)
    night.page(run, "https://alpha.example/", outcome="rejected", reason="home_page")
    night.note(run, "alpha", "https://alpha.example/gone", outcome="failed", reason="gone")
    night.publish(run)
    settle(run)
    (sums,) = night.fetch(
        "select (select count(*) from crawl.ledger) as urls,"
        " (select sum(entries) from quality.funnel where not pruned) as entries"
    )
    assert sums["urls"] == sums["entries"] == 3

from datetime import UTC, date, datetime

import pytest
from psycopg import connect as open_connection

from dateline.errors import UserError
from dateline.settings import Settings
from dateline.steps.batches import plan_batches

RUN = "command/now"


def in_batches(fetch, run_id=RUN):
    rows = fetch("select capture_id, batch_id from staging.batch_captures where run_id = %s order by 1", run_id)
    return {row["capture_id"]: row["batch_id"] for row in rows}


def test_no_captures_make_no_batches(settings, rows):
    rows.run(RUN)
    assert plan_batches(settings, run_id=RUN) == []


def test_a_run_that_was_never_planned_is_an_error(settings):
    with pytest.raises(LookupError, match="never planned"):
        plan_batches(settings, run_id="command/unknown")


def test_a_missing_database_is_one_line(tmp_path):
    with pytest.raises(UserError, match="DATELINE_DATABASE_URL"):
        plan_batches(Settings(home=tmp_path, database_url=None), run_id=RUN)


def test_every_capture_of_the_run_is_in_one_batch(settings, rows, fetch):
    rows.run(RUN)
    captures = [rows.capture(RUN, source) for source in ("meridian", "northwire") for _ in range(5)]
    small = settings.model_copy(update={"batch_size": 4, "batches": 2})
    assert plan_batches(small, run_id=RUN) == [0, 1]
    assert sorted(in_batches(fetch)) == captures
    assert [row["captures"] for row in fetch("select captures from staging.batches order by batch_id")] == [5, 5]


def test_planned_again_gives_the_same_batches_and_drops_what_was_staged(settings, rows, fetch):
    rows.run(RUN)
    capture = rows.article(RUN)
    other = [rows.capture(RUN) for _ in range(4)]
    small = settings.model_copy(update={"batch_size": 2})
    plan_batches(small, run_id=RUN)
    first = in_batches(fetch)
    assert set(first) == {capture, *other}
    assert fetch("select 1 from staging.articles") == []
    tokens = fetch("select attempt_token from staging.batches")
    plan_batches(small, run_id=RUN)
    assert in_batches(fetch) == first
    assert not {row["attempt_token"] for row in tokens} & {
        row["attempt_token"] for row in fetch("select attempt_token from staging.batches")
    }


def test_planned_again_after_publication_gives_the_same_batches(settings, rows, fetch, database):
    rows.run(RUN)
    captures = [rows.capture(RUN) for _ in range(3)]
    plan_batches(settings, run_id=RUN)
    database.execute("update crawl.captures set outcome = 'stored', outcome_run_id = %s, claimed_by = null", [RUN])
    plan_batches(settings, run_id=RUN)
    assert sorted(in_batches(fetch)) == captures


def test_what_an_ended_run_left_is_taken_over_with_a_ledger_row(settings, rows, fetch):
    rows.run("nightly/old", state="failed")
    rows.run(RUN, mode="look_back", sources=["northwire"])
    left = rows.capture("nightly/old", strategy="feed:x")
    assert plan_batches(settings, run_id=RUN) == [0]
    assert in_batches(fetch) == {left: 0}
    noted = fetch("select capture_id, outcome, shard_id, strategy from crawl.ledger where run_id = %s", RUN)
    assert noted == [{"capture_id": left, "outcome": None, "shard_id": None, "strategy": "feed:x"}]
    assert fetch("select claimed_by from crawl.captures") == [{"claimed_by": RUN}]
    plan_batches(settings, run_id=RUN)
    assert len(fetch("select 1 from crawl.ledger where run_id = %s", RUN)) == 1


def test_a_capture_whose_claim_was_released_is_taken_over(settings, rows, fetch):
    rows.run("nightly/old", state="settled")
    rows.run(RUN)
    left = rows.capture("nightly/old", claimed_by=None)
    plan_batches(settings, run_id=RUN)
    assert in_batches(fetch) == {left: 0}


def test_what_settle_set_free_is_planned_when_the_run_goes_on(settings, rows, fetch, database):
    rows.run(RUN)
    own = rows.capture(RUN)
    plan_batches(settings, run_id=RUN)
    database.execute("update crawl.captures set claimed_by = null")
    database.execute("update crawl.ledger set outcome = 'deferred', reason = 'not_processed'")
    database.execute("update crawl.runs set state = 'failed'")
    assert plan_batches(settings, run_id=RUN) == [0]
    assert in_batches(fetch) == {own: 0}


def test_what_a_live_run_works_on_is_left_to_it(settings, rows, fetch):
    rows.run("nightly/live", mode="look_back")
    rows.run(RUN, mode="look_back")
    rows.capture("nightly/live")
    assert plan_batches(settings, run_id=RUN) == []


@pytest.mark.parametrize(
    "gone", [{"erased_at": datetime(2026, 11, 22, tzinfo=UTC)}, {"expired_at": datetime(2026, 11, 22, tzinfo=UTC)}]
)
def test_records_that_are_gone_are_not_taken_over(settings, rows, gone):
    rows.run("nightly/old", state="failed")
    rows.run(RUN, mode="look_back")
    rows.capture("nightly/old", **gone)
    assert plan_batches(settings, run_id=RUN) == []


def test_an_exact_run_takes_over_only_its_own_sources(settings, rows, fetch):
    rows.run("nightly/old", state="failed")
    rows.run(RUN, sources=["meridian"])
    rows.capture("nightly/old", "northwire")
    own = rows.capture("nightly/old", "meridian")
    plan_batches(settings, run_id=RUN)
    assert in_batches(fetch) == {own: 0}


@pytest.mark.parametrize(
    ("since", "until", "taken"),
    [
        (datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC), False),
        (datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC), False),
        (datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 6, tzinfo=UTC), datetime(2026, 11, 21, 9, tzinfo=UTC), True),
        (datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC), False),
        (datetime(2026, 11, 21, tzinfo=UTC), None, False),
        ("-infinity", None, False),
    ],
)
def test_an_exact_run_takes_over_only_what_was_wanted_for_its_days(settings, rows, since, until, taken):
    rows.run("nightly/old", state="failed")
    rows.run(RUN, day=date(2026, 11, 21))
    rows.capture("nightly/old", wanted_since=since, wanted_until=until)
    assert plan_batches(settings, run_id=RUN) == ([0] if taken else [])


@pytest.mark.parametrize(
    ("mode", "day", "taken"),
    [
        ("exact", "2026-11-21", True),
        ("exact", "2026-11-20", False),
        ("exact", "2026-11-22", False),
        ("look_back", "2026-11-22", True),
        ("look_back", "2026-11-20", False),
    ],
)
def test_a_page_that_another_window_had_no_use_for_goes_to_the_run_that_wants_its_day(
    settings, rows, fetch, mode, day, taken
):
    rows.run("nightly/old", state="settled")
    rows.run(RUN, mode=mode)
    parked = {"outcome": "skipped", "reason": "outside_window", "outcome_run_id": "nightly/old"}
    capture = rows.capture("nightly/old", published_day=day, **parked)
    assert plan_batches(settings, run_id=RUN) == ([0] if taken else [])
    assert fetch("select outcome from crawl.captures") == [{"outcome": None if taken else "skipped"}]
    assert fetch("select capture_id from crawl.ledger where run_id = %s", RUN) == [{"capture_id": capture}] * taken


def test_a_parked_page_whose_address_was_published_since_stays_parked(settings, rows, fetch, database):
    rows.run("nightly/old", state="settled")
    rows.run(RUN)
    rows.capture("nightly/old", published_day="2026-11-21", outcome="skipped", reason="outside_window")
    database.execute(
        "insert into crawl.urls (source_id, url, article_id)"
        " select source_id, url, gen_random_uuid() from crawl.captures"
    )
    assert plan_batches(settings, run_id=RUN) == []


def test_a_url_that_this_run_has_decided_is_not_decided_twice(settings, rows, fetch):
    rows.run("nightly/old", state="failed")
    rows.run(RUN, mode="look_back")
    rows.capture("nightly/old", url="https://meridian.example/a")
    rows.capture("nightly/old", url="https://meridian.example/b")
    rows.note(RUN, "meridian", "https://meridian.example/a", outcome="unchanged", reason="not_due")
    fresh = rows.capture(RUN, url="https://meridian.example/b")
    plan_batches(settings, run_id=RUN)
    assert in_batches(fetch) == {fresh: 0}
    claims = fetch("select claimed_by from crawl.captures where capture_id <> %s", fresh)
    assert [row["claimed_by"] for row in claims] == ["nightly/old", "nightly/old"], "they stay for the next run"


def test_a_url_that_this_run_only_noted_gets_the_capture_that_was_left(settings, rows, fetch):
    rows.run("nightly/old", state="failed")
    rows.run(RUN, mode="look_back")
    left = rows.capture("nightly/old", url="https://meridian.example/a")
    rows.note(RUN, "meridian", "https://meridian.example/a")
    plan_batches(settings, run_id=RUN)
    assert fetch("select capture_id from crawl.ledger where run_id = %s", RUN) == [{"capture_id": left}]


def test_of_several_captures_of_one_url_the_oldest_goes_first(settings, rows, fetch):
    rows.run("nightly/old", state="failed")
    rows.run("nightly/older", state="failed")
    rows.run(RUN, mode="look_back")
    first = rows.capture("nightly/older", url="https://meridian.example/a")
    rows.capture("nightly/old", url="https://meridian.example/a")
    plan_batches(settings, run_id=RUN)
    assert in_batches(fetch) == {first: 0}


def test_captures_that_another_plan_is_claiming_are_passed_over(settings, rows, fetch, database_url):
    rows.run("nightly/old", state="failed")
    rows.run(RUN, mode="look_back")
    contested, free = rows.capture("nightly/old"), rows.capture("nightly/old")
    with open_connection(database_url) as other:
        other.execute("select 1 from crawl.captures where capture_id = %s for update", [contested])
        plan_batches(settings, run_id=RUN)
    assert in_batches(fetch) == {free: 0}

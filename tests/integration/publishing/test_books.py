"""Where a run's books could say something that is not so: each of these once did."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dateline.steps.settle import settle_run
from transforms.outcomes import Reach, StrategyProblem
from transforms.settlement import Seen, find_reach
from transforms.windows import Mode, Window, wanted_since

DAY = date(2026, 11, 21)
WELL = {"crawl": ["success"], "publish": ["success"]}


def cover(night, run):
    settle_run(night.settings, run_id=run, task_states=WELL)
    (row,) = night.fetch("select * from quality.coverage where source_id = 'alpha' and day = %s", DAY)
    return {name: row[name] for name in ("found", "stored", "rejected", "quarantined")}


def test_a_page_that_was_no_article_before_is_not_covered_as_stored(night):
    run = night.plan("n/1")
    night.page(run, "https://alpha.example/ferries-run-again")
    night.page(run, "https://alpha.example/section/", outcome="rejected", reason="section_page")
    night.page(run, "https://alpha.example/odd", outcome="quarantined", reason="expectation_failed")
    night.publish(run)
    first = cover(night, run)
    assert first == {"found": 3, "stored": 1, "rejected": 1, "quarantined": 1}
    again = night.plan("n/2")
    for row in night.fetch("select url, article_id from crawl.urls"):
        night.note(
            again,
            "alpha",
            row["url"],
            outcome="unchanged",
            reason="not_due",
            article_id=row["article_id"],
            decided_at=datetime.now(UTC),
        )
    night.publish(again)
    assert cover(night, again) == first


def test_each_day_of_a_look_back_is_looked_at_whole():
    window = Window(first_day=DAY, last_day=DAY, mode=Mode.LOOK_BACK)
    last_look = datetime(2026, 11, 21, 2, 7, tzinfo=UTC)
    assert wanted_since(window, last_look) == datetime(2026, 11, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("strategy", "problem", "ended"),
    [
        ("feed:https://alpha.example/feed", StrategyProblem.BUDGET, False),
        ("warc:pages.warc.gz", StrategyProblem.MALFORMED, True),
    ],
)
def test_a_look_that_left_entries_out_covers_no_day_in_full(strategy, problem, ended):
    seen = Seen(
        strategy=strategy,
        position=0,
        finished=True,
        oldest_at=datetime(2026, 11, 21, tzinfo=UTC) - timedelta(days=2),
        listing_ended=ended,
        reach=Reach.PARTIAL,
        problem=problem,
        detail=None,
    )
    assert find_reach([seen], DAY).reach is Reach.PARTIAL


def test_days_that_the_crawl_did_not_ask_for_are_not_covered(night):
    run = night.plan("n/1", reach="")
    night.observe(run, "alpha", wanted_since=datetime(2026, 11, 20, tzinfo=UTC))
    settle_run(night.settings, run_id=run, task_states=WELL)
    days = [row["day"] for row in night.fetch("select day from quality.coverage order by day")]
    assert days == [DAY - timedelta(days=1), DAY]


def test_a_quarantined_page_that_has_not_changed_is_known_by_its_bytes_alone(night):
    run = night.plan("n/1")
    night.page(run, "https://alpha.example/odd", outcome="quarantined", reason="expectation_failed")
    night.publish(run)
    (known,) = night.fetch("select etag, body_digest, outcome from crawl.urls")
    assert (known["etag"], known["outcome"]) == (None, "quarantined")
    assert known["body_digest"] == night.fetch("select body_digest from crawl.captures")[0]["body_digest"]

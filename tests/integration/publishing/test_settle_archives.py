"""Web archives that are read whole: they observe no window, so coverage says nothing of its days."""

from datetime import date

import pytest
from psycopg.types.json import Jsonb

from dateline.steps.settle import RunUnwell, settle_run

WELL = {"plan_shards": ["success"], "crawl": ["success"], "publish": ["success"]}
ARCHIVE = {"strategy": "warc", "url": "/archives/old.warc.gz"}


def plan(night, *ways, reach="full", **columns):
    night.source("alpha", entry=Jsonb({"hosts": [], "discovery": list(ways)}))
    night.plan("n/1", ("alpha",), mode="exact", reach="")
    night.observe("n/1", "alpha", strategy=f"warc:{ARCHIVE['url']}", reach=reach, **columns)
    night.page(
        "n/1",
        "https://alpha.example/ferries-run-again",
        published_day=date(2019, 3, 1),
        capture={"wanted_since": "-infinity", "wanted_until": "infinity", "published_day": date(2019, 3, 1)},
    )
    night.publish("n/1")


def settle(night):
    return settle_run(night.settings, run_id="n/1", task_states=WELL)


def days(night):
    return [str(row["day"]) for row in night.fetch("select day from report.coverage order by day")]


@pytest.mark.parametrize("dates", [{}, {"dates": "any"}])
def test_an_archive_that_is_read_whole_claims_no_day(night, dates):
    plan(night, ARCHIVE | dates)
    assert settle(night) == {"stored": 1}
    assert days(night) == []
    assert night.fetch("select state, message from crawl.runs") == [{"state": "settled", "message": "1 stored"}]


def test_an_archive_that_is_read_for_its_window_covers_it(night):
    plan(night, ARCHIVE | {"dates": "window"})
    settle(night)
    assert days(night) == ["2026-11-21"]


def test_a_source_with_another_way_in_still_answers_for_its_window(night):
    plan(night, ARCHIVE, {"strategy": "feed", "url": "https://alpha.example/feed"})
    settle(night)
    assert days(night) == []
    night.observe("n/1", "alpha", position=1)
    settle(night)
    assert days(night) == ["2026-11-21"]


def test_an_archive_that_is_not_there_is_named_and_counted_as_unreachable(night):
    plan(night, ARCHIVE, reach="unreachable", problem="missing", detail="no such file")
    with pytest.raises(RunUnwell, match=r"alpha: unreachable \(missing\): no such file"):
        settle(night)
    assert days(night) == []
    funnel = night.fetch("select outcome, reason, entries from report.funnel where outcome = 'unreachable'")
    assert funnel == [{"outcome": "unreachable", "reason": "missing", "entries": 0}]


def test_an_archive_whose_crawl_never_looked_leaves_no_day_as_unreachable(night):
    night.source("alpha", entry=Jsonb({"hosts": [], "discovery": [ARCHIVE]}))
    night.plan("n/1", ("alpha",), mode="exact", reach="")
    night.connection.execute("update crawl.shards set state = 'failed', message = 'killed'")
    with pytest.raises(RunUnwell, match="alpha: crawl failed: killed"):
        settle(night)
    assert days(night) == []

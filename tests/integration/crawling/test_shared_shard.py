"""Sources that share a shard: one's trouble is its own, and a retry is for it alone."""

import os
import signal
import threading
import time
from contextlib import suppress
from datetime import date

import psutil
import pytest

from dateline.steps.crawl import CrawlFailed, crawl_shard
from dateline.steps.publish import publish_run
from dateline.steps.settle import RunUnwell, settle_run
from transforms.windows import Mode, Window

RUN = "command/one"
NIGHT = date(2026, 11, 21)
REFUSE_BETA = """
create function refuse_beta() returns trigger language plpgsql as $$
begin
    raise exception 'no row of % is taken', new.source_id;
end $$;
create trigger refuse_beta before insert on crawl.captures
for each row when (new.source_id = 'beta') execute function refuse_beta()
"""


@pytest.fixture
def sites(crawl, make_site, monkeypatch):
    """Three sources in one shard, as they are when there are many."""
    monkeypatch.setattr("dateline.steps.plan.ALONE", 0)
    monkeypatch.setattr("dateline.steps.plan.MOST_SHARDS", 1)
    sites = {source_id: make_site() for source_id in ("alpha", "beta", "gamma")}
    for source_id, site in sites.items():
        crawl.source(source_id, site)
        site.article("/a")
    return sites


def plan(crawl):
    day = Window(first_day=NIGHT, last_day=NIGHT, mode=Mode.LOOK_BACK)
    [shard] = crawl.plan(RUN, day)
    return shard["label"]


def try_crawl(crawl):
    with pytest.raises(CrawlFailed) as failure:
        crawl_shard(crawl.settings, run_id=RUN, shard=0)
    return str(failure.value)


def find_child():
    """The one crawl's process below this one."""
    below = psutil.Process().children()
    [child] = [process for process in below if "scrapers.child" in process.cmdline()]
    return child.pid


def read_ends(crawl):
    rows = crawl.rows("select source_id, state, message from crawl.source_crawls order by 1")
    return {row["source_id"]: (row["state"], row["message"]) for row in rows}


def settle(crawl):
    """Publish and settle; return what settle says is unwell."""
    publish_run(crawl.settings, run_id=RUN)
    with suppress(RunUnwell):
        settle_run(crawl.settings, run_id=RUN, task_states={"crawl": ["failed"]})
    return crawl.rows("select message from crawl.runs")[0]["message"]


def list_looks(crawl):
    return [row["source_id"] for row in crawl.rows("select source_id from crawl.looks order by 1")]


def test_one_sources_exception_fails_it_alone(crawl, sites):
    label = plan(crawl)
    crawl.database.execute(REFUSE_BETA)
    message = try_crawl(crawl)
    assert message.startswith(f"crawl of {label} failed: beta: ")
    assert "no row of beta is taken" in message
    ends = read_ends(crawl)
    assert {source_id: state for source_id, (state, _) in ends.items()} == {
        "alpha": "done",
        "beta": "failed",
        "gamma": "done",
    }
    assert "no row of beta is taken" in ends["beta"][1]
    assert "\n" not in ends["beta"][1]
    assert crawl.rows("select state from crawl.shards") == [{"state": "failed"}]
    told = settle(crawl)
    assert "beta: crawl failed: RaiseException: no row of beta is taken" in told
    assert "alpha: crawl failed" not in told
    assert "gamma: crawl failed" not in told
    assert list_looks(crawl) == ["alpha", "gamma"]


def test_a_retry_is_for_those_that_failed_alone(crawl, sites):
    plan(crawl)
    crawl.database.execute(REFUSE_BETA)
    try_crawl(crawl)
    crawl.database.execute("drop trigger refuse_beta on crawl.captures")
    for site in sites.values():
        site.asked.clear()
    counts = crawl_shard(crawl.settings, run_id=RUN, shard=0)
    assert counts["captured"] == 3
    assert {source_id: bool(site.asked) for source_id, site in sites.items()} == {
        "alpha": False,
        "beta": True,
        "gamma": False,
    }
    assert {state for state, _ in read_ends(crawl).values()} == {"done"}
    assert crawl.rows("select state from crawl.shards") == [{"state": "done"}]
    settle(crawl)
    assert list_looks(crawl) == ["alpha", "beta", "gamma"]


def test_what_another_put_off_stays_put_off_when_one_is_tried_again(crawl, sites):
    sites["alpha"].robots("", status=503)
    plan(crawl)
    crawl.database.execute(REFUSE_BETA)
    crawl.database.execute(
        "insert into crawl.ledger (started_on, run_id, source_id, url, shard_id, outcome, reason)"
        " select (started_at at time zone 'UTC')::date, run_id, 'alpha', 'https://alpha.example/x', 0, 'deferred',"
        " 'deadline' from crawl.runs"
    )
    crawl.database.execute(
        "insert into crawl.source_crawls (run_id, source_id, shard_id, state) values"
        " ('command/one', 'alpha', 0, 'done')"
    )
    crawl.database.execute("update crawl.shards set state = 'failed'")
    try_crawl(crawl)
    assert crawl.outcomes(RUN)["x"] == ("deferred", "deadline")


def test_a_child_that_is_killed_leaves_those_that_were_done(crawl, sites):
    plan(crawl)

    def hang(handler):
        handler.server.site.closed.wait(30)

    sites["beta"].mischief("/hangs", hang)
    failures = []
    thread = threading.Thread(target=lambda: failures.append(try_crawl(crawl)))
    thread.start()
    limit = time.monotonic() + 60
    while set(read_ends(crawl)) != {"alpha", "gamma"}:
        assert time.monotonic() < limit, read_ends(crawl)
        time.sleep(0.05)
    os.kill(find_child(), signal.SIGKILL)
    thread.join()
    told = settle(crawl)
    assert "beta: crawl failed: its child process was killed by SIGKILL" in told
    assert told.count("crawl failed") == 1
    assert list_looks(crawl) == ["alpha", "gamma"]


def test_a_shard_that_is_cleared_after_a_good_end_is_crawled_whole(crawl, sites):
    plan(crawl)
    crawl_shard(crawl.settings, run_id=RUN, shard=0)
    for site in sites.values():
        site.asked.clear()
    crawl_shard(crawl.settings, run_id=RUN, shard=0)
    assert all(site.count("/feed.xml") == 1 for site in sites.values())


def test_a_shard_of_which_every_source_was_done_needs_no_crawl(crawl, sites):
    plan(crawl)
    crawl_shard(crawl.settings, run_id=RUN, shard=0)
    crawl.database.execute("update crawl.shards set state = 'running'")  # killed before it could say so
    for site in sites.values():
        site.asked.clear()
    assert crawl_shard(crawl.settings, run_id=RUN, shard=0)["captured"] == 3
    assert not any(site.asked for site in sites.values())


def test_a_run_that_is_planned_again_begins_with_every_source(crawl, sites):
    plan(crawl)
    crawl_shard(crawl.settings, run_id=RUN, shard=0)
    plan(crawl)
    assert read_ends(crawl) == {}

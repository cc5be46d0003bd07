"""A run that died is closed: its funnel adds up, its days say what was seen, the next run takes what it left."""

from datetime import date

import pytest

from dateline.steps.close import close_dead_commands, close_run
from dateline.steps.settle import settle_run
from sql.abandoned import hold_command
from sql.errors import StaleAttempt
from sql.looks import write_look
from sql.shards import Attempt

URL = "https://alpha.example/ferries-run-again"
DAY = date(2026, 11, 21)
FUNNEL = "select outcome, reason, entries from quality.funnel where run_id = %s order by 1, 2"


@pytest.fixture
def dead(night):
    """A run that died in the middle: a page published, one that waits, one address that was never asked."""
    run = night.plan("n/1", ("alpha", "beta"), reach="")
    night.observe(run, "alpha")
    night.page(run, URL)
    night.publish(run)
    night.page(run, "https://alpha.example/waits", batch=1)
    night.note(run, "alpha", "https://alpha.example/never-asked")
    night.connection.execute("update crawl.shards set state = 'running', attempt_token = gen_random_uuid()")
    return run


def test_its_books_are_closed_as_settle_would(night, dead):
    assert close_run(night.settings, run_id=dead, message="ended before it was settled") is True
    assert night.outcomes(dead) == {
        URL: ("stored", None),
        "https://alpha.example/waits": ("deferred", "not_processed"),
        "https://alpha.example/never-asked": ("deferred", "not_processed"),
    }
    told = [tuple(row.values()) for row in night.fetch(FUNNEL, dead)]
    assert ("deferred", "not_processed", 2) in told
    assert ("stored", "", 1) in told
    assert sum(entries for _, _, entries in told) == len(night.outcomes(dead))
    (seen,) = night.fetch("select found, stored from quality.coverage where source_id = 'alpha' and day = %s", DAY)
    assert seen["stored"] == 1
    assert night.fetch("select distinct claimed_by from crawl.captures where outcome is null") == [
        {"claimed_by": None}
    ]
    assert night.fetch("select state, message from crawl.runs") == [
        {"state": "failed", "message": "ended before it was settled"}
    ]


def test_a_crawl_that_outlived_its_run_writes_nothing_more(night, dead):
    (shard,) = night.fetch("select attempt_token from crawl.shards where shard_id = 0")
    close_run(night.settings, run_id=dead, message="ended")
    assert {row["state"] for row in night.fetch("select state from crawl.shards")} == {"failed"}
    attempt = Attempt(run_id=dead, shard_id=0, token=shard["attempt_token"], started_on=DAY)
    with pytest.raises(StaleAttempt):
        write_look(night.connection, attempt, look=None)


def test_a_closed_run_that_goes_on_after_all_is_settled_anew(night, dead):
    close_run(night.settings, run_id=dead, message="ended")
    night.connection.execute("update crawl.shards set state = 'done'")
    night.publish(dead)
    night.observe(dead, "beta", shard_id=1)
    assert night.outcomes(dead)["https://alpha.example/waits"] == ("stored", None)
    night.connection.execute("delete from crawl.ledger where url like '%never-asked'")
    assert settle_run(night.settings, run_id=dead, task_states={"publish": ["success"]}) == {"stored": 2}
    assert [tuple(row.values()) for row in night.fetch(FUNNEL, dead)] == [("stored", "", 2)]


def test_a_command_is_closed_only_when_its_process_is_gone(night, dead):
    night.connection.execute("update crawl.runs set dag_id = 'command'")
    with hold_command(night.settings.database, dead):
        assert close_dead_commands(night.settings) == []
    assert close_dead_commands(night.settings) == [dead]
    assert close_dead_commands(night.settings) == []
    assert not night.fetch("select 1 from crawl.ledger where outcome is null")

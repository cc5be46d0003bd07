"""The live stack itself: runs come to an end, wrong conf is one line, nothing listens beyond loopback."""

import time
from contextlib import suppress

import psutil
import pytest

from dateline.stack.airflow_api import AirflowRefused
from dateline.stack.processes import list_session

PATIENCE = 60
STEPS = {"plan_shards", "crawl", "plan_batches", "clean", "analyse", "validate", "publish", "settle"}


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "what the test waits for did not happen"
        time.sleep(0.1)


def test_a_nightly_run_comes_to_a_good_end_with_every_step(stack):
    run = stack.trigger()
    assert stack.wait(run) == "success", stack.error(run, "settle")
    states = stack.states(run)
    assert set(states) == STEPS
    assert {state for found in states.values() for state in found} == {"success"}


@pytest.mark.parametrize(
    ("conf", "line"),
    [
        ({"window": "2026-02-30"}, "window '2026-02-30' is not a day"),
        ({"sources": ["meridiann"]}, "there is no source 'meridiann': did you mean meridian?"),
        ({"windows": "2026-02-03"}, "conf has windows"),
    ],
)
def test_a_conf_that_means_nothing_is_one_clear_line_and_writes_nothing(stack, conf, line):
    run = stack.trigger(**conf)
    assert stack.wait(run) == "failed"
    assert stack.error(run, "plan_shards").startswith(line)
    assert stack.error(run, "settle") == stack.error(run, "plan_shards")
    log = stack.log(run, "plan_shards")
    assert next(said["event"] for said in log if said.get("level") == "error").startswith(line)
    assert not [said for said in log if said.get("error_detail")]
    assert stack.attempts(run, "plan_shards") == 1
    assert stack.states(run)["publish"] == ["skipped"]
    assert stack.rows("select run_id from crawl.runs") == []


def test_a_conf_that_the_form_would_not_take_is_refused_before_a_run_exists(stack):
    with pytest.raises(AirflowRefused, match="window"):
        stack.trigger(window="yesterday")


def test_the_backfill_dag_takes_no_single_runs(stack):
    with pytest.raises(AirflowRefused, match="manual"):
        stack.trigger("backfill")


def test_nothing_of_the_stack_listens_beyond_loopback(stack):
    children = stack.local.airflow.children
    assert len(children) == 3
    addresses = set()
    for child in children:
        for member in list_session(child.process.pid):
            # Some are short-lived, such as those that read the DAG files; tasks hide from all but root.
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                addresses |= {
                    connection.laddr.ip
                    for connection in member.net_connections(kind="inet")
                    if connection.status == psutil.CONN_LISTEN
                }
    assert addresses == {"127.0.0.1"}


def test_keys_passwords_and_state_are_for_the_user_alone(stack):
    home = stack.local.home
    secret = [home / "stack.json", home / "ports.json", *(home / "airflow").glob("*.json"), *home.glob("*/*.cfg")]
    assert len(secret) >= 5
    assert {path.stat().st_mode & 0o077 for path in secret} == {0}
    world_writable = [path for path in home.rglob("*") if not path.is_symlink() and path.stat().st_mode & 0o002]
    assert world_writable == []


def test_the_next_run_takes_what_a_run_had_claimed_that_a_user_ended(stack):
    ended = stack.trigger(sources=["meridian"])
    wait_until(lambda: stack.rows("select 1 as one from crawl.shards where state = 'done'"))
    stack.api.end_run(ended.dag_id, ended.run_id)
    assert stack.wait(ended) == "failed"
    # Airflow tells nobody; the next run asks it.
    run = stack.run(sources=["meridian"])
    assert run.state == "success", stack.message(run)
    assert "ended before it was settled" in stack.message(ended)
    assert stack.rows("select capture_id from crawl.captures where outcome is null") == []
    assert stack.rows("select count(*)::int as n from news.articles")[0]["n"] > 0

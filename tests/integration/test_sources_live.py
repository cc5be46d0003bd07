"""`dateline sources check --live`: sources tried over real HTTP, and what is remembered of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dateline.demo.server import DemoServer
from sql.connection import Connection
from sql.trials import select_trials

DATELINE = str(Path(sys.executable).with_name("dateline"))


@pytest.fixture
def demo() -> Iterator[DemoServer]:
    with DemoServer(run_day=date(2026, 11, 22)) as server:
        yield server


def call(demo: DemoServer, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    ports = ",".join(str(port) for port in demo.ports.values())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environment |= {"DATELINE_DEMO_PORTS": ports, "DATELINE_ALLOW_LOOPBACK_PORTS": ports}
    environment |= {"DATELINE_HOME": "/nonexistent"}
    environment |= {f"DATELINE_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [DATELINE, "sources", *arguments],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_each_enabled_source_is_a_line_and_is_remembered(demo, database_url, database: Connection):
    answer = call(demo, "check", "--live", sources="tag:demo", database_url=database_url)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    *lines, summary = answer.stdout.splitlines()
    assert sorted(line.partition(":")[0] for line in lines) == sorted(demo.ports)
    assert all(": works, " in line for line in lines)
    assert summary == "4 of 4 sources worked"
    trials = select_trials(database)
    assert trials["meridian"].way == f"wordpress:{demo.url('meridian', '/wp-json/wp/v2/posts')}"
    assert trials["meridian"].entries > 0
    assert all(trial.worked and trial.last_worked_at == trial.tried_at for trial in trials.values())
    asked = {name: [seen.path for seen in requests] for name, requests in demo.requests.items()}
    assert all(len(paths) <= 10 for paths in asked.values()), asked


def test_a_closed_way_in_is_passed_over_for_the_next(demo, database_url, database):
    demo.fail("meridian", 403, prefix="/wp-json/")
    answer = call(demo, "check", "--live", "--source", "meridian", database_url=database_url)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert not select_trials(database)["meridian"].way.startswith("wordpress:")


def test_a_dead_source_fails_the_check_and_the_others_are_tried(demo, database_url, database):
    first = call(demo, "check", "--live", "--source", "northwire", database_url=database_url)
    assert first.returncode == 0, first.stdout
    demo.fail("northwire", 404)
    order = ("check", "--live", "--source", "northwire", "--source", "harbourpost")
    answer = call(demo, *order, database_url=database_url)
    assert answer.returncode == 1
    assert "1 of 2 sources worked" in answer.stdout
    trial = select_trials(database)["northwire"]
    assert (trial.worked, trial.way, trial.entries) == (False, None, 0)
    assert "is not there (HTTP 404)" in trial.detail
    assert trial.last_worked_at < trial.tried_at
    shown = call(demo, "show", "northwire", database_url=database_url).stdout
    assert f"# last tried {trial.tried_at:%Y-%m-%d %H:%M} UTC: failed: {trial.detail}" in shown
    assert f"# last worked {trial.last_worked_at:%Y-%m-%d}" in shown
    listed = json.loads(call(demo, "list", "--json", database_url=database_url).stdout)
    last_worked = {row["id"]: row["last_worked"] for row in listed}
    today = f"{trial.last_worked_at:%Y-%m-%d}"
    assert (last_worked["northwire"], last_worked["harbourpost"], last_worked["iria"]) == (today, today, None)


def test_a_list_whose_pages_are_gone_is_no_working_source(demo, database_url, database):
    demo.fail("northwire", 500, prefix="/item/")
    answer = call(demo, "check", "--live", "--source", "northwire", database_url=database_url)
    assert answer.returncode == 1
    trial = select_trials(database)["northwire"]
    assert (trial.worked, trial.way) == (False, f"feed:{demo.url('northwire', '/rss.xml')}")
    assert trial.detail.endswith(": the site answered 500")


def test_without_a_database_it_is_tried_and_not_kept(demo):
    answer = call(demo, "check", "--live", "--source", "northwire")
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr.startswith("not kept: no database")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--live",), "no source is enabled: set DATELINE_SOURCES"),
        (("--live", "--source", "nope"), "there is no source 'nope'"),
        (("--live", "--source", "iria"), "iria is a real site, and a guest gives a name: set DATELINE_CONTACT"),
        (("--source", "iria"), "give PATHS to check files, or --live with --source"),
        (("--live", "somewhere"), "give PATHS to check files, or --live with --source"),
    ],
)
def test_what_cannot_be_tried_is_one_line(demo, arguments, words):
    answer = call(demo, "check", *arguments)
    assert answer.returncode in {1, 2}
    assert answer.stderr.count("\n") == 1
    assert words in answer.stderr

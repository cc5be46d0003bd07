"""`dateline reprocess`: the real command, killed where it hurts, without any network."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

OLD = {"text": "What an older extractor made of it.", "extractor": "old/1"}
SLOW_REPLACEMENT = """
create function news.wait() returns trigger language plpgsql as $$ begin perform pg_sleep(600); return new; end $$;
create trigger wait before update on news.articles for each row when (new.source_id = 'beta')
execute function news.wait();
"""


@pytest.fixture
def command(night):
    """Start the command in a process of its own."""
    environment = os.environ | {
        "DATELINE_DATABASE_URL": night.settings.database,
        "DATELINE_HOME": str(night.settings.home),
        "DATELINE_BATCH_SIZE": "1",
        "DATELINE_BATCHES": "4",
    }
    children = []

    def start(*arguments: str) -> subprocess.Popen:
        words = [sys.executable, "-c", "from dateline.cli import main; main()", "reprocess", *arguments]
        pipe = subprocess.PIPE
        children.append(subprocess.Popen(words, env=environment, stdout=pipe, stderr=pipe, text=True))
        return children[-1]

    yield start
    for child in children:
        child.kill()
        child.communicate()


def finish(child):
    output, log = child.communicate(timeout=120)
    return child.returncode, output, log


def wait_for(night, child, query):
    deadline = time.monotonic() + 60
    while not night.fetch(query):
        assert child.poll() is None, child.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def kill(child):
    child.send_signal(signal.SIGKILL)
    child.communicate()


@pytest.fixture
def published(night, pages):
    """Four articles of each of two sources, as an older extractor read them."""
    for number in range(4):
        pages.add("n/1", f"ferries-{number}", **OLD)
        pages.add("n/1", f"trains-{number}", source="beta", **OLD)
    night.publish("n/1")
    return night


def test_it_prints_the_comparison_as_tables_and_replaces(published, command):
    status, output, log = finish(command("--window", "2026-11-21"))
    assert status == 0, log
    lines = [" ".join(line.split()) for line in output.splitlines()]
    assert lines[0].startswith("source_id looked_at changed newly_accepted newly_rejected failed kept")
    assert any(line.startswith("all 8 8 0 0 0 0") for line in lines)
    assert "body 8 8" in lines
    assert any(line.startswith("body What an older extractor made of it.") for line in lines)
    assert published.fetch("select 1 from news.articles where extractor = 'old/1'") == []
    assert "clean: " in log
    assert "level=" not in log


def test_the_comparison_as_json_of_a_dry_run(published, command):
    before = published.hash
    status, output, log = finish(command("--source", "beta", "--dry-run", "--json"))
    assert status == 0, log
    told = json.loads(output)
    assert (told["dry_run"], told["run_id"].startswith("command/reprocess/")) == (True, True)
    [source] = told["sources"]
    assert (source["source_id"], source["looked_at"], source["changed"], source["replaced"]) == ("beta", 4, 4, 0)
    assert {field["field"]: field["changed"] for field in told["fields"]}["body"] == 4
    assert published.hash == before


def test_killed_while_it_derives_it_goes_on_without_the_finished_batches(published, command):
    child = command("--all")
    wait_for(published, child, "select 1 from staging.batches where cleaned_at is not null and run_id like 'c%%'")
    kill(child)
    [run] = published.fetch("select run_id from crawl.reprocesses")
    done = published.fetch(
        "select batch_id, cleaned_at from staging.batches where run_id = %s and cleaned_at is not null",
        run["run_id"],
    )
    assert 0 < len(done) <= 4
    assert published.fetch("select 1 from news.articles where extractor <> 'old/1'") == []
    status, _, log = finish(command("--run", run["run_id"]))
    assert status == 0, log
    steps = [line.split(":")[0] for line in log.splitlines()]
    assert steps.count("clean") == 4 - len(done)
    assert published.fetch("select state from crawl.runs where run_id = %s", run["run_id"]) == [
        {"state": "settled"}
    ]
    again = published.hash
    assert finish(command("--all"))[0] == 0
    assert published.hash == again
    assert published.fetch("select 1 from news.articles where extractor = 'old/1'") == []


def test_killed_while_it_replaces_it_goes_on_with_the_other_source(published, command):
    published.connection.execute(SLOW_REPLACEMENT)
    child = command("--all")
    wait_for(published, child, "select 1 from pg_stat_activity where wait_event = 'PgSleep'")
    kill(child)
    published.fetch("select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'")
    published.connection.execute("drop trigger wait on news.articles")
    by_source = "select source_id, min(extractor) as extractor from news.articles group by 1 order by 1"
    alpha, beta = published.fetch(by_source)
    assert (alpha["extractor"] == "old/1", beta["extractor"]) == (False, "old/1")
    done = published.fetch("select capture_id, replaced_at from quality.rederivations where source_id = 'alpha'")
    assert all(row["replaced_at"] for row in done)
    [run] = published.fetch("select run_id from crawl.reprocesses")
    status, output, log = finish(command("--run", run["run_id"], "--json"))
    assert status == 0, log
    assert "clean" not in json.loads(output)["counts"]
    assert published.fetch("select 1 from news.articles where extractor = 'old/1'") == []
    again = published.fetch("select capture_id, replaced_at from quality.rederivations where source_id = 'alpha'")
    assert again == done
    assert json.loads(output)["sources"][0]["changed"] == 4


def test_the_next_plan_closes_a_killed_run_and_says_how_to_go_on(published, command):
    child = command("--all")
    wait_for(published, child, "select 1 from staging.batches where run_id like 'c%%'")
    kill(child)
    [run] = published.fetch("select run_id from crawl.reprocesses")
    assert finish(command("--source", "alpha"))[0] == 0
    [row] = published.fetch("select state, message from crawl.runs where run_id = %s", run["run_id"])
    assert (row["state"], f"go on with `dateline reprocess --run {run['run_id']}`" in row["message"]) == (
        "failed",
        True,
    )
    assert finish(command("--run", run["run_id"]))[0] == 0
    assert published.fetch("select 1 from news.articles where extractor = 'old/1'") == []


def test_an_unwell_run_prints_the_comparison_and_how_to_go_on(published, pages, command):
    pages.remove("https://beta.example/world/trains-1-run-again-after-the-storm")
    status, output, log = finish(command("--all"))
    assert status == 1
    assert "all" in output
    last = log.splitlines()[-1]
    assert last.startswith("dateline: 1 of 2 sources unwell: beta: 1 page cannot be read and stay as they were")
    assert "go on with `dateline reprocess --run command/reprocess/" in last


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "say what to derive again: --window, --source, or --all"),
        (["--all", "--source", "alpha"], "--all means every day of every source"),
        (["--window", "yesterday"], "window 'yesterday' is not a day"),
        (["--window", "2999-01-01"], "reaches into the future"),
        (["--source", "gamma"], "there is no source 'gamma'"),
        (["--source", "meridian"], "nothing was ever collected of meridian"),
        (["--run", "command/reprocess/never"], "there is no reprocess run command/reprocess/never"),
        (["--run", "reprocess/manual__1"], "one of Airflow goes on when its failed tasks are cleared there"),
        (["--run", "command/reprocess/1", "--dry-run"], "it takes nothing else but --force"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_plans_nothing(published, command, arguments, line):
    status, _, log = finish(command(*arguments))
    assert status == 1
    assert line in log
    assert len(log.strip().splitlines()) == 1
    assert published.fetch("select 1 from crawl.reprocesses") == []

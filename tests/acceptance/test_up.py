"""`dateline up` as a user runs it: the first report, Ctrl-C, nothing left behind."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from dateline.stack.airflow_api import AirflowApi
from dateline.stack.state import find_stack

DATELINE = [sys.executable, "-c", "import sys; sys.argv[0] = 'dateline'; from dateline.cli import main; main()"]
PATIENCE = 240
STEPS = ("plan_shards", "crawl meridian", "plan_batches", "clean batch 0", "analyse batch 0", "publish", "settle")
SERVES = "Uvicorn running on"
SCHEDULES = "Starting the scheduler"
WAYS_ON = r"^UI: +(http://127\.0\.0\.1:\d+) .*\nSQL: +.*dateline db psql\nBackfill: +.*--from"


class Up:
    """One `dateline up` over its own home, its output in a file."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._log = home / "up.out"

    def start(self, *arguments: str) -> None:
        known = {
            name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "AIRFLOW"))
        }
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [*DATELINE, "up", *arguments],
                env={**known, "DATELINE_HOME": str(self.home)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self._log.read_text()

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.1)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


class AddedLines:
    """What a log of Airflow's gains from now on; each line begins with its time."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._start = log.stat().st_size

    @property
    def text(self) -> str:
        return self._log.read_bytes()[self._start :].decode(errors="replace")

    def find_time(self, words: str) -> str:
        return next(line for line in self.text.splitlines() if words in line).split()[0]


@pytest.fixture
def up():
    home = Path(tempfile.mkdtemp(prefix="dateline-up-"))
    home.chmod(0o755)
    session = Up(home)
    yield session
    if session.process.poll() is None:
        session.stop(signal.SIGTERM)
    shutil.rmtree(home, ignore_errors=True)


def wait_for_stories(up: Up) -> None:
    """Wait until the DAG that publication wakes has grouped the articles."""
    deadline = time.monotonic() + PATIENCE
    command = [*DATELINE, "report", "story_timeline", "--json"]
    known = {**os.environ, "DATELINE_HOME": str(up.home)}
    while not json.loads(subprocess.run(command, env=known, capture_output=True, check=True).stdout or "[]"):
        assert time.monotonic() < deadline, "nothing was grouped"
        time.sleep(1)


def wait_until_gone(processes: list[psutil.Process]) -> None:
    # Tasks that ran when all was killed say so to a server that is gone, some times, before they end.
    _, alive = psutil.wait_procs(processes, timeout=120)
    assert alive == []


def test_a_new_user_gets_a_report_three_ways_on_and_a_clean_end(up):
    up.start()
    up.wait_for("Ctrl-C stops everything")
    output = up.output
    places = [output.index(f"  {step} ") for step in STEPS]
    assert places == sorted(places)
    assert "FAILED" not in output
    assert "report.daily_volume" in output
    ways = re.search(WAYS_ON, output, re.MULTILINE)
    assert ways, output
    assert find_stack(up.home).airflow_url == ways[1]

    second = subprocess.run(
        [*DATELINE, "up"],
        env={**os.environ, "DATELINE_HOME": str(up.home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.startswith(f"dateline: Dateline already runs over {up.home} (process {up.process.pid})")

    wait_for_stories(up)

    family = up.family()
    assert len(family) > 5
    assert up.stop(signal.SIGINT) == 0
    wait_until_gone(family)
    assert not (up.home / "stack.json").exists()


def test_a_stack_that_was_killed_starts_again_with_its_data(up):
    up.start("--no-run")
    up.wait_for("Ctrl-C stops everything")
    family = up.family()
    up.process.kill()
    up.process.wait()
    wait_until_gone(family)
    assert find_stack(up.home) is None
    up.start("--no-run")
    up.wait_for("Ctrl-C stops everything")
    assert "up to date" in up.output
    assert up.stop(signal.SIGTERM) == 0


def test_a_run_that_was_cut_short_goes_on_and_loses_no_attempt_to_a_closed_port(up):
    up.start()
    up.wait_for("  plan_shards ")
    state = find_stack(up.home)
    waiting = AirflowApi(state.airflow_url, user=state.airflow_user, password=state.airflow_password).trigger(
        "nightly", {"sources": ["northwire"]}
    )
    family = up.family()
    up.process.kill()
    up.process.wait()
    wait_until_gone(family)
    logs = {name: AddedLines(up.home / "logs" / f"airflow-{name}.log") for name in ("scheduler", "api-server")}
    up.start("--once")
    assert up.process.wait(timeout=PATIENCE) == 0, up.output
    assert f"{waiting.run_id} goes on" in up.output
    assert "FAILED" not in up.output
    assert logs["api-server"].find_time(SERVES) < logs["scheduler"].find_time(SCHEDULES)
    assert "ConnectError" not in logs["scheduler"].text


def test_an_airflow_that_cannot_start_is_one_line_and_nothing_stays(up):
    (up.home / "airflow").mkdir()
    (up.home / "airflow" / "airflow.cfg").write_text("this is no configuration\n")
    up.start("--no-run")
    assert up.process.wait(timeout=PATIENCE) == 1
    last = up.output.strip().splitlines()[-1]
    assert last.startswith("dateline: Airflow's database cannot be migrated: read ")
    assert Path(last.split("read ")[1]).exists()
    here = [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]
    assert not [command for command in here if command and str(up.home) in " ".join(command)]

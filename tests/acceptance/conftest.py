"""One real stack for all acceptance tests: Postgres, Airflow and the demo outlets, started as by `dateline up`."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dateline.backfill import Backfill, DayResult, follow_backfill, start_backfill
from dateline.demo import DemoServer
from dateline.demo.outlets import OUTLETS
from dateline.settings import NotifierSetting, Settings
from dateline.stack.airflow_api import AirflowApi, DagRun, TaskInstance
from dateline.stack.local import LocalStack, StackPlan
from dateline.stack.postgres import find_free_port
from dateline.stack.state import hold_home
from sql.connection import connect

RUN_PATIENCE = 300.0
TRUNCATED_SCHEMAS = ("crawl", "staging", "news", "quality")


class LiveStack:
    """The running stack as a test uses it."""

    def __init__(self, local: LocalStack, demo: DemoServer) -> None:
        self.local = local
        self.demo = demo

    @property
    def api(self) -> AirflowApi:
        return self.local.airflow.api

    @property
    def settings(self) -> Settings:
        """Settings with which steps and commands in this process work on the same database and outlets."""
        return self.local.settings

    def trigger(self, dag_id: str = "nightly", **conf: Any) -> DagRun:
        """Start a run; conf takes `window` and `sources`."""
        return self.api.trigger(dag_id, conf)

    def wait(self, run: DagRun, patience: float = RUN_PATIENCE) -> str:
        """Return the state in which the run ends; a run that does not end is an error with its tasks' states."""
        deadline = time.monotonic() + patience
        while True:
            self.local.check()
            now = self.api.read_run(run.dag_id, run.run_id)
            if now.ended:
                return now.state
            if time.monotonic() > deadline:
                raise TimeoutError(f"{run.run_id} is {now.state} after {patience:.0f} s: {self.states(run)}")
            time.sleep(0.3)

    def run(self, dag_id: str = "nightly", **conf: Any) -> DagRun:
        """Start a run, wait for its end and return it."""
        run = self.trigger(dag_id, **conf)
        self.wait(run)
        return self.api.read_run(dag_id, run.run_id)

    def tasks(self, run: DagRun, task_id: str | None = None) -> list[TaskInstance]:
        return [
            task
            for task in self.api.list_tasks(run.dag_id, run.run_id)
            if task_id is None or task.task_id == task_id
        ]

    def states(self, run: DagRun) -> dict[str, list[str]]:
        """Return the states of the run's tasks, one an instance, by task."""
        found: dict[str, list[str]] = {}
        for task in self.tasks(run):
            found.setdefault(task.task_id, []).append(task.state)
        return found

    def attempts(self, run: DagRun, task_id: str) -> int:
        """Return the highest number of tries among a task's instances."""
        return max(task.try_number for task in self.tasks(run, task_id))

    def error(self, run: DagRun, task_id: str) -> str | None:
        """Return the error line of the first failed instance of a task."""
        failed = [task for task in self.tasks(run, task_id) if task.state == "failed"]
        return self.api.read_error(run.dag_id, run.run_id, failed[0]) if failed else None

    def log(self, run: DagRun, task_id: str) -> list[dict[str, Any]]:
        """Return the lines of the last try of a task that is not mapped."""
        (task,) = self.tasks(run, task_id)
        return self.api.read_log(run.dag_id, run.run_id, task)

    def clear(self, run: DagRun, task_id: str, map_index: int | None = None) -> None:
        """Have a task and all that follows it run again; `wait` waits for the new end."""
        self.api.clear_task(run.dag_id, run.run_id, task_id, map_index=map_index)

    def backfill(self, first_day: date, last_day: date, sources: tuple[str, ...] = ()) -> list[DayResult]:
        """Run a backfill through Airflow, as the command does, and return its days' results."""
        backfill = Backfill(first_day=first_day, last_day=last_day, selection=sources)
        start = start_backfill(self.api, backfill, at_once=2)
        with connect(self.settings.database, autocommit=True) as connection:
            return follow_backfill(
                self.api, connection, backfill, start, say=lambda _result: None, show=lambda _text: None
            )

    def step_id(self, run: DagRun) -> str:
        """Return the run's id in our own tables."""
        return f"{run.dag_id}/{run.run_id}"

    def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Return the rows of a query, asked as the owner."""
        with connect(self.settings.database, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def message(self, run: DagRun) -> str:
        """Return what settle said of a run."""
        found = self.rows("select message from crawl.runs where run_id = %(run)s", run=self.step_id(run))
        return found[0]["message"] or "" if found else ""

    def reset(self) -> None:
        """Forget all that was collected: rows, the archive, entries that a test wrote into the catalog."""
        with connect(self.settings.database, autocommit=True) as connection:
            tables = connection.execute(
                "select format('%%I.%%I', n.nspname, c.relname) as name from pg_class c "
                "join pg_namespace n on n.oid = c.relnamespace "
                "where n.nspname = any(%(schemas)s) and c.relkind in ('r', 'p') and not c.relispartition",
                {"schemas": list(TRUNCATED_SCHEMAS)},
            ).fetchall()
            connection.execute(f"truncate {', '.join(row['name'] for row in tables)} restart identity cascade")
        shutil.rmtree(self.settings.archive, ignore_errors=True)
        for entry in self.local.home.glob("catalog/*"):
            entry.unlink()
        self.heal()

    def heal(self) -> None:
        """Let every outlet answer again."""
        for source_id in OUTLETS:
            for prefix in ("/", "/wp-json/", "/wp-sitemap"):
                self.demo.fail(source_id, None, prefix=prefix)


@pytest.fixture(scope="session")
def live_stack() -> Iterator[LiveStack]:
    """The stack, started once; nightly runs only when a test triggers it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield from _start_stack(monkeypatch)


def _start_stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveStack]:
    home = Path(tempfile.mkdtemp(prefix="dateline-acceptance-"))
    home.chmod(0o755)  # Postgres runs as another user when the tests run as root
    with DemoServer(run_day=datetime.now(UTC).date()) as demo:
        ports = tuple(demo.ports[source_id] for source_id in OUTLETS)
        plan = StackPlan(ui_port=find_free_port(), demo_ports=ports, scheduled=False, retry_delay=1, durable=False)
        (home / "catalog").mkdir()
        mailbox = NotifierSetting(notifier="mailbox.Mailbox", arguments={"path": str(home / "mailbox.txt")})
        settings = Settings(home=home, catalog_folder=home / "catalog", notifiers=(mailbox,))
        monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "support"))
        local = LocalStack(settings, plan, lambda _part, _message: None)
        with hold_home(home):
            try:
                local.start()
                local.airflow.api.unpause("nightly")
                yield LiveStack(local, demo)
            finally:
                local.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def stack(live_stack: LiveStack) -> LiveStack:
    """The stack with nothing collected yet and every outlet well."""
    live_stack.reset()
    return live_stack

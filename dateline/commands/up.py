"""`dateline up`: everything on this machine, the last complete day, the first report; Ctrl-C stops it all."""

import os
import shlex
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from dateline.errors import UserError
from dateline.settings import Settings, load_settings
from dateline.stack.airflow import password_file
from dateline.stack.airflow_api import DagRun
from dateline.stack.first_run import start_first_run
from dateline.stack.local import LocalStack, StackPlan
from dateline.stack.progress import follow_run
from dateline.stack.state import hold_home
from transforms.windows import last_complete_day

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WATCH = 1.0
PAPER_WIDTH = 120  # where no terminal says how wide it is


@click.command(short_help="start everything on this machine")
@click.option("--demo/--no-demo", default=True, help="Run the demo outlets and collect from them.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the UI; a free one if it is busy.")
@click.option("--once", is_flag=True, help="Stop after the first report; exit 1 if the run failed.")
@click.option("--no-run", is_flag=True, help="Start the stack only: no first run, no report.")
@click.option("--timings", is_flag=True, help="Say how long each phase took.")
def command(*, demo: bool, port: int | None, once: bool, no_run: bool, timings: bool) -> None:
    """Start Postgres, Airflow and the demo outlets on this machine, run the last complete day, print a report.

    Stays in the foreground: Ctrl-C stops all that it started. Data stays in DATELINE_HOME (var).
    """
    settings = load_settings()
    _check_settings(settings, demo=demo)
    with hold_home(settings.home), _stoppable():
        session = _Session(settings, StackPlan(demo=demo, ui_port=port), timings=timings)
        failed = session.run(first_run=not no_run, stay=not once)
    sys.exit(1 if failed and once else 0)


def _check_settings(settings: Settings, *, demo: bool) -> None:
    """Raise UserError for what would fail only in the run, minutes later."""
    if settings.database_url is not None:
        raise UserError(
            "DATELINE_DATABASE_URL is set, but `dateline up` brings its own Postgres: unset it, "
            "or run Airflow on that database with docker-compose.yml"
        )
    if not demo and not settings.sources:
        raise UserError(
            "no sources to collect: with --no-demo, set DATELINE_SOURCES to ids, kind:… or tag:… "
            "(`dateline sources list` shows them)"
        )
    from dateline.models import check_model

    check_model(settings.model)
    if settings.sources:
        from dateline.steps.plan import choose_sources

        choose_sources(settings, settings.sources)


class _Session:
    """One `dateline up` from its first line to its last."""

    def __init__(self, settings: Settings, plan: StackPlan, *, timings: bool) -> None:
        self._console = Console(
            highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PAPER_WIDTH
        )
        self._started = time.monotonic()
        self._timings = timings
        self._since = datetime.now(UTC)
        self._stack = LocalStack(settings, plan, self._say)

    def run(self, *, first_run: bool, stay: bool) -> bool:
        """Start, show the first run, stay until a signal comes; return whether the run failed."""
        failed = False
        try:
            self._start()
            if first_run:
                failed = self._show_first_run()
            if stay:
                self._stack.start_triggerer()
                self._stack.airflow.api.unpause("housekeeping")  # not before: the first report comes first
                self._console.print("Ctrl-C stops everything; the collected data stays.")
                self._watch()
        except KeyboardInterrupt:
            self._console.print("Stopping …")
        finally:
            _ignore_signals()
            self._stack.stop()
            self._console.print("Stopped.")
        return failed

    def _start(self) -> None:
        self._console.print(f"Dateline in {_shorten(self._stack.home)}")
        self._stack.start()
        self._say("Airflow", f"{self._stack.airflow.url} is up")
        self._tell_time("stack up")

    def _show_first_run(self) -> bool:
        airflow = self._stack.airflow
        run = start_first_run(airflow.api, since=self._since)
        goes_on = " goes on" if run.queued_at and run.queued_at < self._since else ""
        self._console.print(f"nightly, run {run.run_id}{goes_on}:", markup=False)
        ended = self._follow(run)
        self._tell_time("run ended")
        self._print_report()
        self._tell_time("first report")
        self._print_ways_on(run)
        return ended.state != "success"

    def _follow(self, run: DagRun) -> DagRun:
        def say(line: str) -> None:
            self._console.print(f"  {line}", markup=False)

        with self._showing() as show:
            return follow_run(self._stack.airflow.api, run, say=say, show=show, check=self._stack.check)

    @contextmanager
    def _showing(self) -> Iterator[Callable[[str], None]]:
        """Show on a terminal what runs right now; elsewhere the lines of what has ended are enough."""
        if not self._console.is_terminal:
            yield lambda _running: None
            return
        with self._console.status("…") as status:
            yield lambda running: status.update(f"{running} …")

    def _print_report(self) -> None:
        from dateline.first_report import print_first_report
        from dateline.steps.stories import group_stories

        # The DAG stories is at the same work: whoever comes second waits for the lock and finds nothing new.
        group_stories(self._stack.settings, run_id="command/up")
        print_first_report(self._stack.settings, self._console)

    def _print_ways_on(self, run: DagRun) -> None:
        airflow, home = self._stack.airflow, self._stack.home
        program = _name_program()
        last = last_complete_day(datetime.now(UTC))
        secret = _shorten(password_file(home / "airflow"))
        lines = (
            f"UI:        {airflow.url} (user {airflow.user}; its password: cat {secret})",
            f"SQL:       {program} db psql",
            f"Backfill:  {program} backfill --from {last - timedelta(days=9)} --to {last - timedelta(days=1)}",
            *self._describe_checks(run),
        )
        self._console.print()
        for line in lines:
            self._console.print(line, markup=False)

    def _describe_checks(self, run: DagRun) -> Iterator[str]:
        from dateline.expectations.pages import find_trouble

        if page := find_trouble(self._stack.home, f"{run.dag_id}/{run.run_id}"):
            yield f"Checks:    {_shorten(page)} (what did not hold in this run)"

    def _watch(self) -> None:
        while True:
            self._stack.check()
            time.sleep(WATCH)

    def _say(self, part: str, message: str) -> None:
        self._console.print(f"  {part:<10} {message}", markup=False)

    def _tell_time(self, phase: str) -> None:
        if self._timings:
            self._console.print(f"  [{phase} after {time.monotonic() - self._started:.1f} s]", markup=False)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let SIGTERM and a closed terminal stop us as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    """Pass over further signals: stopping takes seconds, and a second Ctrl-C must not leave processes behind."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _shorten(path: Path) -> str:
    """Return the path as seen from here, if it lies below."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _name_program() -> str:
    """Return how to call this program again from here, its home folder included."""
    home = os.environ.get("DATELINE_HOME")
    program = shlex.quote(_shorten(Path(sys.argv[0]).absolute()))
    return f"DATELINE_HOME={shlex.quote(home)} {program}" if home else program

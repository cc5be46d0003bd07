"""The nightly line, or that of a reprocess, in one process: the steps that the DAGs call, in the same order."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from dateline.errors import UserError
from dateline.settings import Settings
from dateline.stack.progress import describe_result
from dateline.steps.analyse import analyse_batch
from dateline.steps.batches import plan_batches
from dateline.steps.clean import clean_batch
from dateline.steps.crawl import CrawlFailed, crawl_shard
from dateline.steps.plan import plan_shards
from dateline.steps.publish import publish_run
from dateline.steps.replace import compare_run, replace_run
from dateline.steps.reprocess import plan_reprocess
from dateline.steps.settle import settle_run
from dateline.steps.stories import group_stories
from dateline.steps.validate import validate_run
from sql.abandoned import hold_command
from sql.connection import connect
from sql.reprocess import resume_reprocess, select_batches_to_do
from transforms.windows import Window
from transforms.wording import describe_failure

CRAWLS_AT_ONCE = 8
STEPS_OF_BATCH: Final = {"clean": "cleaned", "analyse": "analysed"}
WORK: Final[Mapping[str, Callable[..., dict[str, int]]]] = {"clean": clean_batch, "analyse": analyse_batch}
Plan = tuple[Window | None, tuple[str, ...], bool]
Say = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class LineReport:
    """What a run through the line did: counts and seconds by step, task states as settle reads them."""

    run_id: str
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    states: dict[str, list[str]] = field(default_factory=dict)

    def add(self, step: str, counts: dict[str, int]) -> None:
        """Add one task's counts to its step."""
        total = self.counts.setdefault(step, {})
        for name, number in counts.items():
            total[name] = total.get(name, 0) + number


def run_line(
    settings: Settings, *, run_id: str, window: Window, selection: tuple[str, ...], say: Say
) -> LineReport:
    """Run every step for one window; one shard's failure leaves the others' articles published.

    Raises UserError for what the user can mend before anything starts, RunUnwell after the well sources
    were published.
    """
    with hold_command(settings.database, run_id):
        return _run_steps(settings, run_id=run_id, window=window, selection=selection, say=say)


def _run_steps(
    settings: Settings, *, run_id: str, window: Window, selection: tuple[str, ...], say: Say
) -> LineReport:
    report = LineReport(run_id=run_id)
    with _timed(report, "plan_shards"):
        shards = plan_shards(settings, run_id=run_id, dag_id="command", window=window, selection=selection)
    with _timed(report, "crawl"):
        _crawl_all(settings, report, shards, say)
    batches: list[int] = []
    with _noted(report, "plan_batches", say):
        batches = plan_batches(settings, run_id=run_id)
        report.add("plan_batches", {"batch" if len(batches) == 1 else "batches": len(batches)})
    _derive_batches(settings, report, [("clean", batches), ("analyse", batches)], say)
    last = (("validate", validate_run), ("publish", publish_run), ("stories", group_stories))
    _finish(settings, report, last, say)
    return report


def reprocess_line(settings: Settings, report: LineReport, *, plan: Plan | None, force: bool, say: Say) -> None:
    """Derive again what `plan` names, a window, selectors and whether only to compare; or go on with a run.

    Without a plan the run goes on where it was stopped: finished batches are left alone. Raises UserError for what
    the user can mend before anything starts, RunUnwell after what is well was replaced.
    """
    with hold_command(settings.database, report.run_id):
        if plan is None:
            to_do = _resume(settings, report.run_id, force=force)
        else:
            window, selection, dry_run = plan
            with _timed(report, "plan_batches"):
                batches = plan_reprocess(
                    settings,
                    run_id=report.run_id,
                    dag_id="command",
                    window=window,
                    selection=selection,
                    dry_run=dry_run,
                    force=force,
                )
            to_do = [("clean", batches), ("analyse", batches)]
        say(f"run {report.run_id}: {sum(len(batches) for _, batches in to_do)} batches to clean and analyse")
        _derive_batches(settings, report, to_do, say)
        last = (
            ("validate", validate_run),
            ("compare", compare_run),
            ("replace", replace_run),
            ("stories", group_stories),
        )
        _finish(settings, report, last, say)


def _resume(settings: Settings, run_id: str, *, force: bool) -> list[tuple[str, list[int]]]:
    with connect(settings.database, application="dateline reprocess", autocommit=True) as connection:
        if not resume_reprocess(connection, run_id, force=force):
            raise UserError(f"there is no reprocess run {run_id}: see report.reprocess_sources")
        rows = select_batches_to_do(connection, run_id)
    return [(step, [row["batch_id"] for row in rows if not row[done]]) for step, done in STEPS_OF_BATCH.items()]


def _derive_batches(
    settings: Settings, report: LineReport, to_do: Iterable[tuple[str, Iterable[int]]], say: Say
) -> None:
    for step, batches in to_do:
        for batch in batches:
            with _noted(report, step, say):
                report.add(step, WORK[step](settings, run_id=report.run_id, batch=batch))


def _finish(
    settings: Settings, report: LineReport, steps: Iterable[tuple[str, Callable[..., dict[str, int]]]], say: Say
) -> None:
    for step, finish in steps:
        with _noted(report, step, say):
            report.add(step, finish(settings, run_id=report.run_id))
    with _timed(report, "settle"):
        report.add("settle", settle_run(settings, run_id=report.run_id, task_states=report.states))


def _crawl_all(settings: Settings, report: LineReport, shards: list[dict[str, Any]], say: Say) -> None:
    # Threads only wait for the crawls' own processes; hosts are kept from harm by their slots.
    pool = ThreadPoolExecutor(CRAWLS_AT_ONCE)
    try:
        crawls = [
            (shard["label"], pool.submit(crawl_shard, settings, run_id=report.run_id, shard=shard["shard"]))
            for shard in shards
        ]
        for label, crawl in crawls:
            _await_crawl(report, label, crawl, say)
    finally:
        # After Ctrl-C nobody waits for the others: the children end with this process.
        pool.shutdown(wait=False, cancel_futures=True)


def _await_crawl(report: LineReport, label: str, crawl: Future[dict[str, int]], say: Say) -> None:
    states = report.states.setdefault("crawl", [])
    try:
        counts = crawl.result()
    except CrawlFailed as error:
        states.append("failed")
        say(f"crawl {label}: failed: {error}")
    else:
        states.append("success")
        report.add("crawl", counts)
        say(f"crawl {label}: {describe_result(counts)}")


@contextmanager
def _noted(report: LineReport, step: str, say: Say) -> Iterator[None]:
    """Time a task, note its state and say what came of it; settle judges failures, as it does in Airflow."""
    try:
        with _timed(report, step):
            yield
    except Exception as error:  # noqa: BLE001  whatever failed, what is well must be published and settled
        report.states.setdefault(step, []).append("failed")
        say(f"{step}: failed: {describe_failure(error)}")
    else:
        report.states.setdefault(step, []).append("success")
        say(f"{step}: {describe_result(report.counts.get(step, {}))}")


@contextmanager
def _timed(report: LineReport, step: str) -> Iterator[None]:
    started = time.monotonic()
    try:
        yield
    finally:
        report.seconds[step] = report.seconds.get(step, 0.0) + time.monotonic() - started

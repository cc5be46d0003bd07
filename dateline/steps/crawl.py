"""One shard's crawl: a child process that runs Scrapy, watched until it ends."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import IO, Any, Final
from uuid import uuid4

from dateline.catalog import load_catalog, select_sources
from dateline.settings import Settings
from scrapers.orders import CrawlOrder
from sql.connection import connect
from sql.looks import read_last_looks
from sql.settle import select_seen
from sql.shards import StartedShard, finish_shard, start_shard
from transforms.outcomes import Reach
from transforms.settlement import find_reach

LEAST_TIME: Final = 60.0
"""Seconds that an attempt has, however late it comes: enough to put in order what the one before it left."""
GRACE: Final = 60.0
"""Seconds after the deadline in which the child puts off what is left and ends by itself."""
LAST_GRACE: Final = 20.0
"""Seconds between asking it to end and killing it."""
LAST_WORDS: Final = 5.0
"""Seconds to wait for the rest of the child's log once it has ended."""

log = logging.getLogger(__name__)


class CrawlFailed(RuntimeError):
    """A shard's crawl ended without having done its work; one line says which and why."""


def crawl_shard(settings: Settings, *, run_id: str, shard: int) -> dict[str, int]:
    """Crawl one shard of a run in a child process and return how its URLs ended, and what it could not see.

    Sources that an attempt before it has done are left out; one that fails leaves the others done. May run again
    at any time: URLs that have a capture or an outcome in this run are left alone, and an older attempt that
    still runs can write nothing more. Raises CrawlFailed.
    """
    with connect(settings.database, application="dateline crawl", autocommit=True) as connection:
        started = start_shard(connection, run_id=run_id, shard_id=shard, token=uuid4())
        if started is None:
            raise CrawlFailed(f"run {run_id} has no shard {shard}: plan the run first")
        looks = read_last_looks(connection, started.sources)
    order = make_order(settings, started, last_looks=looks)
    failure: str | None = "the crawl was stopped from outside"
    try:
        counts = run_child(order, label=started.label)
        failure = None
    except CrawlFailed as error:
        failure = str(error)
        raise CrawlFailed(f"crawl of {started.label} failed: {failure}") from None
    finally:
        with connect(settings.database, application="dateline crawl", autocommit=True) as connection:
            finish_shard(connection, started.attempt, failure=failure)
    log.info("run=%s step=crawl shard=%d label=%s %s", run_id, shard, started.label, _as_pairs(counts))
    return counts | count_unreachable(settings, run_id=run_id, sources=started.sources)


def count_unreachable(settings: Settings, *, run_id: str, sources: Sequence[str]) -> dict[str, int]:
    """Return how many sources could not be seen, by problem: else nothing found would look like nothing new."""
    with connect(settings.database, application="dateline crawl", autocommit=True) as connection:
        seen = select_seen(connection, run_id)
    reaches = [find_reach(seen.get(source_id, ()), None) for source_id in sources]
    problems = Counter(reach.problem for reach in reaches if reach.reach is Reach.UNREACHABLE)
    return {f"unreachable ({problem})": number for problem, number in problems.items()}


def make_order(settings: Settings, started: StartedShard, *, last_looks: Any) -> CrawlOrder:  # noqa: ANN401
    """Return all that the child needs to know."""
    return CrawlOrder(
        attempt=started.attempt,
        number=started.number,
        window=started.window,
        sources=select_sources(load_catalog(settings), started.sources),
        last_looks=last_looks,
        database_url=settings.database,
        archive=settings.archive,
        user_agent=settings.user_agent,
        deadline=find_deadline(settings, started),
        request_timeout=settings.request_timeout,
        recheck_after=settings.recheck_after,
        max_body=settings.max_body,
        max_listing=settings.max_listing,
        url_budget=settings.url_budget,
        listing_budget=settings.listing_budget,
        byte_budget=settings.byte_budget,
        loopback_ports=tuple(int(port) for port in settings.allow_loopback_ports),
        honour_noarchive=settings.honour_noarchive,
        parent=os.getpid(),
    )


def find_deadline(settings: Settings, started: StartedShard) -> float:
    """Return the seconds that an attempt has: what attempts before it have left of the crawl's deadline."""
    whole = settings.crawl_deadline
    return max(whole - started.elapsed, min(LEAST_TIME, whole))


def run_child(order: CrawlOrder, *, label: str) -> dict[str, int]:
    """Run the child to its end, or to the deadline and a grace; raise CrawlFailed with its one line."""
    with relay_log() as stderr:
        # The order holds the database's password: it goes over standard input, never into arguments.
        child = subprocess.Popen(
            [sys.executable, "-m", "scrapers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            process_group=0,
        )
        log.info("run=%s step=crawl shard=%d child=%d", order.attempt.run_id, order.attempt.shard_id, child.pid)
        try:
            said = _wait(child, order)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
    return _read_report(said, child.returncode, label)


@contextmanager
def relay_log() -> Iterator[int]:
    """Give a file descriptor whose lines are logged here with the level that they name.

    Airflow would show each line of a task's standard error as an error.
    """
    ours, theirs = os.pipe()
    reader = Thread(target=_relay_lines, args=(os.fdopen(ours, errors="replace"),), daemon=True)
    reader.start()
    try:
        yield theirs
    finally:
        os.close(theirs)
        reader.join(LAST_WORDS)


def _relay_lines(lines: IO[str]) -> None:
    with lines:
        for line in lines:
            level, message = read_level(line.rstrip())
            log.log(level, "%s", message)


def read_level(line: str) -> tuple[int, str]:
    """Return a log line's level and the rest; a line that names none is a warning (a traceback, a library)."""
    first, _, rest = line.partition(" ")
    level = logging.getLevelNamesMapping().get(first.removeprefix("level=")) if "=" in first else None
    return (logging.WARNING, line) if level is None else (level, rest)


def _wait(child: "subprocess.Popen[str]", order: CrawlOrder) -> str:
    """Wait with patience, then ask, then kill; ask at once when this process itself is told to stop."""
    try:
        return child.communicate(order.to_json(), timeout=order.deadline + GRACE)[0]
    except subprocess.TimeoutExpired:
        log.warning(
            "run=%s step=crawl child=%d is past its deadline: asked to end", order.attempt.run_id, child.pid
        )
    child.send_signal(signal.SIGTERM)
    try:
        return child.communicate(timeout=LAST_GRACE)[0]
    except subprocess.TimeoutExpired:
        child.kill()
        return child.communicate()[0]


def _read_report(said: str, status: int, label: str) -> dict[str, int]:
    lines = said.strip().splitlines()
    report = json.loads(lines[-1]) if lines else {}
    if status == 0 and "counts" in report:
        if failures := report["failures"]:
            raise CrawlFailed(_describe_failures(failures, label))
        counts: dict[str, int] = report["counts"]
        return counts
    if "error" in report:
        raise CrawlFailed(report["error"])
    how = f"was killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
    raise CrawlFailed(f"its child process {how}: its log is above")


def _describe_failures(failures: Mapping[str, str], label: str) -> str:
    """Return in one line which sources failed and why; one that gives its shard its name is named already."""
    return "; ".join(why if source_id == label else f"{source_id}: {why}" for source_id, why in failures.items())


def _as_pairs(counts: dict[str, int]) -> str:
    return " ".join(f"{name}={number}" for name, number in counts.items())

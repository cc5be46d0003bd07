"""The crawl's child process: one shard attempt, told over standard input, dies with its parent.

Run by `dateline.steps.crawl` as `python -m scrapers.child`. It reads one CrawlOrder as JSON, logs to standard
error, and writes one JSON object to standard output: `{"counts": {…}, "failures": {source: "one line"}}`, or
`{"error": "one line"}` when the attempt as a whole came to nothing.
"""

import asyncio
import ctypes
import json
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Final

from scrapers.archive import ArchiveWriter
from scrapers.deadline import Deadline
from scrapers.desk import Desk
from scrapers.fetcher import Download, Fetcher, Headers, RawAnswer
from scrapers.frontier import SourceCrawl
from scrapers.guards import open_guard, shorten
from scrapers.ledger import Ledger
from scrapers.orders import CrawlOrder
from scrapers.resolver import Resolver
from scrapers.robots import Robots
from scrapers.slots import Slots
from scrapers.warc import name_file
from sql.shards import count_shard_outcomes
from transforms.records import Source

PR_SET_PDEATHSIG: Final = 1
WATCH_EVERY: Final = 1.0
OURS: Final = frozenset({"scrapers", "sql", "__main__"})

log = logging.getLogger(__name__)


class Readers(ThreadPoolExecutor):
    """Threads for reading listings and archives, which nobody waits for at the end.

    What a site wrote can keep a reader busy for hours. The crawl goes on at its deadline, and the child leaves.
    """

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Start nothing more; the event loop, which asks for this at its end, would wait for what still runs."""
        del wait, cancel_futures
        super().shutdown(wait=False, cancel_futures=True)


def main() -> int:
    """Do what standard input says; return the exit status."""
    order = CrawlOrder.from_json(sys.stdin.read())
    die_with_parent(order.parent)
    open_log()
    try:
        counts, failures = crawl_shard(order)
    except Exception as error:
        log.debug("event=failed", exc_info=True)
        report: dict[str, object] = {"error": name_failure(error)}
    else:
        report = {"counts": counts, "failures": failures}
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()
    return 1 if "error" in report else 0


def open_log() -> None:
    """Log key=value lines to standard error: ours from INFO on, the libraries' errors."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("level=%(levelname)s logger=%(name)s %(message)s"))
    handler.addFilter(lambda record: record.levelno >= logging.ERROR or record.name.partition(".")[0] in OURS)
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def crawl_shard(order: CrawlOrder) -> tuple[dict[str, int], dict[str, str]]:
    """Crawl a shard's sources, all at once; return how its URLs ended, and which sources failed and why.

    One source's trouble is its own: the others go on to their ends. Raises what is everybody's, such as a
    database that does not answer.
    """
    deadline = Deadline(order.deadline)
    desk, slots_desk = Desk(order.database_url, name="crawl"), Desk(order.database_url, name="crawl slots")
    token = order.attempt.token.hex[:8]
    name = name_file(
        run_id=order.attempt.run_id,
        shard=order.attempt.shard_id,
        attempt=f"{order.number}{token}",
        now=datetime.now(UTC),
    )
    writer = ArchiveWriter(order.archive, name)
    resolver = Resolver()
    failures: dict[str, str] = {}

    async def work(download: Download) -> None:
        asyncio.get_running_loop().set_default_executor(Readers(thread_name_prefix="reader"))
        watch_signals(order.parent, deadline)
        ledger = Ledger(desk, order.attempt, writer)
        fetcher = Fetcher(
            download=download,
            resolver=resolver,
            slots=Slots(slots_desk, deadline),
            robots=Robots(slots_desk),
            user_agent=order.user_agent,
            max_body=order.max_body,
        )
        crawls = [
            crawl_source(order, source, ledger=ledger, fetcher=fetcher, deadline=deadline)
            for source in order.sources
        ]
        endings = await asyncio.gather(*crawls, return_exceptions=True)
        for source, ending in zip(order.sources, endings, strict=True):
            if isinstance(ending, BaseException):
                raise ending
            if ending is not None:
                failures[source.source_id] = ending

    try:
        run_work(order, resolver, work)
        return asyncio.run(desk.ask(count_shard_outcomes, order.attempt)), failures
    finally:
        desk.close()
        slots_desk.close()
        writer.close()


async def crawl_source(
    order: CrawlOrder, source: Source, *, ledger: Ledger, fetcher: Fetcher, deadline: Deadline
) -> str | None:
    """Crawl one source and write how that ended; return in one line why it failed, None if it did not."""
    failure = None
    try:
        await SourceCrawl(order, source, ledger=ledger, fetcher=fetcher, deadline=deadline).run()
    except Exception as error:
        failure = name_failure(error)
        names = (order.attempt.run_id, source.source_id, failure)
        log.warning("event=failed run=%s source=%s step=crawl error=%r", *names)
        log.debug("event=failed", exc_info=True)
    await ledger.finish_source(source.source_id, failure=failure)
    return failure


def run_work(order: CrawlOrder, resolver: Resolver, work: Callable[[Download], Awaitable[None]]) -> None:
    """Run the crawl inside Scrapy; archives alone need no network, and no Scrapy."""
    if not any(way.web_addresses for source in order.sources for way in source.strategies):
        asyncio.run(_run_offline(work))
        return
    from scrapers.client import harden_settings, run_spider

    guard = open_guard(order.sources[0], loopback_ports=order.loopback_ports)
    run_spider(
        work=work,
        resolver=resolver,
        guard=guard,
        settings=harden_settings(max_body=order.max_body, user_agent=order.user_agent),
        timeout=order.request_timeout,
    )


async def _run_offline(work: Callable[[Download], Awaitable[None]]) -> None:
    async def refuse(url: str, headers: Headers, largest: int) -> RawAnswer:
        raise AssertionError(f"a crawl of archives asked for {url}: {len(headers)} headers, {largest} bytes")

    await work(refuse)


def watch_signals(parent: int, deadline: Deadline) -> None:
    """On SIGTERM let the deadline come now; end at once when the parent is gone."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, deadline.end_now)

    def watch() -> None:
        if os.getppid() != parent:
            os._exit(1)
        loop.call_later(WATCH_EVERY, watch)

    watch()


def die_with_parent(parent: int) -> None:
    """Ask the kernel to kill this process with its parent (Linux, prctl(2)); end now if it is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def name_failure(error: BaseException) -> str:
    """Return one line for what went wrong; the first cause where several sources failed alike."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    text = shorten(" ".join(str(error).split()), 500)
    known = type(error).__module__.partition(".")[0] in {"scrapers", "sql"}
    return text if known and text else f"{type(error).__name__}: {text}"


if __name__ == "__main__":
    # An ordinary exit would wait for readers that are still busy; nothing else is left to do.
    os._exit(main())

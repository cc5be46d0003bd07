"""Killed, stopped, overtaken, out of time, out of disk: nothing is lost and nothing is fetched twice."""

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from psycopg.errors import DeadlockDetected

from dateline.steps.crawl import LEAST_TIME, CrawlFailed, crawl_shard, make_order
from scrapers.archive import ArchiveWriter, read_response
from scrapers.deadline import Deadline
from scrapers.desk import Desk
from scrapers.discovery.feed import FeedDiscovery
from scrapers.fetcher import Fetcher, RawAnswer
from scrapers.frontier import SourceCrawl
from scrapers.ledger import Ledger
from scrapers.resolver import Resolver
from scrapers.robots import Robots
from scrapers.slots import Slots
from sql.connection import connect
from sql.crawl import UrlOutcome, decide, note_candidates
from sql.errors import StaleAttempt
from sql.shards import start_shard
from transforms.outcomes import Outcome
from transforms.records import Candidate
from transforms.window_check import Wish

CHECKOUT = Path(__file__).parents[3]


def find_children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    return [int(pid) for pid, ppid, args in rows if int(ppid) == parent and "scrapers.child" in args]


def wait_for(condition, patience=30.0):
    limit = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.01)
    return found


def test_a_killed_child_is_continued_without_fetching_again(crawl, site):
    crawl.source("long", site, interval=0.1)
    paths = [f"/{number}" for number in range(10)]
    for path in paths:
        site.article(path)
    crawl.plan()
    failure = []

    def first_attempt():
        try:
            crawl_shard(crawl.settings, run_id="command/one", shard=0)
        except CrawlFailed as error:
            failure.append(str(error))

    thread = threading.Thread(target=first_attempt)
    thread.start()
    wait_for(lambda: crawl.rows("select 1 from crawl.captures"))
    [child] = find_children(os.getpid())
    os.kill(child, signal.SIGKILL)
    thread.join()
    assert failure == ["crawl of long failed: its child process was killed by SIGKILL: its log is above"]
    before = crawl.rows("select url, warc_file from crawl.captures order by capture_id")
    assert 1 <= len(before) < 10
    in_flight = site.asked[-1].path
    crawl_shard(crawl.settings, run_id="command/one", shard=0)
    after = crawl.rows("select url, warc_file from crawl.captures order by capture_id")
    assert after[: len(before)] == before
    assert sorted(row["url"] for row in after) == sorted(site.base + path for path in paths)
    assert {path: site.count(path) for path in paths if path != in_flight} == {
        path: 1 for path in paths if path != in_flight
    }
    # Each attempt has a file of its own; every row's record verifies.
    assert len({row["warc_file"] for row in after}) == 2
    for row in crawl.rows("select * from crawl.captures"):
        read_response(
            crawl.settings.archive,
            file=row["warc_file"],
            offset=row["warc_offset"],
            length=row["warc_length"],
            digest=row["body_digest"],
        )
    assert crawl.rows("select state, attempts from crawl.shards") == [{"state": "done", "attempts": 2}]


def test_a_child_dies_with_its_parent(crawl, site):
    crawl.source("long", site, interval=0.5)
    for number in range(50):
        site.article(f"/{number}")
    crawl.plan()
    code = (
        "import sys\nfrom dateline.settings import Settings\nfrom dateline.steps.crawl import crawl_shard\n"
        "crawl_shard(Settings.model_validate_json(sys.stdin.read()), run_id='command/one', shard=0)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, text=True, cwd=CHECKOUT)
    try:
        parent.stdin.write(crawl.settings.model_dump_json())
        parent.stdin.close()
        wait_for(lambda: crawl.rows("select 1 from crawl.captures"))
        [child] = find_children(parent.pid)
    finally:
        parent.kill()
        parent.wait()

    def is_gone():
        with suppress(FileNotFoundError):
            return Path(f"/proc/{child}/stat").read_text().split(")")[1].split()[0] == "Z"
        return True

    wait_for(is_gone)


def test_the_deadline_puts_off_what_is_left(crawl, site):
    crawl.source("long", site, interval=0.5)
    for number in range(20):
        site.article(f"/{number}")
    crawl.configure(crawl_deadline=5.0)
    counts = crawl.run()
    assert counts["captured"] > 0
    assert counts["captured"] + counts["deferred"] == 20
    left = [path for path, outcome in crawl.outcomes().items() if outcome == ("deferred", "deadline")]
    assert len(left) == counts["deferred"]
    crawl.configure(crawl_deadline=60.0)
    site.asked.clear()
    waiting = crawl.rows("select url from crawl.urls where deferred_at is not null order by deferred_at, url")
    crawl.source("long", site)
    crawl.configure(sources=("long",))
    crawl.run("command/two")
    asked = [asked.path for asked in site.asked if asked.path != "/feed.xml"]
    assert site.base + asked[0] == waiting[0]["url"]


def test_a_deadline_in_the_middle_of_discovery_says_so(crawl, site):
    def hang(handler):
        site.closed.wait(20)

    crawl.source("hung", site)
    site.answers["/feed.xml"] = hang
    crawl.configure(crawl_deadline=2.0, request_timeout=30.0)
    crawl.run()
    [look] = crawl.rows("select reach, problem from crawl.observations")
    assert look == {"reach": "unreachable", "problem": "deadline"}


def test_sigterm_puts_off_what_is_left_and_ends_well(crawl, site):
    crawl.source("long", site, interval=0.3)
    for number in range(60):
        site.article(f"/{number}")
    crawl.plan()
    counts = {}
    thread = threading.Thread(
        target=lambda: counts.update(crawl_shard(crawl.settings, run_id="command/one", shard=0))
    )
    thread.start()
    wait_for(lambda: crawl.rows("select 1 from crawl.captures"))
    os.kill(find_children(os.getpid())[0], signal.SIGTERM)
    thread.join()
    assert counts["deferred"] > 0
    assert counts["captured"] + counts["deferred"] == 60


def test_a_crawl_that_is_cleared_after_settle_gets_to_what_was_put_off(crawl, site):
    crawl.source("long", site)
    site.article("/a")
    site.article("/b")
    crawl.run()
    lost = f"{site.base}/a"
    crawl.rows("delete from crawl.captures where url = %s returning url", lost)
    put_off = "update crawl.ledger set capture_id = null, outcome = 'deferred', reason = 'not_processed'"
    crawl.rows(f"{put_off} where url = %s returning url", lost)
    crawl.rows("update crawl.runs set state = 'failed', settled_at = now() returning run_id")
    crawl_shard(crawl.settings, run_id="command/one", shard=0)
    assert crawl.outcomes() == {"a": ("captured", ""), "b": ("captured", "")}
    assert (site.count("/a"), site.count("/b")) == (2, 1)
    assert crawl.rows("select state, settled_at from crawl.runs") == [{"state": "running", "settled_at": None}]


def test_two_runs_over_one_source_note_its_urls_in_one_order(crawl, site, database_url):
    crawl.source("long", site)
    for run in ("command/one", "command/two"):
        crawl.plan(run)
    urls = [f"{site.base}/{number:02}" for number in range(40)]
    failures = []

    def note(run, ordered):
        with connect(database_url, autocommit=True) as connection:
            attempt = start_shard(connection, run_id=run, shard_id=0, token=uuid4()).attempt
            candidates = [Candidate(source_id="long", url=url, strategy="feed:x") for url in ordered]
            try:
                for _ in range(30):
                    with connection.transaction():
                        note_candidates.__wrapped__(connection, attempt, candidates, Wish())
            except DeadlockDetected as error:
                failures.append(error)

    threads = [
        threading.Thread(target=note, args=("command/one", urls)),
        threading.Thread(target=note, args=("command/two", urls[::-1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_an_overtaken_attempt_can_write_nothing(crawl, site):
    crawl.source("long", site)
    site.article("/a")
    crawl.plan()
    old = start_shard(crawl.database, run_id="command/one", shard_id=0, token=uuid4()).attempt
    start_shard(crawl.database, run_id="command/one", shard_id=0, token=uuid4())
    with pytest.raises(StaleAttempt, match="newer attempt"):
        decide(crawl.database, old, "long", f"{site.base}/a", UrlOutcome(outcome=Outcome.UNCHANGED))


def test_a_child_that_is_overtaken_fails_in_one_line(crawl, site):
    crawl.source("long", site)
    crawl.plan()

    def overtake(handler):
        start_shard(crawl.database, run_id="command/one", shard_id=0, token=uuid4())
        handler.send_page(site.answers["/b"])

    site.article("/b")
    site.items.clear()
    site.mischief("/a", overtake)
    with pytest.raises(CrawlFailed, match="a newer attempt has taken over"):
        crawl_shard(crawl.settings, run_id="command/one", shard=0)
    assert crawl.rows("select * from crawl.captures") == []
    assert crawl.rows("select state from crawl.shards") == [{"state": "running"}]


def test_a_full_disk_fails_the_shard_in_one_line_and_leaves_no_row_without_a_record(crawl, site):
    crawl.source("large", site)
    for number in range(6):
        site.article(f"/{number}", text=os.urandom(15_000).hex())
    crawl.plan()
    code = (
        "import json, resource, sys\nfrom dateline.settings import Settings\n"
        "from dateline.steps.crawl import CrawlFailed, crawl_shard\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))\n"
        "try:\n    crawl_shard(Settings.model_validate_json(sys.stdin.read()), run_id='command/one', shard=0)\n"
        "except CrawlFailed as error:\n    print(json.dumps(str(error)))\n"
    )
    limited = subprocess.run(
        [sys.executable, "-c", code],
        input=crawl.settings.model_dump_json(),
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=True,
    )
    message = json.loads(limited.stdout)
    assert "is full: free space there" in message
    assert "\n" not in message
    rows = crawl.rows("select * from crawl.captures")
    assert 1 <= len(rows) < 6
    for row in rows:
        file = Path(crawl.settings.archive) / row["warc_file"]
        assert file.stat().st_size >= row["warc_offset"] + row["warc_length"]
    assert crawl.rows("select state from crawl.shards") == [{"state": "failed"}]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    # With room again the same shard goes on.
    counts = crawl_shard(crawl.settings, run_id="command/one", shard=0)
    assert counts["captured"] == 6


def test_a_shard_that_was_never_planned_is_one_clear_line(crawl):
    with pytest.raises(CrawlFailed, match="has no shard 3: plan the run first"):
        crawl_shard(crawl.settings, run_id="command/none", shard=3)


def test_an_archive_that_takes_no_files_fails_in_one_line(crawl, site, tmp_path):
    crawl.source("one", site)
    site.article("/a")
    blocked = tmp_path / "not-a-folder"
    blocked.write_text("")
    crawl.configure(archive_url=str(blocked))
    with pytest.raises(CrawlFailed, match="takes no files"):
        crawl.run()


def test_a_listing_that_takes_long_to_read_is_given_up_at_the_deadline(crawl, site, monkeypatch):
    released = threading.Event()

    class Endless(FeedDiscovery):
        def read(self, page):
            released.wait(60)
            return super().read(page)

    monkeypatch.setattr("scrapers.listings.open_discovery", Endless)
    crawl.source("endless", site)
    site.article("/a")
    crawl.plan()
    started = start_shard(crawl.database, run_id="command/one", shard_id=0, token=uuid4())
    order = make_order(crawl.settings, started, last_looks={})

    async def crawl_here():
        desk, deadline = Desk(crawl.settings.database, name="test"), Deadline(5.0)
        async with httpx.AsyncClient() as client:

            async def download(url, headers, _limit):
                answer = await client.get(url, headers=list(headers))
                return RawAnswer(
                    status=answer.status_code, headers=tuple(answer.headers.items()), body=answer.content
                )

            fetcher = Fetcher(
                download=download,
                resolver=Resolver(),
                slots=Slots(desk, deadline),
                robots=Robots(desk),
                user_agent="test",
                max_body=10**6,
            )
            ledger = Ledger(desk, order.attempt, ArchiveWriter(order.archive, "x.warc.gz"))
            source_crawl = SourceCrawl(order, order.sources[0], ledger=ledger, fetcher=fetcher, deadline=deadline)
            async with asyncio.timeout(60):
                await source_crawl.run()
        released.set()
        desk.close()

    asyncio.run(crawl_here())
    [look] = crawl.rows("select reach, problem, detail from crawl.observations")
    assert (look["reach"], look["problem"]) == ("unreachable", "deadline")
    assert "/feed.xml" in look["detail"]


def test_all_attempts_of_one_night_share_one_deadline(crawl, site):
    crawl.source("long", site)
    crawl.configure(crawl_deadline=3600.0)
    crawl.plan()

    def start():
        started = start_shard(crawl.database, run_id="command/one", shard_id=0, token=uuid4())
        return make_order(crawl.settings, started, last_looks={}).deadline

    def let_pass(minutes, *, state):
        crawl.database.execute(
            "update crawl.shards set first_started_at = first_started_at - make_interval(mins => %s), state = %s",
            (minutes, state),
        )

    assert start() == 3600
    let_pass(20, state="failed")
    assert 2300 < start() <= 2400
    let_pass(20, state="running")  # killed
    assert 1100 < start() <= 1200
    let_pass(60, state="failed")
    assert start() == LEAST_TIME
    # Cleared by hand: a crawl that ended well, a run that was settled, one that is planned anew.
    let_pass(0, state="done")
    assert start() == 3600
    let_pass(60, state="failed")
    crawl.database.execute("update crawl.runs set state = 'failed', settled_at = now()")
    assert start() == 3600
    let_pass(60, state="failed")
    crawl.plan()
    assert start() == 3600


def test_a_short_deadline_is_never_made_longer(crawl, site):
    crawl.source("long", site)
    crawl.configure(crawl_deadline=5.0)
    crawl.plan()
    for _ in range(2):
        started = start_shard(crawl.database, run_id="command/one", shard_id=0, token=uuid4())
        assert make_order(crawl.settings, started, last_looks={}).deadline <= 5
        crawl.database.execute("update crawl.shards set first_started_at = first_started_at - interval '1 hour'")

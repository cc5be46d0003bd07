"""Discovery over an index of large sitemaps, served over loopback to the real crawl child.

No sitemap can be left out by its name or its last change, so every entry is read; a handful lies in the window and
is fetched. Figures: wall clock and CPU of the child, entries a second, and its peak memory, beside that of a child
that reads one small sitemap. `--by` says what tells an entry's age: its last change, or the date in its address.
"""

import argparse
import gzip
import multiprocessing
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

from dateline.settings import Settings
from dateline.stack.postgres import EmbeddedPostgres
from dateline.steps.crawl import make_order
from dateline.steps.plan import plan_shards
from sql.connection import connect
from sql.migrate import migrate
from sql.shards import start_shard
from transforms.windows import Mode, Window

DAY = date(2026, 11, 21)
WANTED = 5
"""Entries of the last sitemap that lie in the window."""
NUMBER = b"00000"
"""Stands for a sitemap's number in its generated body."""
PAGE = b"<html><head><title>Found</title></head><body><p>Found.</p></body></html>"
ENTRY = """\
id: bench
name: Benchmark sitemaps
kind: news
timezone: UTC
homepage: {base}/
discovery:
  - {{strategy: sitemap, url: "{base}/robots.txt"}}
politeness: {{interval: 0}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How many sitemaps of how many entries, what tells their age, packed or not."""

    sitemaps: int
    urls: int
    by: str
    packed: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen."""
    parser.add_argument("--sitemaps", type=int, default=200, help="sitemaps in the index")
    parser.add_argument("--urls", type=int, default=50_000, help="entries in each")
    parser.add_argument(
        "--by", choices=["lastmod", "address"], default="lastmod", help="what tells an entry's age"
    )
    parser.add_argument("--packed", action="store_true", help="serve .xml.gz")


def run(options: argparse.Namespace) -> None:
    """Crawl once a small site and once the large one, and print what it took."""
    large = Shape(sitemaps=options.sitemaps, urls=options.urls, by=options.by, packed=options.packed)
    small = Shape(sitemaps=1, urls=10, by=options.by, packed=options.packed)
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        postgres = EmbeddedPostgres(folder / "postgres")
        postgres.start()
        try:
            migrate(postgres.url())
            figures = [crawl_site(shape, postgres.url(), folder) for shape in (small, large)]
        finally:
            postgres.stop()
    print_figures(large, *figures)


def crawl_site(shape: Shape, database_url: str, folder: Path) -> dict[str, Any]:
    """Return what one crawl of a site took, and what it saw."""
    with serve(shape) as port:
        catalog = folder / f"catalog-{port}"
        catalog.mkdir()
        (catalog / "bench.yaml").write_text(ENTRY.format(base=f"http://127.0.0.1:{port}"))
        settings = Settings(
            home=folder / "home",
            database_url=database_url,
            catalog_folder=catalog,
            sources=("bench",),
            allow_loopback_ports=(port,),
            crawl_deadline=6 * 3600,
        )
        return run_child(settings, run_id=f"command/{port}")


def run_child(settings: Settings, *, run_id: str) -> dict[str, Any]:
    """Run one shard's crawl as the crawl step does; return its figures and its observation."""
    window = Window(first_day=DAY, last_day=DAY, mode=Mode.EXACT)
    [shard] = plan_shards(settings, run_id=run_id, dag_id="command", window=window)
    with connect(settings.database, application="bench", autocommit=True) as connection:
        started = start_shard(connection, run_id=run_id, shard_id=shard["shard"], token=uuid4())
        assert started
        order = make_order(settings, started, last_looks={})
        began = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-m", "scrapers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert child.stdin
        child.stdin.write(order.to_json())
        child.stdin.close()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"the crawl ended with status {child.returncode}")
        [seen] = connection.execute(
            "select entries, requests, reach, problem from crawl.observations where run_id = %s", [run_id]
        ).fetchall()
        [found] = connection.execute(
            "select count(*) as captures from crawl.captures where run_id = %s", [run_id]
        ).fetchall()
    peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return {**seen, **found, "seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak": peak}


def print_figures(shape: Shape, small: dict[str, Any], large: dict[str, Any]) -> None:
    """Print what was read, how fast, and in how much memory."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    how = f"{'packed, ' if shape.packed else ''}told by {shape.by}"
    print(f"{datetime.now(UTC):%Y-%m-%d} · {machine} · {shape.sitemaps} sitemaps of {shape.urls:,} URLs, {how}")
    rate = large["entries"] / large["seconds"]
    print(
        f"  read           {large['entries']:>12,} entries of {large['requests']} listings, reach {large['reach']}"
    )
    print(f"  wall clock     {large['seconds']:>12.1f} s {rate:>12,.0f} entries/s")
    print(f"  CPU            {large['cpu']:>12.1f} s {large['entries'] / large['cpu']:>12,.0f} entries/s")
    print(f"  peak memory    {large['peak']:>12.0f} MB (one small sitemap: {small['peak']:.0f} MB)")
    print(f"  captures       {large['captures']:>12} of {WANTED} in the window")


@contextmanager
def serve(shape: Shape) -> Iterator[int]:
    """Serve a site of that shape from a process of its own; give its port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=answer_requests, args=(shape, theirs), daemon=True)
    server.start()
    try:
        yield ours.recv()
    finally:
        server.kill()
        server.join()


def answer_requests(shape: Shape, pipe: Any) -> None:
    """Answer until the process is killed."""
    body = write_sitemap(shape)
    last = write_sitemap(shape, wanted=WANTED)
    server = ThreadingHTTPServer(("127.0.0.1", 0), make_handler(shape, body, last))
    pipe.send(server.server_address[1])
    server.serve_forever()


def make_handler(shape: Shape, body: bytes, last: bytes) -> type[BaseHTTPRequestHandler]:
    """Return what answers the requests of one site."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            base = f"http://{self.headers['Host']}"
            if self.path == "/robots.txt":
                answer = f"User-agent: *\nSitemap: {base}/index.xml\n".encode()
            elif self.path == "/index.xml":
                answer = write_index(shape, base)
            elif self.path.startswith("/map-"):
                number = self.path[5:10].encode()
                chosen = last if int(number) == shape.sitemaps else body
                answer = chosen.replace(NUMBER, number).replace(b"http://host", base.encode())
                answer = gzip.compress(answer, 1) if shape.packed else answer
            else:
                answer = PAGE
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if answer is PAGE else "application/xml")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def write_index(shape: Shape, base: str) -> bytes:
    """Return the index: names without dates, no last changes."""
    names = [f"map-{number:05d}.xml{'.gz' if shape.packed else ''}" for number in range(1, shape.sitemaps + 1)]
    entries = "".join(f"<sitemap><loc>{base}/{name}</loc></sitemap>" for name in names)
    return f"<sitemapindex>{entries}</sitemapindex>".encode()


def write_sitemap(shape: Shape, *, wanted: int = 0) -> bytes:
    """Return a sitemap over ten years, the last entries in the window; NUMBER and the host are filled in later."""
    days = [DAY - timedelta(days=3 + number % 3650) for number in range(shape.urls - wanted)]
    entries = "".join(write_entry(shape, number, day) for number, day in enumerate([*days, *[DAY] * wanted]))
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {space}>\n{entries}</urlset>\n'.encode()


def write_entry(shape: Shape, number: int, day: date) -> str:
    """Return one entry, dated in the way that is measured."""
    folder = f"{day:%Y/%m/%d}" if shape.by == "address" else "world"
    path = f"{folder}/a-story-of-the-usual-length-{NUMBER.decode()}-{number}"
    changed = f"<lastmod>{day}T10:{number % 60:02d}:00+00:00</lastmod>" if shape.by == "lastmod" else ""
    return f"<url><loc>http://host/{path}</loc>{changed}<changefreq>never</changefreq></url>\n"

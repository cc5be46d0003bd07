"""`dateline run` and `dateline reprocess` over the same pages, one after the other in the same session.

Pages: --warc FILE, else the demo outlets' pages of --days days, in a WARC file. Figures: pages a second of
clean and analyse together (each over the pages that it read), and the ratio of the two.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dateline.demo import DemoServer
from dateline.demo.truth import truth
from dateline.stack.postgres import EmbeddedPostgres
from scrapers.archive import ArchiveWriter
from scrapers.warc import Exchange
from tests.benchmarks.line import ENTRY

DAYS = 150


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen."""
    parser.add_argument("--warc", type=Path, help="web archive to run over, instead of the demo's pages")
    parser.add_argument("--days", type=int, default=DAYS, help="how many days of the demo's pages")


def run(options: argparse.Namespace) -> None:
    """Run both over one archive and print their speeds."""
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        warc = options.warc or write_demo(folder, options.days)
        if not warc.exists():
            sys.exit(f"no web archive at {warc}")
        print(f"{datetime.now(UTC):%Y-%m-%d} · {os.cpu_count()} cores · {warc.name}")
        print_figures(*run_both(warc, folder))


def write_demo(folder: Path, days: int) -> Path:
    """Write the demo's pages into a WARC file, as they are served."""
    from urllib.request import urlopen

    today = datetime.now(UTC)
    writer = ArchiveWriter(str(folder), "demo.warc.gz")
    with DemoServer(run_day=today.date()) as demo:
        for url in sorted({demo.url(one.source_id, one.path) for one in truth(today.date(), days=days)}):
            with urlopen(url) as answer:
                headers = (("Content-Type", answer.headers["Content-Type"]),)
                body = answer.read()
            writer.append(Exchange(url=url, status=200, headers=headers, body=body, fetched_at=today))
    writer.close()
    return folder / "demo.warc.gz"


def run_both(warc: Path, folder: Path) -> list[dict[str, Any]]:
    """Return the reports of both commands over a fresh database."""
    catalog = folder / "catalog"
    catalog.mkdir()
    (catalog / "bench.yaml").write_text(ENTRY.format(url=warc.resolve().as_uri()))
    server = EmbeddedPostgres(folder / "postgres")
    server.start()
    environment = {
        "DATELINE_DATABASE_URL": server.url(),
        "DATELINE_HOME": str(folder / "home"),
        "DATELINE_CATALOG_FOLDER": str(catalog),
    }
    try:
        return [call(environment, words) for words in (["run", "--source", "bench"], ["reprocess", "--all"])]
    finally:
        server.stop()


def call(environment: dict[str, str], words: Sequence[str]) -> dict[str, Any]:
    """Return what a command prints with --json."""
    command = [str(Path(sys.executable).with_name("dateline")), *words, "--json"]
    done = subprocess.run(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"dateline {words[0]} did not end well: see above")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def print_figures(*reports: dict[str, Any]) -> None:
    """Print pages a second of both, and the second as a share of the first."""
    rates = []
    for name, report in zip(("run", "reprocess"), reports, strict=True):
        pages = sum(report["counts"]["clean"].values())
        seconds = report["seconds"]["clean"] + report["seconds"]["analyse"]
        rates.append(pages / seconds)
        others = ", ".join(f"{step} {spent:.1f}" for step, spent in report["seconds"].items())
        print(f"  {name:<10} {pages:>6} pages  {seconds:>6.1f} s  {rates[-1]:>6.1f} pages/s   ({others})")
    print(f"  reprocess / run: {rates[1] / rates[0]:.2f}")

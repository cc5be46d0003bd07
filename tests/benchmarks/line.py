"""The whole line over a web archive into an empty embedded database.

Pages: --warc FILE, else the evaluation folder's archive beside the checkout. Figures: articles a second by
step (wall clock of the step, start-up included), peak memory of the largest process, with date and machine.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from dateline.stack.postgres import EmbeddedPostgres

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "extraction" / "dev.warc.gz"
ENTRY = """\
id: bench
name: Benchmark archive
kind: news
country: null
languages: []
timezone: UTC
homepage: https://bench.invalid/
discovery:
  - {{strategy: warc, url: "{url}"}}
rights: "Whatever the archive's owner says"
evidence: {{on: 2026-11-22, of: "Given on the command line"}}
verified: never
tags: [bench]
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen."""
    parser.add_argument("--warc", type=Path, default=BESIDE, help="web archive to run over")


def run(options: argparse.Namespace) -> None:
    """Run the line in a child process and print what it says of itself."""
    warc = options.warc
    if not warc.exists():
        sys.exit(f"no web archive at {warc}: give one with --warc FILE")
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        print_figures(warc, run_line_over(warc, folder))


def run_line_over(warc: Path, folder: Path) -> dict[str, dict[str, dict[str, int]]]:
    """Return `dateline run --json` of a run over one archive into a fresh database below `folder`."""
    catalog = folder / "catalog"
    catalog.mkdir()
    (catalog / "bench.yaml").write_text(ENTRY.format(url=warc.resolve().as_uri()))
    server = EmbeddedPostgres(folder / "postgres")
    server.start()
    try:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("dateline")), "run", "--source", "bench", "--json"],
            env=os.environ
            | {
                "DATELINE_DATABASE_URL": server.url(),
                "DATELINE_HOME": str(folder / "home"),
                "DATELINE_CATALOG_FOLDER": str(catalog),
            },
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        server.stop()
    if done.returncode != 0:
        sys.exit("the run did not end well: see above")
    report: dict[str, dict[str, dict[str, int]]] = json.loads(done.stdout)
    return report


def print_figures(warc: Path, report: dict[str, dict[str, dict[str, int]]]) -> None:
    """Print one line a step, the funnel and the peak memory."""
    pages = sum(report["counts"].get("clean", {}).values())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(f"{datetime.now(UTC):%Y-%m-%d} · {machine} · {warc.name}: {pages} pages")
    for step, seconds in report["seconds"].items():
        rate = pages / max(seconds, 0.01)
        print(f"  {step:<13}{seconds:>7.1f} s {rate:>8.1f} pages/s   {report['counts'].get(step)}")
    print(f"  peak memory of the largest process: {peak:,.0f} MB")

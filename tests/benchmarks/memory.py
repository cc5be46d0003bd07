"""Memory and time over many pages in one process: what a worker holds after each of them, and the slowest page.

The pages are those of a folder of the form of ../shared/extraction, again and again; without it the labelled ones
of the tests.
"""

import argparse
import gzip
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

STEPS: Final = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--data", type=Path, default=Path("../shared/extraction"))


def run(options: argparse.Namespace) -> None:
    from transforms.extract import extract_article, load_libraries
    from transforms.records import Page

    load_libraries()
    process, times = psutil.Process(), []
    started = time.perf_counter()
    for number, (url, body) in enumerate(itertools.islice(repeat_pages(options.data), options.pages), start=1):
        begun = time.perf_counter()
        extract_article(Page(body=body, url=url, content_type="text/html; charset=utf-8"))
        times.append(time.perf_counter() - begun)
        if number % max(options.pages // STEPS, 1) == 0:
            seconds, memory = time.perf_counter() - started, process.memory_info().rss >> 20
            print(f"{number:>7} pages  {memory:>5} MB  {seconds:6.0f} s", flush=True)
    ordered = sorted(times)
    most = ordered[int(len(ordered) * 0.999) - 1]
    print(f"99.9 % of pages within {most * 1000:.0f} ms, the slowest {ordered[-1] * 1000:.0f} ms")


def repeat_pages(folder: Path) -> Iterator[tuple[str | None, bytes]]:
    """Yield pages without end, read anew each time."""
    if (folder / "pages.jsonl").exists():
        rows = [json.loads(line) for line in (folder / "pages.jsonl").read_text().split("\n") if line.strip()]
        for row in itertools.cycle(rows):
            yield row["url"], gzip.decompress((folder / row["file"]).read_bytes())
    from tests.unit.labelled_pages import list_pages

    for page in itertools.cycle(list(list_pages())):
        yield page.url, page.body

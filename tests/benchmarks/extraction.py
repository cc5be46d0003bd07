"""Text and metadata of known pages beside other extractors': the same pages, one run, one core each.

`make bench-extraction` installs the peers, judges our text with trees that saw no page of its site ("cross-
validated"), and prints everything. Our metadata is made of rules, written with half of these pages in view.
"""

import argparse
import importlib.util
import json
import os
import platform
import random
import shlex
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Final

OURS: Final = "dateline"
VALIDATED: Final = "dateline, cross-validated"
PEERS: Final = ("trafilatura", "newspaper4k", "news-please", "readability-lxml", "resiliparse")
SOURCES: Final = ("zyte", "fundus", "fundus-eval", "wcxb")
FIGURES: Final = (
    ("fundus", "title_norm", "title"), ("fundus", "auth_f1", "authors"), ("fundus", "date_day", "date"),
    ("fundus", "tags_f1", "tags"), ("fundus", "image", "image"), ("traf-eval", "date_day", "date (traf-eval)"),
)  # fmt: skip
SAMPLES: Final = 1000

Row = dict[str, Any]
Score = tuple[float | None, float | None, float, float]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("../shared/extraction"), help="pages with gold")
    parser.add_argument("--scorers", type=Path, default=Path("../shared/score"), help="folder of the scorers")
    parser.add_argument("--peers", default=",".join(PEERS), help="which peers, with commas between; none if empty")
    parser.add_argument("--peer-python", type=Path, default=Path(".venv-bench/bin/python"))
    parser.add_argument("--pages", type=int, help="only so many pages, chosen evenly")
    parser.add_argument("--texts", type=Path, help="cross-validated texts, from training.extraction --texts")


def run(options: argparse.Namespace) -> None:
    gold_file = options.data / "gold.jsonl"
    if not gold_file.exists() or not (options.scorers / "score_body.py").exists():
        sys.exit(
            f"{gold_file} or the scorers in {options.scorers} are missing: name them with --data and --scorers"
        )
    gold = read_rows(gold_file)
    if options.pages:
        gold = gold[:: max(len(gold) // options.pages, 1)][: options.pages]
    peers = [name for name in options.peers.split(",") if name]
    if unknown := set(peers) - set(PEERS):
        sys.exit(f"{min(unknown)} is no peer: choose from {', '.join(PEERS)}")
    with tempfile.TemporaryDirectory() as folder:
        outputs, costs = {}, {}
        for tool in (OURS, *peers):
            outputs[tool], costs[tool] = run_tool(tool, gold, options, Path(folder))
        if options.texts:
            outputs[VALIDATED] = [{"id": row["id"], "text": row["body"]} for row in read_rows(options.texts)]
        print(report(gold, outputs, costs, options.scorers))


def read_rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def run_tool(tool: str, gold: Sequence[Row], options: argparse.Namespace, folder: Path) -> tuple[list[Row], Row]:
    """Run one extractor over the pages, pinned to one core; return its rows and what it cost."""
    manifest, output = folder / "manifest.jsonl", folder / f"{tool}.jsonl"
    pages = [
        {"id": row["id"], "file": str((options.data / row["file"]).resolve()), "url": row["url"]} for row in gold
    ]
    manifest.write_text("\n".join(map(json.dumps, pages)), encoding="utf-8")
    python = sys.executable if tool == OURS else str(options.peer_python)
    core = max(os.sched_getaffinity(0))
    script = [python, str(Path(__file__).with_name("peers.py")), tool, str(manifest), str(output), str(core)]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(script, stdout=subprocess.PIPE, env=environment, text=True)
    if done.returncode:
        sys.exit(
            f"{tool} did not run ({shlex.join(script[:3])}): is it installed? `make bench-extraction` does that"
        )
    return read_rows(output), json.loads(done.stdout.splitlines()[-1])


def report(gold: Sequence[Row], outputs: Mapping[str, list[Row]], costs: Mapping[str, Row], scorers: Path) -> str:
    """Return the tables: text, metadata, cost, and how much ours differs from each peer."""
    body, meta = load(scorers / "score_body.py"), load(scorers / "score_meta.py")
    texts = {tool: {row["id"]: row.get("text") or "" for row in rows} for tool, rows in outputs.items()}
    scores = {tool: score_texts(gold, found, body) for tool, found in texts.items()}
    tools = [tool for tool in (VALIDATED, OURS, *PEERS) if tool in outputs]
    ours = VALIDATED if VALIDATED in outputs else OURS
    heads = [head for source in SOURCES for head in (f"{source} F1", "exact")]
    lines = [f"{len(gold)} pages, {platform.machine()}, {os.cpu_count()} cores, {datetime.now(UTC):%Y-%m-%d}", ""]
    lines += table(
        ["text", *heads, "passages"],
        [[tool, *describe_text(gold, scores[tool], texts[tool], body)] for tool in tools],
    )
    lines += ["", *table(
        ["metadata", *(head for _, _, head in FIGURES)],
        [[tool, *describe_meta(gold, outputs[tool], meta)] for tool in tools if tool != VALIDATED],
    )]  # fmt: skip
    speeds = {tool: f"{cost['pages'] / cost['seconds']:.1f}" for tool, cost in costs.items()}
    spent = [[tool, speeds[tool], cost["memory"], cost["failed"]] for tool, cost in costs.items()]
    lines += ["", *table(["one core", "pages/s", "MB", "failed"], spent)]
    differences = [
        [tool, *(describe_difference(gold, scores[ours], scores[tool], source, body) for source in SOURCES)]
        for tool in tools
        if tool not in {ours, OURS}
    ]
    lines += ["", *table([f"F1 of {ours} less", *SOURCES], differences)]
    lines += [
        "",
        "In brackets: 95 % of paired bootstrap samples of sites lie there. Rows without text count as empty.",
    ]
    if VALIDATED in outputs:
        lines.append(
            f"{OURS}: its trees were grown on these very pages; {VALIDATED}: none saw a page of the same site."
        )
    return "\n".join(lines)


def load(file: Path) -> ModuleType:
    """Return a scorer as a module."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        sys.exit(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_texts(gold: Sequence[Row], texts: Mapping[str, str], body: ModuleType) -> dict[str, Score]:
    return {row["id"]: body.best_page(row, texts.get(row["id"], ""), False) for row in gold if row.get("body")}


def describe_text(
    gold: Sequence[Row], scores: Mapping[str, Score], texts: Mapping[str, str], body: ModuleType
) -> list[str]:
    cells = []
    for source in SOURCES:
        rows = [scores[row["id"]] for row in gold if row["source"] == source and row["id"] in scores]
        summary = body.summarise(rows) if rows else None
        cells += [f"{summary['f1']:.3f}", f"{summary['accuracy']:.3f}"] if summary else ["-", "-"]
    passages = body.segments(gold, texts)
    return [*cells, f"{passages['f1']:.3f}" if passages else "-"]


def describe_meta(gold: Sequence[Row], rows: Sequence[Row], meta: ModuleType) -> list[str]:
    found = [
        {**row, "date": row.get("published_at"), "image": row.get("image_url"), "tags": row.get("tags") or []}
        for row in rows
    ]
    cells = []
    for source, figure, _ in FIGURES:
        known = [row for row in gold if row["source"] == source]
        scored = meta.score(known, {row["id"]: row for row in found}) if known else {}
        cells.append(f"{scored[figure][0]:.3f}" if figure in scored else "-")
    return cells


def describe_difference(
    gold: Sequence[Row], ours: Mapping[str, Score], theirs: Mapping[str, Score], source: str, body: ModuleType
) -> str:
    by_site: dict[str, list[tuple[Score, Score]]] = defaultdict(list)
    for row in gold:
        if row["source"] == source and row["id"] in ours:
            by_site[row["site"] or row["id"]].append((ours[row["id"]], theirs[row["id"]]))
    if not by_site:
        return "-"
    mean, low, high = bootstrap(list(by_site.values()), lambda rows: body.summarise(rows)["f1"])
    return f"{mean:+.3f} [{low:+.3f} {high:+.3f}]"


def bootstrap(
    sites: Sequence[Sequence[tuple[Any, Any]]], measure: Any, samples: int = SAMPLES
) -> tuple[float, float, float]:
    """Return the difference of two measures over all pairs, and between what 95 % of samples of sites lie.

    Sites are drawn with replacement, all pairs of a site together (Efron 1979); the seed is fixed.
    """

    def differ(drawn: Sequence[Sequence[tuple[Any, Any]]]) -> float:
        pairs = [pair for site in drawn for pair in site]
        return float(measure([one for one, _ in pairs]) - measure([other for _, other in pairs]))

    chance = random.Random(0)
    found = sorted(differ(chance.choices(sites, k=len(sites))) for _ in range(samples))
    return differ(sites), found[int(samples * 0.025)], found[int(samples * 0.975) - 1]


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return a table in Markdown whose columns are aligned."""
    cells = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[number]) for row in cells) for number in range(len(heads))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]

"""The benchmark against other extractors: its tables, its bootstrap, what it says when something is missing."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import extraction

ROOT = Path(__file__).parents[2]
SCORE_BODY = """
def best_page(gold, text, strict):
    same = float(gold["body"] == text)
    return same, same, same, same
def summarise(rows):
    return {"f1": sum(row[0] for row in rows) / len(rows), "accuracy": sum(row[2] for row in rows) / len(rows)}
def segments(gold, texts):
    return None
"""
SCORE_META = """
def score(gold, found):
    right = [float(found[row["id"]]["title"] == row["title"]) for row in gold]
    return {"title_norm": (sum(right) / len(right), len(right))}
"""
WORDS = "The ferry left the northern pier at seven with forty people and came back with none of them, he said."


@pytest.fixture
def data(tmp_path):
    """Two pages with gold, and scorers that know right from wrong."""
    import gzip

    rows = []
    for number, source in enumerate(("zyte", "fundus")):
        paragraphs = [f"{WORDS} ({number})", f"{WORDS} (again {number})", f"{WORDS} (at last {number})"]
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        page = f"<html><head><title>Ferry {number}</title></head><body><article><h1>Ferry {number}</h1>{text}"
        (tmp_path / f"{number}.html.gz").write_bytes(gzip.compress(page.encode()))
        rows.append(
            {"id": f"{number}", "source": source, "file": f"{number}.html.gz", "url": None, "site": f"s{number}",
             "title": f"Ferry {number}", "body": "\n\n".join(paragraphs)}
        )  # fmt: skip
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "score_body.py").write_text(SCORE_BODY)
    (tmp_path / "score_meta.py").write_text(SCORE_META)
    return tmp_path


def run(data, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "extraction", "--data", data, "--scorers", data, *arguments],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip


def test_our_own_rows_need_no_peer(data):
    done = run(data, "--peers", "")
    assert done.returncode == 0, done.stderr
    rows = [[cell.strip() for cell in line.split("|")] for line in done.stdout.splitlines() if "dateline" in line]
    assert rows[0][2:6] == ["1.000", "1.000", "1.000", "1.000"]
    assert rows[1][2] == "1.000"
    assert float(rows[2][2]) > 0  # pages a second
    assert rows[2][4] == "0"  # failed
    assert all(len(line) <= 120 for line in done.stdout.splitlines())


def test_cross_validated_texts_have_a_row_and_are_what_peers_are_compared_with(data):
    texts = data / "texts.jsonl"
    gold = [json.loads(line) for line in (data / "gold.jsonl").read_text().splitlines()]
    texts.write_text(
        "\n".join(json.dumps({"id": row["id"], "body": row["body"] * (row["id"] == "0")}) for row in gold)
    )
    done = run(data, "--peers", "", "--texts", texts)
    [row] = [line for line in done.stdout.splitlines() if line.startswith("| dateline, cross-validated")]
    assert [cell.strip() for cell in row.split("|")][2:6] == ["1.000", "1.000", "0.000", "0.000"]
    assert "F1 of dateline, cross-validated less" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--scorers", "/nonexistent"], "are missing: name them with --data and --scorers"),
        (["--peers", "nobody"], "nobody is no peer: choose from trafilatura"),
        (["--peers", "trafilatura", "--peer-python", "/bin/false"], "trafilatura did not run"),
    ],
)
def test_what_is_missing_is_said_in_a_line(data, arguments, words):
    done = run(data, *arguments)
    assert done.returncode == 1
    assert words in done.stderr.splitlines()[-1]


def test_the_bootstrap_draws_whole_sites():
    mean = lambda rows: sum(rows) / len(rows)  # noqa: E731
    same = [[(0.9, 0.8)] * 3, [(0.7, 0.6)]]
    assert extraction.bootstrap(same, mean) == pytest.approx((0.1, 0.1, 0.1))
    differ = [[(1.0, 0.0)], [(0.0, 0.0)]]
    middle, low, high = extraction.bootstrap(differ, mean)
    assert (middle, low, high) == (0.5, 0.0, 1.0)
    assert extraction.bootstrap(differ, mean) == (middle, low, high)


def test_options_have_the_defaults_of_the_project():
    parser = argparse.ArgumentParser()
    extraction.add_arguments(parser)
    options = parser.parse_args([])
    assert (options.peers.split(",")[0], options.pages) == ("trafilatura", None)

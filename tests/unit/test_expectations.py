import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.expectations.pages import docs_folder, docs_page, make_safe, name_folder, render_index, write_docs
from dateline.expectations.suites import ROWS, SOURCES
from sql.loader import read_query

DOCS = Path(__file__).parents[2] / "docs" / "validation.md"
ALL = (*ROWS, *SOURCES)


def test_names_are_unique_and_words_are_sentences():
    assert len({one.name for one in ALL}) == len(ALL)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", one.name) for one in ALL)
    assert all(one.in_words[0].isupper() and one.in_words.endswith(".") for one in ALL)
    assert {one.severity for one in ALL} == {"fail", "warn"}


def test_every_expectation_is_documented_with_severity_and_words_and_no_other():
    documented = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert documented == [(one.name, one.severity, one.in_words) for one in ALL]


@pytest.mark.parametrize(("suite", "query"), [(ROWS, "measure_articles"), (SOURCES, "measure_sources")])
def test_every_expectation_judges_a_column_that_is_measured(suite, query):
    text = read_query(query) + " mentions_elsewhere"
    assert [one.name for one in suite if not re.search(rf"\b{one.column}\b", text)] == []


def test_suites_are_read_without_the_library():
    code = (
        "import sys, dateline.expectations.suites, dateline.expectations.pages, dateline.expectations.checkpoint,"
        " dateline.steps.validate; print('great_expectations' in sys.modules, 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"


def test_runs_have_different_folders_of_plain_characters():
    names = [
        name_folder(run) for run in ("nightly/manual__2026-11-22T02:00:00+00:00", "a/b", "a_b", "../..", "a b")
    ]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) and not name.startswith(".") for name in names)
    assert names[0].startswith("nightly_manual_2026-11-22T02")


def test_a_page_is_made_safe():
    page = make_safe(
        '<html><head><script src="https://cdn.example/x.js"></script><style>@import url(//x)</style></head><body>'
        '<a href="javascript:alert(1)" onclick="x()">one</a><a href="#section-1">two</a>'
        '<img src="https://count.example">'
        '<nav>three</nav><form action="https://x"><input></form>'
        '<p style="background:url(//x)">four</p></body></html>',
        "a <title>",
    )
    assert re.findall(r"script|onclick|https?:|<img|<form|url\(|three", page) == []
    assert re.search(r"one.*#section-1.*two.*four", page)
    assert "<title>a &lt;title&gt;</title>" in page


def test_the_index_escapes_what_a_run_is_called(tmp_path):
    run_id = "nightly/<script>alert(1)</script>"
    page = write_docs(tmp_path, run_id, {}, now=datetime(2026, 11, 22, 3, tzinfo=UTC))
    assert page == docs_page(tmp_path, run_id)
    for text in (page.read_text(), render_index(tmp_path), (docs_folder(tmp_path) / "index.html").read_text()):
        assert "<script" not in text
        assert "&lt;script&gt;" in text
        assert "2026-11-22T03:00:00+00:00" in text

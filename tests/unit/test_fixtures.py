"""Pages kept beside an entry: written whole or not at all, and read again field by field."""

import json
from datetime import UTC, datetime

import pytest

from dateline.errors import UserError
from dateline.fixtures import check_fixtures, describe_extraction, name_page, write_source
from scrapers.catalog import read_folder
from scrapers.probing.samples import Sample
from transforms.extract import extract_article
from transforms.records import Candidate, Page

ENTRY = """id: post
name: The Post
kind: news
homepage: https://post.example/
discovery:
- {strategy: feed, url: "https://post.example/feed/"}
"""
WORDS = "<p>The ferry left the northern pier at seven with forty people and came back with none of them.</p>" * 4
HTML = f"""<html lang="en"><head><title>Ferry runs</title>
<meta property="article:published_time" content="2026-11-20T08:00:00Z"></head>
<body><article><h1>Ferry runs again</h1><h2 class="kicker">The northern pier opens</h2>
{WORDS}</article></body></html>
"""


def make_sample(url="https://post.example/2026/ferry-runs-again"):
    page = Page(
        body=HTML.encode(), url=url, content_type="text/html", fetched_at=datetime(2026, 11, 22, tzinfo=UTC)
    )
    candidate = Candidate(source_id="post", url=url, strategy="feed:x")
    return Sample(candidate=candidate, page=page, extraction=extract_article(page))


@pytest.fixture
def folder(tmp_path):
    write_source(tmp_path / "sources", "post", ENTRY, [make_sample(), make_sample()])
    return tmp_path / "sources"


def check(folder):
    listed, problems = read_folder(folder)
    assert problems == []
    return check_fixtures(listed)


def test_an_entry_and_its_pages_are_written_and_read_as_they_were(folder):
    assert sorted(path.name for path in folder.iterdir()) == ["post", "post.yaml"]
    assert sorted(path.name for path in (folder / "post").iterdir()) == ["ferry-runs-again", "ferry-runs-again-2"]
    kept = folder / "post" / "ferry-runs-again"
    assert sorted(path.name for path in kept.iterdir()) == ["expected.json", "inputs.json", "page.html"]
    assert json.loads((kept / "expected.json").read_text()) == describe_extraction(make_sample().extraction)
    assert (kept / "page.html").read_bytes() == HTML.encode()
    assert check(folder) == (2, [])


def test_each_field_that_changed_is_a_line(folder):
    (folder / "post.yaml").write_text(ENTRY + "overrides: {title: .kicker}\n")
    number, problems = check(folder)
    assert number == 2
    expected = f"{folder}/post/ferry-runs-again/expected.json"
    lines = [str(problem) for problem in problems if problem.file == expected]
    assert lines[0] == f"{expected}: title was 'Ferry runs again' and is 'The northern pier opens'"
    assert any(line.startswith(f"{expected}: methods was") for line in lines)


def test_a_long_text_shows_where_it_differs(folder):
    kept = folder / "post" / "ferry-runs-again" / "expected.json"
    expected = json.loads(kept.read_text())
    expected["text"] = expected["text"].replace("none of them", "all of them", 1)
    kept.write_text(json.dumps(expected))
    (problem,) = check(folder)[1]
    assert "all of them" in problem.message
    assert "none of them" in problem.message
    assert len(problem.message) < 300


def test_a_missing_expectation_is_written_and_told(folder):
    (folder / "post" / "ferry-runs-again" / "expected.json").unlink()
    assert [problem.message for problem in check(folder)[1]] == ["was missing and is written now: read it"]
    assert check(folder) == (2, [])


@pytest.mark.parametrize("inputs", ["", "[]", '{"nothing": 1}', '{"fetched_at": "soon"}'])
def test_what_cannot_be_read_is_a_line(folder, inputs):
    (folder / "post" / "ferry-runs-again" / "inputs.json").write_text(inputs)
    (problem,) = check(folder)[1]
    assert problem.message.startswith("cannot be read: ")


@pytest.mark.parametrize("taken", ["post.yaml", "post.yml", "post"])
def test_nothing_is_overwritten(tmp_path, taken):
    place = tmp_path / "sources"
    place.mkdir()
    (place / taken).write_text("mine")
    with pytest.raises(UserError, match="is there already: choose another --id"):
        write_source(place, "post", ENTRY, [make_sample()])
    assert [path.name for path in place.iterdir()] == [taken]
    assert (place / taken).read_text() == "mine"


def test_names_of_pages_are_safe_and_their_own():
    assert name_page("https://a.example/x/..%2f..%2fetc/", taken=set()) == "2f-2fetc"
    assert name_page("https://a.example/", taken={"page", "page-2"}) == "page-3"

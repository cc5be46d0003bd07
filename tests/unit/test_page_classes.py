"""A site's own code beats selectors, which beat everything else; where it fails, it fails one page."""

import pytest

from scrapers.catalog import list_entry, parse_entry
from transforms.extract import extract_article
from transforms.outcomes import Reason
from transforms.page_classes import load_page_class
from transforms.records import Extraction, Page

MODULE = "tests.unit.station_pages"
SPANS = [f"Line {number} of the teletype says that the ferry left at seven." for number in range(4)]
HTML = (
    "<html><head><title>Station</title><meta property=article:published_time content=2026-11-21T09:00:00Z></head>"
    "<body><h1>A heading</h1><p class=by>By Carla Example</p>"
    "<p class=text>What the selector finds.</p><div class=teletype data-head='Ferry leaves at seven'>"
    + "".join(f"<span>{line}</span>" for line in SPANS)
    + "</div></body></html>"
)
ENTRY = """\
id: station
name: Station House
kind: news
homepage: https://station.example/
discovery: [{strategy: feed, url: "https://station.example/feed/"}]
overrides: {text: p.text, title: h1, page_class: "%s"}
"""


def extract(name: str, **overrides: str) -> Extraction:
    page = Page(body=HTML.encode(), url="https://station.example/a", overrides={"page_class": name, **overrides})
    return extract_article(page)


def test_what_a_page_class_says_beats_selectors_and_everything_else() -> None:
    article = extract(f"{MODULE}:StationPage", text="p.text", title="h1", authors="p.by").article
    assert article.text == "\n\n".join(SPANS)
    assert article.title == "Ferry leaves at seven"
    assert article.authors == ("Ada Example", "Ben Example")
    assert {article.methods[field] for field in ("text", "title", "authors")} == {"page_class"}


def test_what_it_leaves_open_is_the_selectors_and_the_others() -> None:
    article = extract(f"{MODULE}:StationPage").article
    assert article.methods["published_at"] == "open_graph"
    assert str(article.published_day) == "2026-11-21"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("BrokenPage", "the page class BrokenPage failed at title: IndexError: list index out of range"),
        ("NumberPage", "the page class NumberPage gave no text at text: 7"),
    ],
)
def test_one_that_fails_fails_its_page_alone(name: str, words: str) -> None:
    rejection = extract(f"{MODULE}:{name}").rejection
    assert rejection is not None
    assert (rejection.reason, words in rejection.detail) == (Reason.EXTRACTOR_ERROR, True)


def test_an_entry_names_it_and_hands_it_on() -> None:
    entry, problems = parse_entry(ENTRY % f"{MODULE}:StationPage", file="station.yaml")
    assert entry is not None, problems
    overrides = list_entry(entry, "here").source.overrides
    assert overrides["page_class"] == f"{MODULE}:StationPage"
    assert extract(overrides["page_class"]).article.methods["text"] == "page_class"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nonsense", "names no page class: write module:Class"),
        ("no_such_module:Page", "cannot be imported (No module named"),
        (f"{MODULE}:Nobody", "cannot be imported (module"),
        (f"{MODULE}:NOT_A_CLASS", "is no page class: it needs one of the methods text, title, authors, published"),
        ("pathlib:Path", "is no page class"),
    ],
)
def test_an_entry_that_names_none_is_refused_in_one_line(name: str, words: str) -> None:
    entry, problems = parse_entry(ENTRY % name, file="station.yaml")
    assert entry is None
    assert len(problems) == 1
    assert words in str(problems[0])
    assert str(problems[0]).startswith("station.yaml:6:")
    with pytest.raises(ValueError, match=r"page class|imported"):
        load_page_class(name)

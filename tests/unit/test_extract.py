"""Extraction: each fixture page field by field, and no bytes that can break it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from transforms.body import MOST_BOXES, is_invitation
from transforms.evidence import read_text
from transforms.extract import EXTRACTOR, extract_article
from transforms.outcomes import Reason
from transforms.records import Extraction, Page

PAGES = Path(__file__).parent / "pages"
FOLDERS = sorted(folder.name for folder in PAGES.iterdir())
FIELDS = sorted(json.loads((PAGES / "institute" / "expected.json").read_text(encoding="utf-8")))
PARAGRAPH = "<p>The ferry left the northern pier at seven with forty people and came back with none of them.</p>"


def read_page(name: str) -> Page:
    inputs: dict[str, Any] = json.loads((PAGES / name / "inputs.json").read_text(encoding="utf-8"))
    for key in ("fetched_at", "listed_published_at"):
        if key in inputs:
            inputs[key] = datetime.fromisoformat(inputs[key])
    inputs["languages"] = tuple(inputs.get("languages", ()))
    return Page(body=(PAGES / name / "page.html").read_bytes(), **inputs)


def read_field(extraction: Extraction, field: str) -> Any:
    if field == "rejection":
        return extraction.rejection and str(extraction.rejection.reason)
    value = getattr(extraction.article, field)
    if field == "methods":
        return dict(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.fixture(scope="module")
def extractions() -> dict[str, Extraction]:
    return {name: extract_article(read_page(name)) for name in FOLDERS}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", FOLDERS)
def test_each_field_of_each_fixture_page_is_as_expected(extractions, name, field):
    expected = json.loads((PAGES / name / "expected.json").read_text(encoding="utf-8"))
    assert read_field(extractions[name], field) == expected[field]


def test_the_same_page_gives_the_same_extraction(extractions):
    assert extract_article(read_page("institute")) == extractions["institute"]


def test_the_extractor_names_its_revision_and_trafilatura():
    assert EXTRACTOR.startswith("dateline-")
    assert "/trafilatura-" in EXTRACTOR


def extract(html: str | bytes, **more: Any) -> Extraction:
    body = html.encode() if isinstance(html, str) else html
    return extract_article(Page(body=body, url="https://a.example/some-long-story", **more))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 and so on", None),
        (b"\x89PNG\r\n\x1a\n", "text/html"),
        (b"\0\1\2\3" * 100, None),
        (b"{}", "application/json"),
    ],
)
def test_what_is_no_html_is_rejected_as_such(body, content_type):
    rejection = extract_article(Page(body=body, url=None, content_type=content_type)).rejection
    assert rejection is not None
    assert rejection.reason is Reason.NOT_HTML


def test_html_under_a_false_content_type_is_read():
    assert extract(f"<!doctype html><html><body>{PARAGRAPH * 3}", content_type="application/json").article.text


def test_null_bytes_within_a_page_do_no_harm():
    assert (
        "forty people" in extract(f"<html><body>\0{PARAGRAPH}\0{PARAGRAPH.replace('ferry', 'boat')}").article.text
    )


@pytest.mark.parametrize("tag", ["div", "span", "b", "table"])
def test_fifty_thousand_nested_elements_neither_crash_nor_recurse(tag):
    assert extract(f"<html><body>{f'<{tag}>' * 50_000}{PARAGRAPH}").rejection is not None


def test_json_ld_nested_beyond_reason_is_left_out():
    script = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    assert (
        "forty people" in extract(f"<html><head>{script}</head><body><article>{PARAGRAPH}</article>").article.text
    )


def test_more_elements_than_are_read_is_too_large():
    rejection = extract("<html><body>" + "<i>x</i>" * 70_000).rejection
    assert rejection is not None
    assert rejection.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16"])
def test_the_charset_is_found_from_mark_meta_or_bytes(charset):
    words = "Über die Größe der Brücke läßt sich streiten, sagte der Bürgermeister am Donnerstag im Rathaus."
    meta = '<meta charset="windows-1252">' if charset == "cp1252" else ""
    assert words in extract(f"<html><head>{meta}</head><body><p>{words}</p></body>".encode(charset)).article.text


@pytest.mark.parametrize("charset", ["hex", "bz2", "rot13", "idna", "undefined", "no-such-thing"])
def test_a_charset_that_is_none_is_passed_over(charset):
    body = b"<html><head><meta charset=%s></head><body><article>" % charset.encode() + PARAGRAPH.encode() * 5
    assert extract(body).article.text.startswith("The ferry left")
    assert extract(body, content_type=f"text/html; charset={charset}").article.text.startswith("The ferry left")


def test_an_element_with_a_million_attributes_costs_no_more_than_others():
    flood = " ".join(f"a{number}='>'" for number in range(300_000))
    html = f"<html><body><article><div {flood}>{PARAGRAPH * 5}</div></article>"
    assert extract(html).article.text.startswith("The ferry left")


def test_scripts_and_comments_are_not_taken_for_tags():
    words = " and" * 2000
    html = f"<script>if (a<b{words}) 'c'</script><!-- <b{words} --><article>{PARAGRAPH * 5}</article>"
    assert extract(html).article.text.startswith("The ferry left")


def test_a_text_longer_than_any_article_is_too_large():
    paragraphs = "".join(f"<p>Ferry {number} left. {'It came back late. ' * 600}</p>" for number in range(100))
    extraction = extract(f"<html><body><article>{paragraphs}</article></body></html>")
    assert extraction.rejection is not None
    assert extraction.rejection.reason is Reason.TOO_LARGE
    assert len(extraction.article.text) > 1_000_000


@pytest.mark.parametrize("reference", ["&#27;", "&#x1B;", "&#0;", "&#x0b;", "&#8", "&#00127;"])
def test_references_to_control_characters_are_left_out(reference):
    html = f"<title>Late{reference} ferry</title><article>{PARAGRAPH * 4}<p>Ten &#233;{reference} &#8364;</p>"
    article = extract(html).article
    assert article.title == "Late ferry"
    assert article.text.startswith("The ferry left")
    assert "Ten é" in article.text


def test_valid_utf8_beats_a_meta_element_that_claims_another_charset():
    words = "Über die Größe der Brücke läßt sich streiten, sagte der Bürgermeister am Donnerstag im Rathaus."
    assert words in extract(f'<meta charset="iso-8859-1"><body><p>{words}</p>').article.text


def test_json_ld_gives_the_text_of_a_page_that_shows_none_unless_it_is_paid_for():
    body = " ".join(f"Sentence number {n} says one more thing about the ferry." for n in range(60))
    node = {"@type": "NewsArticle", "headline": "The ferry", "articleBody": body}
    free = f'<html><script type="application/ld+json">{json.dumps(node)}</script><body><div id="app"></div>'
    paid = free.replace('"headline"', '"isAccessibleForFree": false, "headline"')
    assert extract(free).article.methods["text"] == "json_ld"
    assert "Sentence number 5" not in extract(paid).article.text


def test_nested_invitations_to_subscribe_are_looked_at_only_so_far(monkeypatch):
    looked = []

    def count(box):
        looked.append(box)
        return is_invitation(box)

    monkeypatch.setattr("transforms.body.is_invitation", count)
    boxes = "<div class=subscribe>" * 200 + "<i>a </i>" * 3000 + "</div>" * 200
    page = f"<html><head><meta property=article:content_tier content=locked></head><body>{boxes}{PARAGRAPH}"
    assert extract(page).article.text
    assert 0 < len(looked) <= MOST_BOXES
    assert not any(map(is_invitation, looked))


def test_without_a_fetch_time_no_date_is_in_the_future():
    page = f'<html><head><meta property="article:published_time" content="2090-01-02T03:04:05Z"></head>{PARAGRAPH}'
    assert extract(page).article.published_at == datetime(2090, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_date_is_never_guessed_from_the_clock():
    article = extract(f"<html><body><h1>2019 in words</h1>{PARAGRAPH}<p>2019 was long.</p>").article
    assert (article.published_at, article.published_problem) == (None, "absent")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000))
def test_random_bytes_never_raise(body):
    assert extract_article(Page(body=body, url=None)).article.extractor == EXTRACTOR


PIECES = [
    "<div>",
    "</div>",
    "<p>",
    "<article>",
    "<table><tr>",
    "<svg>",
    "<template>",
    "<!--",
    "<![CDATA[",
    "<script type='application/ld+json'>",
    "{'@type':",
    '"NewsArticle"',
    "}",
    "</script>",
    "<meta property='og:title' content='",
    "'>",
    "&#0;",
    "&#55296;",
    "\0",
    "é",
    "words here. ",
    "<time datetime='2026-13-45'>",
    "<link rel=canonical href='http://[::1'>",
    "<h1>",
    "<title>",
    "<base href='//['>",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_torn_markup_never_breaks_an_assumption(markup):
    rejection = extract_article(Page(body=markup.encode(), url="https://a.example/story")).rejection
    assert rejection is None or rejection.reason is not Reason.EXTRACTOR_ERROR


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (
            "<div>a<b>b<script>x</script>c</b>d<!-- n --> e<noscript><p>q</p></noscript>f<style>z</style></div>",
            "a b c d e f",
        ),
        ("<p><?pi x?>hello <i>w</i></p>", "hello w"),
        ("<div><script>x</script>tail</div>", "tail"),
    ],
)
def test_a_readers_text_has_no_scripts_and_keeps_what_follows_them(markup, words):
    assert read_text(fromstring(markup)) == words


def test_no_more_json_ld_blocks_are_read_than_a_page_can_have():
    blocks = '<script type="application/ld+json">{]</script>' * 200
    late = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Too late to be read"}</script>'
    )
    html = f"<html><head><title>In time</title>{{}}</head><body><article>{PARAGRAPH * 3}</article>"
    assert extract(html.format(late)).article.title == "Too late to be read"
    assert extract(html.format(blocks + late)).article.title == "In time"


def test_a_date_is_guessed_only_in_pages_of_ordinary_size():
    html = f"<html><body><p>Published on 21 November 2026</p><article>{PARAGRAPH * 5}</article>{{}}</body></html>"
    assert extract(html.format("")).article.methods["published_at"] == "htmldate"
    assert extract(html.format("<!--" + " " * 2_000_000 + "-->")).article.published_at is None


def test_a_headline_that_the_text_repeats_goes_and_a_paragraph_that_begins_like_it_stays():
    head = "<html><head><title>The ferry left the pier at seven with forty people</title></head><body><article>"
    repeated = "<p>The ferry left the pier at seven, with forty people!</p>"
    text = extract(head + repeated + PARAGRAPH * 2).article.text
    assert text.startswith("The ferry left the northern pier")
    long = (
        "<p>The ferry left the pier at seven with forty people " + "and came back with none of them " * 20 + "</p>"
    )
    assert extract(head + long + PARAGRAPH).article.text.startswith("The ferry left the pier at seven")

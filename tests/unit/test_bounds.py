"""Pages made to keep an extractor busy end all the same.

No time is asserted: a test's own limit is the bound, and `python -m tests.benchmarks memory` measures.
"""

import json

import pytest

from transforms.extract import extract_article
from transforms.records import Page

SENTENCE = "The ferry left the northern pier at seven with forty people and came back with none of them. "
STATED = json.dumps({"@type": "NewsArticle", "headline": "x", "articleBody": SENTENCE * 12_000})
PAGES = {
    "paragraphs": "".join(f"<p>{number} {SENTENCE}" for number in range(25_000)),
    "links": "".join(f"<div><a href=/{number}>{SENTENCE}</a></div>" for number in range(20_000)),
    "names": "".join(
        f"<div class='{' '.join(f'n{number}-comment-{part}' for part in range(12))}'>{SENTENCE}</div>"
        for number in range(25_000)
    ),
    "headings": "".join(f"<h2>{SENTENCE}{number}</h2>" for number in range(20_000)),
    "depth": "<div>" * 240 + "".join(f"<p>{SENTENCE}{number}" for number in range(20_000)),
    "stated": f"<script type='application/ld+json'>{STATED}</script>"
    + "".join(f"<p>{number} {SENTENCE}" for number in range(20_000)),
    "breaks": "x<br><br>" * 25_000,
    "patterns": "".join(f"<p>is a {'x ' * 190} no repor" for _ in range(20_000)),
    "digits": "".join(f"<p>{'1:2.3-' * 60}" for _ in range(20_000)),
    "cells": "<table>" + ("<tr>" + "<td>1</td>" * 50 + "</tr>") * 500 + "</table>",
    "spans": "<p>" + "<span>a</span>" * 55_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_made_to_keep_us_busy_ends_in_an_extraction(kind: str) -> None:
    body = f"<html><head><title>T</title></head><body>{PAGES[kind]}".encode()
    extraction = extract_article(Page(body=body, url="https://a.example/story-of-the-day"))
    assert extraction.article.methods.get("text") in {"blocks", "json_ld", None}  # nobody slower was asked
    if kind in {"paragraphs", "headings", "depth"}:
        assert SENTENCE.strip() in extraction.article.text

"""Selectors give what lxml's own give, in linear time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml.cssselect import CSSSelector

from scrapers.discovery.selecting import compile_selector, select_elements
from transforms.decoding import parse_html

SELECTORS = [
    "a",
    ".c",
    "div .c",
    "div > a",
    "div + a",
    "a ~ a",
    "div .c a, p.c",
    "div > div .c + a",
    "p ~ div a",
    "a:first-child",
    "div:has(> a)",
    "a[href^='/x']:not(.c)",
    "* a",
]
pages = some.recursive(
    some.sampled_from(["<a href='/x'>t</a>", "<a class='c' href='/y'>u</a>", "<p class='c d'>v</p>", "w"]),
    lambda inner: some.builds(
        lambda tag, name, parts: f"<{tag} class='{name}'>{''.join(parts)}</{tag}>",
        some.sampled_from(["div", "section"]),
        some.sampled_from(["", "c"]),
        some.lists(inner, max_size=5),
    ),
    max_leaves=25,
)


@pytest.mark.parametrize("selector", SELECTORS)
@settings(max_examples=60, deadline=None)
@given(page=pages)
def test_a_selector_finds_what_lxml_finds(selector: str, page: str) -> None:
    tree = parse_html(f"<main>{page}</main>")
    assert tree is not None
    assert select_elements(tree, compile_selector(selector)) == CSSSelector(selector, translator="html")(tree)


@pytest.mark.parametrize("selector", [".c a", ".c .c a", "div ~ div a", ".c > .c a"])
def test_nested_boxes_cost_no_more_than_others(selector: str) -> None:
    """With lxml's own selectors this takes an hour: the test would not end."""
    page = "<div class=c>" * 200 + "<a href=x>y</a>" * 20_000 + "</div>" * 200 + "<div></div>" * 20_000
    tree = parse_html(page)
    assert tree is not None
    assert len(select_elements(tree, compile_selector(selector))) in {0, 20_000}


@pytest.mark.parametrize(
    ("selector", "looks_around"),
    [(".card a.next", False), ("li:nth-child(2)", True), ("div:has(a)", True), ("a:contains('Older')", True)],
)
def test_what_needs_a_small_page_is_marked(selector: str, looks_around: bool) -> None:
    assert compile_selector(selector).looks_around is looks_around

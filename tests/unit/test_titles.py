"""Titles without the house's name, in a time that no title can make long."""

import pytest

from transforms.decoding import parse_html
from transforms.evidence import gather_evidence
from transforms.records import Page
from transforms.titles import find_title, strip_site

NAMES = {"harbourpost", "x", "harbourpostexample"}


@pytest.mark.parametrize(
    ("title", "stripped"),
    [
        ("Ferries sail again | Harbour Post", "Ferries sail again"),
        ("Harbour Post: no part of it", "Harbour Post: no part of it"),
        ("Harbour Post - Ferries sail again", "Ferries sail again"),
        ("Ferries sail again - Harbour Post | harbourpost.example", "Ferries sail again"),
        ("Ferries | Bridges | Harbour Post", "Ferries | Bridges"),
        ("Ferries sail - again", "Ferries sail - again"),
        ("Harbour Post", "Harbour Post"),
        ("", ""),
    ],
)
def test_the_parts_that_name_the_site_go(title, stripped):
    assert strip_site(title, NAMES) == stripped


def test_a_title_made_of_nothing_but_the_sites_name_neither_recurses_nor_takes_long():
    assert strip_site("A headline" + " | x" * 240, NAMES) == "A headline"
    assert len(strip_site("A headline" + " | x" * 400_000, NAMES)) <= 1000
    assert len(strip_site("x | " * 400_000 + "A headline", NAMES)) <= 1000


def find(head: str, body: str = "", site: str = "") -> tuple[str | None, str | None]:
    name = f'<meta property="og:site_name" content="{site}">' if site else ""
    html = f"<html><head>{name}{head}</head><body>{body}</body></html>"
    tree = parse_html(html)
    assert tree is not None
    return find_title(gather_evidence(Page(body=html.encode(), url="https://post.example/ferry"), tree))


def shared(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def stated(title: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}"}}</script>'


LONG = "Northern ferry runs again after storm"


def test_a_declaration_that_the_title_element_repeats_is_for_search_engines():
    head = shared("Best northern ferries 2026 | Pier") + "<title>Best northern ferries 2026 | Pier</title>"
    assert find(head, "<h1>Which northern ferries are best</h1>") == ("Which northern ferries are best", "h1")


def test_a_heading_about_something_else_does_not_replace_the_declaration():
    head = shared(LONG) + f"<title>{LONG}</title>"
    assert find(head, "<h1>Gulls &amp; Piers</h1>") == (LONG, "open_graph")


def test_a_declaration_for_sharing_that_stands_in_the_title_element_too_wins_over_another_heading():
    head = shared(LONG) + f"<title>{LONG} - Sea Post</title>"
    assert find(head, "<main><h1>Seven o'clock at the pier</h1></main>") == (LONG, "open_graph")


def test_a_kicker_in_the_heading_is_left_out_as_the_declaration_does():
    body = f"<h1><span>Shipping</span> <span>{LONG}</span></h1>"
    assert find(shared(LONG), body) == (LONG, "open_graph")


def test_a_house_behind_the_declaration_is_left_out_as_the_heading_does():
    assert find(shared(f"{LONG} - The Pier Post"), f"<h1>{LONG}</h1>") == (LONG, "h1")


def test_what_json_ld_repeats_is_no_house():
    title = f"Shipping: {LONG}"
    assert find(shared(title) + stated(title), f"<h1>{LONG}</h1>") == (title, "open_graph")


def test_a_title_cut_for_search_engines_gives_way_to_heading_and_json_ld():
    head = shared(LONG) + stated(f"{LONG}, for now") + f"<title>{LONG}</title>"
    assert find(head, f"<h1>{LONG}, for now</h1>") == (f"{LONG}, for now", "h1")


def test_without_a_heading_the_shorter_of_two_like_claims_is_the_title():
    assert find(shared(f"{LONG} - Pier Post") + stated(LONG)) == (LONG, "json_ld")


def test_a_heading_that_ends_the_title_element_names_the_house():
    head = f"<title>{LONG} : Gull Blog</title>"
    assert find(head, "<h1>Gull Blog</h1>") == (LONG, "title_tag")


def test_the_heading_of_the_article_is_preferred_to_the_first():
    body = f"<header><h1>Sea and Shore</h1></header><article><h1>{LONG}</h1></article>"
    assert find("", body) == (LONG, "h1")


def test_floods_of_headings_are_read_in_bounded_time():
    assert find(shared(LONG), "<h1>one two three</h1>" * 5000)[0] is not None
    assert find("", "<h1>" + "a | " * 100_000 + "</h1>")[0] is not None

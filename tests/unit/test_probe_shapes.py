"""The shape of article addresses, and what a site's page says of the site."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.discovery.base import ListingPage
from scrapers.probing.home import read_site_page, shorten_title
from scrapers.probing.proposal import make_id
from scrapers.probing.shapes import find_shape

HOSTS = ("post.example:443",)
BASE = "https://post.example"
AROUND = [
    "/",
    "/about/",
    "/world/",
    "/tag/a-long-tag-name/",
    "/author/ada-b-okonjo/",
    "/2026/11/",
    "/privacy-policy",
]


def shape_of(*paths):
    found = find_shape([BASE + path for path in (*AROUND, *paths)], hosts=HOSTS)
    return found and (found.pattern, [url.removeprefix(BASE) for url in found.urls])


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        (
            ["/2026/11/20/ferry/", "/2026/11/19/the-pier/", "/2026/10/02/a-b-c/"],
            r"^https?://[^/]+/\d{4}/\d{1,2}/\d{1,2}/[^/?#]+/?$",
        ),
        (
            ["/world/ferry-runs-again-20.html", "/local/pier-is-shut-now.html", "/world/one-two-three.html"],
            r"^https?://[^/]+/[^/?#]+/[^/?#]+\.html$",
        ),
        (
            ["/news/ferry-runs-again", "/news/pier-is-shut-now", "/news/a-b-c"],
            r"^https?://[^/]+/news/-*[^/?#-]+(?:-+[^/?#-]+)+-*/?$",
        ),
        (
            ["/ferry-runs-again", "/pier-is-shut-now", "/a-b-c"],
            r"^https?://[^/]+/-*[^/?#-]+(?:-+[^/?#-]+){2,}-*/?$",
        ),
        (["/item/100001", "/item/100002", "/item/100003"], r"^https?://[^/]+/item/\d+/?$"),
        (
            ["/item/NW99442/dren-families", "/item/NW99441/carrier-hit-by", "/item/NW99432/dren-guns"],
            r"^https?://[^/]+/item/[^/?#]+/[^/?#]+/?$",
        ),
    ],
)
def test_the_commonest_shape_becomes_a_pattern(paths, pattern):
    assert shape_of(*paths) == (pattern, paths)
    assert not any(re.search(pattern, BASE + path) for path in AROUND)


@pytest.mark.parametrize(
    "paths", [[], ["/world/one-two-three", "/world/four-five-six"], ["/team", "/jobs", "/press"]]
)
def test_too_few_links_that_look_like_articles_make_no_shape(paths):
    assert shape_of(*paths) is None


def test_other_sites_links_do_not_count():
    links = [f"https://other.example/news/ferry-runs-again-{number}" for number in range(9)]
    assert find_shape(links, hosts=HOSTS) is None


SEGMENT = st.text("ab-01%._~é", min_size=1, max_size=12)


@given(st.lists(st.lists(SEGMENT, min_size=1, max_size=4), min_size=3, max_size=12))
def test_a_pattern_matches_every_address_that_made_it(paths):
    found = find_shape([f"{BASE}/{'/'.join(path)}" for path in paths], hosts=HOSTS)
    if found is not None:
        assert all(re.search(found.pattern, url) for url in found.urls)


def read(html, url=f"{BASE}/"):
    now = datetime(2026, 11, 22, tzinfo=UTC)
    headers = {"content-type": "text/html"}
    return read_site_page(
        ListingPage(url=url, final_url=url, status=200, headers=headers, body=html.encode(), fetched_at=now)
    )


def test_a_page_tells_its_feeds_its_maker_and_its_name():
    page = read(
        '<html><head><title>The Post - harbour news</title><meta property="og:site_name" content="The Post">'
        '<meta name="generator" content="WordPress 6.1"><link rel="https://api.w.org/" href="/wp-json/">'
        '<link rel="alternate" type="application/rss+xml" href="feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">'
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">'
        '<link rel="alternate" hreflang="fr" href="/fr/">'
        '</head><body><a href="/a">A</a><a class="older" href="?page=2">Older</a></body></html>'
    )
    assert (page.site_name, page.is_wordpress, page.wordpress_api) == ("The Post", True, f"{BASE}/wp-json/")
    assert page.feeds == (f"{BASE}/feed/",)
    assert page.next_selector == "a.older"
    assert page.links == (f"{BASE}/a", f"{BASE}/?page=2")


@pytest.mark.parametrize("body", ["", "%PDF-1.7", '{"a": 1}', "<"])
def test_what_is_no_page_tells_nothing(body):
    page = read(body)
    assert (page.url, page.feeds, page.links) == (f"{BASE}/", (), ())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Post | Harbour news", "The Post"),
        ("Home - The Post", "The Post"),
        ("Anglo-Saxon Review", "Anglo-Saxon Review"),
        ("Home", None),
        (None, None),
    ],
)
def test_a_title_without_what_is_no_name(title, name):
    assert shorten_title(title) == name


@pytest.mark.parametrize(
    ("url", "source_id"),
    [
        ("https://www.ir-ia.com/", "ir-ia"),
        ("https://www.example.co.uk/", "example"),
        ("https://blog.example.org/", "blog-example"),
        ("http://127.0.0.1:8711/", "the-post"),
        ("http://[2001:db8::1]/", "the-post"),
        ("https://xn--bcher-kva.example/", "xn-bcher-kva"),
    ],
)
def test_an_id_comes_from_the_host(url, source_id):
    assert make_id(url, "The Post") == source_id

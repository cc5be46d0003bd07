"""What a site's page says of itself: its name, its feeds, what made it, where its links lead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from scrapers.discovery.base import ListingPage
from scrapers.discovery.feedreader import NotReadable
from scrapers.discovery.linkreader import find_base, find_links, find_next, join_address, parse_page
from scrapers.discovery.selecting import compile_selector
from scrapers.discovery.sieve import clean_title

FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
COMMENTS: Final = re.compile(r"comment|kommentar|commentaire|comentario", re.IGNORECASE)
WORDPRESS_API: Final = "https://api.w.org/"
NEXT_LINKS: Final = (
    "a[rel~=next]",
    "link[rel=next]",
    "a.next",
    ".next a",
    ".nav-previous a",
    "a.older",
    ".older a",
    ".pagination-next a",
)
"""Where sites put the link to the next page of a list, the standard's way first."""
SEPARATORS: Final = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb:-]+\s+")
NO_NAMES: Final = frozenset(
    {"home", "homepage", "home page", "welcome", "start", "startseite", "accueil", "inicio"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """One page of a site as far as it says something of the site; addresses are absolute and in normal form."""

    url: str
    site_name: str | None = None
    title: str | None = None
    feeds: tuple[str, ...] = ()
    wordpress_api: str | None = None
    is_wordpress: bool = False
    links: tuple[str, ...] = ()
    next_selector: str | None = None


def read_site_page(page: ListingPage) -> SitePage:
    """Return what a page says; nothing but its address if it is no web page."""
    try:
        tree = parse_page(page)
    except NotReadable:
        return SitePage(url=page.final_url)
    base = find_base(tree, page.final_url)
    return SitePage(
        url=page.final_url,
        site_name=find_meta(tree, "property", "og:site_name"),
        title=clean_title(next((element.text_content() for element in tree.iter("title")), None)),
        feeds=tuple(dict.fromkeys(find_feeds(tree, base))),
        wordpress_api=find_api(tree, base),
        is_wordpress=(find_meta(tree, "name", "generator") or "").lower().startswith("wordpress"),
        links=tuple(dict.fromkeys(url for _, url in find_links(tree, base))),
        next_selector=find_next_selector(tree, base),
    )


def find_meta(tree: HtmlElement, attribute: str, name: str) -> str | None:
    """Return the content of a page's meta element."""
    found = (element.get("content") for element in tree.iter("meta") if element.get(attribute) == name)
    return clean_title(next(found, None))


def find_feeds(tree: HtmlElement, base: str) -> Iterator[str]:
    """Yield the feeds that the head names, those of comments left out."""
    for link in tree.iter("link"):
        is_feed = "alternate" in link.get("rel", "").lower() and link.get("type", "").lower() in FEED_TYPES
        url = join_address(base, link.get("href")) if is_feed else None
        if url is not None and not COMMENTS.search(f"{link.get('title', '')} {url}"):
            yield url


def find_api(tree: HtmlElement, base: str) -> str | None:
    """Return the root of the WordPress REST interface that the head names."""
    found = (link.get("href") for link in tree.iter("link") if link.get("rel") == WORDPRESS_API)
    return join_address(base, next(found, None))


def find_next_selector(tree: HtmlElement, base: str) -> str | None:
    """Return the selector that finds the link to the next page, if there is one."""
    return next((one for one in NEXT_LINKS if find_next(tree, base, compile_selector(one))), None)


def shorten_title(title: str | None) -> str | None:
    """Return the part of a home page's title that names the site: the first that is not just `Home`."""
    parts = SEPARATORS.split(title or "")
    return next((part.strip() for part in parts if part.strip() and part.strip().lower() not in NO_NAMES), None)

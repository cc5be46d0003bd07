"""Listing pages into entries: which links are articles, what stands beside them, where the next page is.

lxml reads the page, without ever fetching anything; dates stay words here. Time and memory grow with the page's
length alone, whatever it is made of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from scrapers.discovery.answers import describe_body
from scrapers.discovery.base import Ask, ListingPage
from scrapers.discovery.boxes import Link
from scrapers.discovery.cards import LinkEntry, read_cards
from scrapers.discovery.feedreader import NotReadable
from scrapers.discovery.selecting import Selection, compile_selector, select_elements
from scrapers.discovery.sieve import LONGEST_URL
from transforms.decoding import count_elements, decode_body, find_not_html, parse_html
from transforms.identity import host_of, normalise_url
from transforms.outcomes import StrategyProblem

MOST_TAGS: Final = 400_000
"""More tags than any listing has; a tree of them takes hundreds of megabytes."""
MOST_ELEMENTS_AROUND: Final = 10_000
"""Elements of a page that selectors such as `:nth-child` are matched against."""
UNSEEN: Final = ("script", "style", "template", "svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRules:
    """Which links of a source's pages are articles, and where their dates and the next page are."""

    article: re.Pattern[str]
    home: str
    entry: Selection | None = None
    date: Selection | None = None
    next: Selection | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """The entries in the page's order, the next page's address, and in words why there are no entries."""

    entries: tuple[LinkEntry, ...]
    next_url: str | None
    lack: str | None


def make_rules(options: Mapping[str, Any], *, homepage: str) -> LinkRules:
    """Return the rules that a strategy's options state."""
    selections = {name: compile_selector(options[name]) for name in ("entry", "date", "next") if options.get(name)}
    return LinkRules(article=re.compile(options["article"]), home=normalise_url(homepage), **selections)


def read_links(page: ListingPage, rules: LinkRules) -> LinkPage:
    """Return a page's entries; raise NotReadable for anything that is no web page."""
    tree = parse_page(page)
    check_size(tree, page, rules)
    base = find_base(tree, page.final_url)
    found = list(find_links(tree, base))
    own = {normalise_url(page.url), normalise_url(page.final_url)}
    links = [(element, url) for element, url in found if url not in own and rules.article.search(url)]
    furniture = [element for element, url in found if url == rules.home]
    furniture += [*tree.iter("nav"), *find_heading(tree, links)]
    entries = tuple(read_cards(tree, links, furniture=furniture, entry=rules.entry, date=rules.date))
    return LinkPage(
        entries=entries,
        next_url=find_next(tree, base, rules.next) if rules.next else None,
        lack=None if entries else describe_lack(page, found=len(found), matching=len(links)),
    )


def is_own_host(url: str, ask: Ask) -> bool:
    """Whether an address is on one of the source's hosts, or on that of the strategy itself."""
    return host_of(url) in {*ask.source.hosts, host_of(ask.source.homepage), host_of(ask.strategy.url)}


def parse_page(page: ListingPage) -> HtmlElement:
    """Return the tree of a web page, without what readers do not see."""
    content_type = page.headers.get("content-type")
    reason = find_not_html(page.body, content_type) if page.body.strip() else None
    if reason:
        raise NotReadable(StrategyProblem.MALFORMED, f"{page.url} is no web page: {reason}")
    text = decode_body(page.body, content_type)
    if text.count("<") > MOST_TAGS:
        raise NotReadable(StrategyProblem.MALFORMED, f"{page.url} has more tags than a listing can have")
    tree = parse_html(text, deep=True)
    if tree is None:
        raise NotReadable(StrategyProblem.EMPTY, f"{page.url} answered with {describe_body(page)}, not a page")
    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    return tree


def check_size(tree: HtmlElement, page: ListingPage, rules: LinkRules) -> None:
    """Refuse to match selectors that look around against a page on which that takes for ever."""
    looks_around = any(one is not None and one.looks_around for one in (rules.entry, rules.date, rules.next))
    if looks_around and count_elements(tree) > MOST_ELEMENTS_AROUND:
        most = f"{page.url} has more than {MOST_ELEMENTS_AROUND} elements"
        words = f"{most}, too many for selectors with :nth-child, :has or :contains"
        raise NotReadable(StrategyProblem.MALFORMED, words)


def find_base(tree: HtmlElement, final_url: str) -> str:
    """Return what relative links of the page are relative to."""
    stated = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    return join_address(final_url, stated) or final_url


def find_links(tree: HtmlElement, base: str) -> Iterator[Link]:
    """Yield every link with its address in normal form, in the page's order."""
    known: dict[str, str | None] = {}
    for element in tree.iter("a", "area"):
        href = element.get("href")
        if href is None or len(href) > LONGEST_URL:
            continue
        if href not in known:
            known[href] = join_address(base, href)
        address = known[href]
        if address is not None:
            yield element, address


def join_address(base: str, href: str | None) -> str | None:
    """Return a link as an absolute http(s) address in normal form; None if it cannot be one."""
    if not href:
        return None
    try:
        address = normalise_url(urljoin(base, href.strip()))
    except ValueError:  # brackets that are no address
        return None
    return address if host_of(address) and len(address) <= LONGEST_URL else None


def find_heading(tree: HtmlElement, links: Iterable[Link]) -> list[HtmlElement]:
    """Return the page's own heading: its only h1, unless that is an article's headline."""
    headings = list(tree.iter("h1"))
    if len(headings) != 1:
        return []
    around = {*headings[0].iterancestors(), *headings[0].iter()}
    return [] if any(element in around for element, _ in links) else headings


def find_next(tree: HtmlElement, base: str, selection: Selection) -> str | None:
    """Return the address of the next page: that of the element selected, or of the first link in it."""
    for element in select_elements(tree, selection):
        link = element if element.get("href") else next(element.iter("a"), None)
        href = (link.get("href", "") if link is not None else "").strip()
        address = None if href.startswith("#") else join_address(base, href)
        if address:
            return address
    return None


def describe_lack(page: ListingPage, *, found: int, matching: int) -> str:
    """Say why a page gives no entries."""
    if not found:
        return f"{page.url} has no links at all: scripts may make them, which are not run"
    if not matching:
        return f"{page.url}: none of its {found} links matches `article`: the layout may have changed"
    return f"{page.url}: none of its {matching} articles lies in an `entry`: the layout may have changed"

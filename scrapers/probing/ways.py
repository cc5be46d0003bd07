"""The usual ways into a site, tried one after another: which there are, and how far back each reaches."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from scrapers.entries import Entry, to_source
from scrapers.probing.home import SitePage, read_site_page
from scrapers.probing.measure import Depth, Measured, measure_way
from scrapers.probing.session import Looker, list_page
from scrapers.probing.shapes import FURNITURE, ArticleShape, find_shape
from scrapers.refusals import Refused
from scrapers.robots import Rules
from transforms.records import Source, StrategyKind

FEEDS: Final = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml")
SITEMAPS: Final = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
LISTS: Final = (
    *("archive", "archives", "latest", "news", "articles", "publications", "analysis", "commentary", "blog"),
    *("insights", "research", "stories", "posts", "updates", "all"),
)
MOST_FEEDS: Final = 3
MOST_LISTS: Final = 2
MOSTLY: Final = 0.8
"""Share of a sitemap's addresses that must have the articles' shape before only that shape is taken."""


async def try_ways(
    looker: Looker, source: Source, home: SitePage, rules: Rules, *, is_wordpress: bool, given: tuple[str, ...]
) -> list[Measured]:
    """Try every usual way in."""
    is_wordpress = is_wordpress or home.is_wordpress or home.wordpress_api is not None
    ways = []
    if is_wordpress:
        posts = urljoin(home.wordpress_api or urljoin(home.url, "/wp-json/"), "wp/v2/posts")
        ways.append(await try_way(looker, source, "wordpress", posts))
    ways += await try_feeds(looker, source, (*given, *home.feeds), is_wordpress=is_wordpress)
    ways += await try_sitemaps(looker, source, rules)
    ways += await try_lists(looker, source, home)
    return ways


async def try_way(looker: Looker, source: Source, kind: StrategyKind, url: str, **options: object) -> Measured:
    """Measure one way in, its options filled in as the catalog does."""
    way = {"strategy": kind, "url": url, **options}
    entry = Entry.model_validate({**source.entry, "discovery": [way]})
    provided = to_source(entry)
    return await measure_way(looker, provided, provided.strategies[0])


async def try_feeds(looker: Looker, source: Source, named: Iterable[str], *, is_wordpress: bool) -> list[Measured]:
    """Measure the feeds that the page names, or else the first at the usual addresses."""
    feeds = list(dict.fromkeys(named))[:MOST_FEEDS]
    if feeds:
        return [await try_feed(looker, source, url, is_wordpress=is_wordpress) for url in feeds]
    for path in FEEDS:
        tried = await try_feed(looker, source, urljoin(source.homepage, path), is_wordpress=is_wordpress)
        if tried.works:
            return [tried]
    return []


async def try_feed(looker: Looker, source: Source, url: str, *, is_wordpress: bool) -> Measured:
    """Measure a feed, paged if it is: as WordPress does, or where it links its next page."""
    if is_wordpress:
        paged = await try_way(looker, source, "feed", url, paged="wordpress")
        if paged.requests > 1 and paged.depth in {Depth.OPEN, Depth.WHOLE}:
            return paged
    plain = await try_way(looker, source, "feed", url)
    if plain.first is not None and b'rel="next"' in plain.first.body[:5000]:
        return await try_way(looker, source, "feed", url, paged="next")
    return plain


async def try_sitemaps(looker: Looker, source: Source, rules: Rules) -> list[Measured]:
    """Measure the sitemaps that robots.txt names, or else the first at the usual addresses."""
    if len(rules.sitemaps) > 1:
        addresses = [urljoin(source.homepage, "/robots.txt")]
    else:
        addresses = [urljoin(source.homepage, path) for path in rules.sitemaps or SITEMAPS]
    tried: list[Measured] = []
    for url in addresses:
        tried = [await try_way(looker, source, "sitemap", url)]
        if tried[0].works:
            return [narrow_sitemap(tried[0], source)]
    return tried if rules.sitemaps else []


def narrow_sitemap(way: Measured, source: Source) -> Measured:
    """Let a sitemap take only addresses of the articles' shape, where nearly all have it."""
    urls = [candidate.url for candidate in way.candidates]
    shape = find_shape(urls, hosts=source.hosts)
    if shape is None or len(shape.urls) < MOSTLY * len(urls):
        return way
    strategy = replace(way.strategy, options={**way.strategy.options, "article": shape.pattern})
    kept = set(shape.urls)
    return replace(way, strategy=strategy, candidates=tuple(one for one in way.candidates if one.url in kept))


async def try_lists(looker: Looker, source: Source, home: SitePage) -> list[Measured]:
    """Measure the page that lists the most articles: one that has a next page before one that has not."""
    shape = find_shape(home.links, hosts=source.hosts)
    pages = [home, *[page for url in choose_lists(home, source) if (page := await visit_page(looker, url))]]
    shape = shape or next((found for page in pages if (found := find_shape(page.links, hosts=source.hosts))), None)
    if shape is None:
        return []
    page = max(pages, key=lambda page: weigh_list(page, shape))
    more = {"next": page.next_selector} if page.next_selector else {}
    return [await try_way(looker, source, "listing", page.url, article=shape.pattern, **more)]


def choose_lists(home: SitePage, source: Source) -> list[str]:
    """Return the addresses that are most likely to list articles, by their last word."""
    named: dict[str, str] = {}
    for url in home.links:
        word = urlsplit(url).path.rstrip("/").rpartition("/")[2].lower()
        is_own = url != home.url and url.startswith(urljoin(source.homepage, "/"))
        if word in LISTS and is_own and not is_section(url):
            named.setdefault(word, url)
    return [named[word] for word in LISTS if word in named][:MOST_LISTS]


def is_section(url: str) -> bool:
    """Whether an address names a section of a site, which does not list all of its articles."""
    return bool(FURNITURE & set(urlsplit(url).path.strip("/").lower().split("/")[:-1]))


async def visit_page(looker: Looker, url: str) -> SitePage | None:
    """Return a page of the site, if it can be had."""
    try:
        answer = await looker.fetch(url)
    except Refused:
        return None
    return replace(read_site_page(list_page(url, answer)), url=url) if answer.status == 200 else None


def weigh_list(page: SitePage, shape: ArticleShape) -> tuple[bool, int]:
    """Return how good a list of articles a page is."""
    shown = sum(1 for url in page.links if re.search(shape.pattern, url))
    return page.next_selector is not None and shown > 0, shown

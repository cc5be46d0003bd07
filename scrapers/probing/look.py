"""A look at a site: robots.txt, every usual way in and how far back it reaches, and three of its articles."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urljoin

from pydantic import ValidationError

from scrapers.discovery.base import ListingPage
from scrapers.discovery.feedreader import NotReadable, read_feed
from scrapers.entries import Entry, is_loopback, to_source
from scrapers.fetcher import Answer
from scrapers.fields import list_timezones
from scrapers.probing.home import SitePage, read_site_page
from scrapers.probing.measure import Depth, Measured
from scrapers.probing.samples import Sample, choose_candidates, fetch_sample
from scrapers.probing.session import Looker, Web, list_page
from scrapers.probing.ways import try_ways
from scrapers.refusals import Refused
from scrapers.robots import Rules
from transforms.outcomes import Reason
from transforms.records import Source

MOST_REQUESTS: Final = 40
FOR_ARTICLES: Final = 5
SAMPLES: Final = 3
ON_THIS_MACHINE: Final = 0.05
"""Seconds between two requests to a site on loopback, which is nobody's but the user's."""
GONE: Final = frozenset({Reason.DNS, Reason.TLS, Reason.CONNECTION, Reason.TIMEOUT, Reason.ROBOTS_UNREACHABLE})
PREFERENCE: Final = ("wordpress", "sitemap", "feed", "listing", "archive_pages")


class LookFailed(Exception):
    """A site cannot be looked at, or shows no way in; one line says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look found; `ways` are all that were tried, `best` those that work, the furthest reaching first."""

    url: str
    home: SitePage
    status: int
    rules: Rules
    name: str | None
    timezone: str | None
    source: Source
    ways: tuple[Measured, ...]
    best: tuple[Measured, ...]
    samples: tuple[Sample, ...]
    requests: int


async def look_at_site(web: Web, url: str, *, timezone: str | None = None) -> Look:
    """Look at the site behind an address; raise LookFailed where there is nothing to be seen."""
    source = provide_source(url, timezone=timezone)
    looker = web.open_looker(source, most_requests=MOST_REQUESTS - FOR_ARTICLES)
    rules = await read_rules(looker, url)
    answer = await fetch_first(looker, url)
    home = read_site_page(list_page(url, answer))
    given = (answer.final_url,) if is_feed(list_page(url, answer)) else ()
    if given:
        home = await visit_root(looker, answer.final_url)
    api = await read_api(looker, home)
    zone = timezone or find_zone(api)
    source = provide_source(home.url, timezone=zone)
    looker.visit = replace(looker.visit, guard=web.open_looker(source, most_requests=0).visit.guard)
    ways = await try_ways(looker, source, home, rules, is_wordpress=api is not None, given=given)
    best = rank_ways(ways)
    if not best:
        raise LookFailed(describe_nothing(url, answer.status))
    looker.most_requests = MOST_REQUESTS
    samples = await take_samples(looker, source, best[0])
    return Look(
        url=url,
        home=home,
        status=answer.status,
        rules=rules,
        name=home.site_name or (str(api["name"]) if api and api.get("name") else None),
        timezone=zone,
        source=source,
        ways=tuple(ways),
        best=best,
        samples=samples,
        requests=looker.spent,
    )


def provide_source(url: str, *, timezone: str | None) -> Source:
    """Return a source for the time of the look; raise LookFailed for an address that is none."""
    interval = ON_THIS_MACHINE if is_loopback(url) else 2.0
    try:
        entry = Entry.model_validate(
            {
                "id": "probe",
                "name": "probe",
                "kind": "news",
                "homepage": url,
                "timezone": timezone or "UTC",
                "discovery": [{"strategy": "feed", "url": url}],
                "politeness": {"interval": interval},
            }
        )
    except ValidationError as error:
        words = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise LookFailed(words) from None
    return to_source(entry)


async def read_rules(looker: Looker, url: str) -> Rules:
    """Return the site's robots.txt; raise LookFailed where it forbids the look or cannot be had."""
    try:
        rules = await looker.read_robots(url)
    except Refused as refused:
        raise LookFailed(word_refusal(url, refused)) from None
    if rules.unreachable:
        why = f"answers {rules.status}" if rules.status else "does not answer"
        raise LookFailed(
            f"{url}: its robots.txt {why}, and until it does nothing may be asked: check the address, or try later"
        )
    if not rules.allows(url):
        raise LookFailed(
            f"{url}: robots.txt disallows it for Dateline: ask the site for leave, or name a page that it allows"
        )
    return rules


async def fetch_first(looker: Looker, url: str) -> Answer:
    """Return the answer to the address that was given."""
    try:
        return await looker.fetch(url)
    except Refused as refused:
        raise LookFailed(word_refusal(url, refused)) from None


def word_refusal(url: str, refused: Refused) -> str:
    """Say in one line why an address could not be had, and what to do."""
    cure = "check the address, or try later" if refused.reason in GONE else "name another address of the site"
    if refused.reason is Reason.BLOCKED_ADDRESS and is_loopback(url):
        cure = "name its port in DATELINE_ALLOW_LOOPBACK_PORTS if it is a site of your own"
    return f"{url} cannot be looked at: {refused.detail}: {cure}"


def describe_nothing(url: str, status: int) -> str:
    """Say in one line that there is no way in, and what to do."""
    answered = "" if status < 400 else f" (its page answered {status})"
    return (
        f"{url}: no way in was found{answered}: no feed, no sitemap, no WordPress REST, no list of articles: "
        "give the address of its feed or of a page that lists its articles, or write `discovery` by hand "
        "(docs/catalog.md)"
    )


def is_feed(page: ListingPage) -> bool:
    """Whether an answer is a feed itself."""
    try:
        return page.status == 200 and bool(read_feed(page).entries)
    except NotReadable:
        return False


async def visit_root(looker: Looker, url: str) -> SitePage:
    """Return the home page of a feed's site; nothing but its address where it cannot be had."""
    root = urljoin(url, "/")
    try:
        return read_site_page(list_page(root, await looker.fetch(root)))
    except Refused:
        return SitePage(url=root)


async def read_api(looker: Looker, home: SitePage) -> Mapping[str, Any] | None:
    """Return what the WordPress REST interface says of the site; None if there is none to be seen."""
    try:
        answer = await looker.fetch(home.wordpress_api or urljoin(home.url, "/wp-json/"))
        said = json.loads(answer.body) if answer.status == 200 else None
    except (Refused, ValueError, RecursionError):
        return None
    is_api = isinstance(said, dict) and "wp/v2" in (said.get("namespaces") or ())
    return said if is_api else None


def find_zone(api: Mapping[str, Any] | None) -> str | None:
    """Return the time zone that WordPress states."""
    zone = api.get("timezone_string") if api else None
    return zone if isinstance(zone, str) and zone in list_timezones() else None


def rank_ways(ways: Iterable[Measured]) -> tuple[Measured, ...]:
    """Return the ways that work, one of a kind, the furthest reaching first."""
    ranked = sorted((way for way in ways if way.works), key=rank_way)
    firsts: dict[str, Measured] = {}
    for way in ranked:
        firsts.setdefault(way.strategy.kind, way)
    return tuple(firsts.values())


def rank_way(way: Measured) -> tuple[int, int, float]:
    """Return the place of a way in: dated and whole, dated with more, undated, short; feeds before lists."""
    dated = way.oldest_at is not None
    places = {(Depth.WHOLE, True): 0, (Depth.OPEN, True): 1, (Depth.WHOLE, False): 2, (Depth.OPEN, False): 2}
    oldest = way.oldest_at.timestamp() if way.oldest_at else 0.0
    place = places.get((way.depth, dated), 3)
    return place, PREFERENCE.index(way.strategy.kind), oldest


async def take_samples(looker: Looker, source: Source, way: Measured) -> tuple[Sample, ...]:
    """Return the newest articles of a way in, read as the line reads them."""
    samples: list[Sample] = []
    for candidate in choose_candidates(way.candidates, most=FOR_ARTICLES):
        sample = await fetch_sample(looker, source, candidate)
        samples.append(sample)
        if sum(one.answered for one in samples) == SAMPLES:
            break
    return tuple(samples)

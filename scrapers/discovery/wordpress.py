"""The WordPress strategy: collections of the REST interface, asked for one window and for later edits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scrapers.discovery.answers import Fault, describe_body, find_fault
from scrapers.discovery.base import Ask, ListingPage, Observation, Reading
from scrapers.discovery.feedreader import NotReadable
from scrapers.discovery.jsonlist import TooManyValues, decode_json, load_json
from scrapers.discovery.sieve import Listed, Sieve, clean_title, find_instant, is_older, read_date
from transforms.dates import ParsedDate
from transforms.identity import normalise_url
from transforms.outcomes import Reach, StrategyProblem

PER_PAGE: Final = 100
MOST_POSTS: Final = 1000
"""Posts of one page; WordPress itself gives no more than a hundred."""
FIELDS: Final = "id,link,date,date_gmt,modified_gmt,title,status,type"
MARGIN: Final = timedelta(days=1, seconds=1)
"""`after` and `before` exclude their own second and mean the site's time, which may lie a day off."""


@dataclass(frozen=True, slots=True)
class Collection:
    """One list of posts: of a type, in a language; of the window, or older ones that were `edited` since."""

    url: str
    language: str | None
    edited: bool


class WordPressDiscovery:
    """Asks each collection for page after page: as many as totals promise, without totals until no post comes."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._sieve = Sieve(ask)
        self._most_entries = ask.budget + 2 * PER_PAGE
        self._collections = list_collections(ask)
        self._asked: dict[str, Collection] = {}
        self._answered: set[str] = set()
        self._dates: list[datetime] = []
        self._fault: Fault | None = None
        self._note: str | None = None
        self._is_heard = False
        self._long_ago = shift(ask.since, -2 * MARGIN)

    def first_requests(self) -> tuple[str, ...]:
        """Return the addresses of each collection's first page."""
        return tuple(self._ask_for(collection, 1) for collection in self._collections)

    def read(self, page: ListingPage) -> Reading:
        """Read one page of posts."""
        collection, number = self._asked.get(page.url, self._collections[0]), read_page_number(page.url)
        self._answered.add(page.url)
        if number > 1 and is_beyond_last(page):
            return Reading()
        try:
            posts = read_posts(page)
        except NotReadable as error:
            return self._stop(collection, error.fault)
        return self._read_posts([self._list_post(post, page) for post in posts], page, collection, number)

    def fail(self, url: str, problem: StrategyProblem, detail: str) -> None:
        """Take note that a page could not be fetched."""
        self._stop(self._asked.get(url, self._collections[0]), (problem, f"{url}: {detail}"))

    def observe(self) -> Observation:
        """Say whether the window was answered in full; edits of older posts are no part of it."""
        fault = self._fault
        wanted = {url for url, collection in self._asked.items() if not collection.edited}
        ended = fault is None and bool(wanted) and wanted <= self._answered
        if fault is None and not ended:
            fault = (StrategyProblem.NETWORK, f"{self._ask.strategy.url}: not every page was answered")
        if fault is None and self._sieve.entries and not self._sieve.own:
            words = f"none of its {self._sieve.entries} posts has an address on a host of the source"
            fault = (StrategyProblem.EMPTY, f"{self._ask.strategy.url}: {words}")
        partial = Reach.PARTIAL if self._is_heard else Reach.UNREACHABLE
        return Observation(
            entries=self._sieve.entries,
            oldest_at=min(self._dates, default=None),
            newest_at=max(self._dates, default=None),
            listing_ended=ended,
            reach=partial if fault else Reach.FULL,
            problem=fault[0] if fault else None,
            detail=fault[1] if fault else self._note,
        )

    def _stop(self, collection: Collection, fault: Fault) -> Reading:
        """Take note of a fault; where only edits could not be asked for, the window was still answered."""
        if collection.edited:
            self._note = self._note or f"edits of older posts are not known: {fault[1]}"
            return Reading()
        self._fault = self._fault or fault
        return Reading(problem=fault[0], detail=fault[1])

    def _read_posts(self, listed: list[Listed], page: ListingPage, collection: Collection, number: int) -> Reading:
        if collection.edited:
            # Of known articles it counts when they were edited; others are too old for the window.
            listed = [forget_date(entry) if self._is_known(entry) else entry for entry in listed]
        candidates, pruned, new = self._sieve.sift(listed)
        if not collection.edited:
            self._is_heard = True
            self._dates += [at for entry in listed if (at := find_instant(entry.newest)) is not None]
        fault: Fault | None = None
        wanted: tuple[str, ...] = ()
        if self._sieve.over_budget:
            fault = (StrategyProblem.BUDGET, f"{page.url}: more than {self._ask.budget} candidates")
        elif listed and not new and number > 1:
            fault = (StrategyProblem.LISTING_TOO_SHORT, f"{page.url} gives the same posts again: it has no pages")
        elif not self._is_past(listed, collection):
            wanted, fault = self._plan_pages(collection, number, len(listed), page.headers)
        if fault:
            reading = self._stop(collection, fault)
            return replace(reading, candidates=candidates, pruned=pruned, requests=wanted)
        return Reading(candidates=candidates, pruned=pruned, requests=wanted)

    def _is_known(self, entry: Listed) -> bool:
        return entry.url is not None and normalise_url(entry.url) in self._ask.known

    def _is_past(self, listed: list[Listed], collection: Collection) -> bool:
        """Whether a site ignores the bound: it lists everything, newest first, and all of these are too old."""
        if collection.edited:
            listed = [forget_date(entry) for entry in listed]
        return bool(listed) and all(is_older(entry, self._long_ago) for entry in listed)

    def _plan_pages(
        self, collection: Collection, number: int, posts: int, headers: Mapping[str, str]
    ) -> tuple[tuple[str, ...], Fault | None]:
        """Return which pages to ask for after this one: as many as the totals say, without them until none comes.

        How many posts a page has proves nothing: sites give fewer than were asked for.
        """
        total = read_total(headers)
        has_next = posts > 0 if total is None else number < total
        if not has_next:
            return (), None
        if self._sieve.entries > self._most_entries:
            words = f"{self._ask.strategy.url}: more than {self._most_entries} posts for one window"
            return (), (StrategyProblem.BUDGET, words)
        return (self._ask_for(collection, number + 1),), None

    def _list_post(self, post: Mapping[str, Any], page: ListingPage) -> Listed:
        link, title = post.get("link"), post.get("title")
        rendered = title.get("rendered") if isinstance(title, dict) else title
        raw = read_raw(post, "date")
        return Listed(
            url=join_link(page.final_url, link) if isinstance(link, str) else None,
            title=clean_title(rendered if isinstance(rendered, str) else None),
            raw=raw,
            published=self._read_date(raw, page),
            modified=self._read_date(read_raw(post, "modified"), page),
        )

    def _read_date(self, raw: str | None, page: ListingPage) -> ParsedDate | None:
        return read_date(raw, timezone=self._ask.source.timezone, fetched_at=page.fetched_at)

    def _ask_for(self, collection: Collection, number: int) -> str:
        """Return the address of a collection's page, and remember what it is."""
        url = write_url(self._ask, collection, number)
        self._asked[url] = collection
        return url


def is_beyond_last(page: ListingPage) -> bool:
    """Whether WordPress says that there is no such page: posts vanished under way, or totals were missing."""
    return page.status == 400 and b'"rest_post_invalid_page_number"' in page.body[:2000]


def forget_date(entry: Listed) -> Listed:
    """Return an entry that only says when it was edited."""
    return replace(entry, published=None, raw=None)


def list_collections(ask: Ask) -> list[Collection]:
    """Return what is asked for: each type in each language; when looking back, edits of older posts too."""
    options = ask.strategy.options
    urls = [ask.strategy.url, *(name_type(ask.strategy.url, name) for name in options.get("types") or ())]
    looks_back = ask.until is None and bool(ask.known)
    return [
        Collection(url, language, edited)
        for edited in ((False, True) if looks_back else (False,))
        for url in dict.fromkeys(urls)
        for language in (options.get("lang") or (None,))
    ]


def name_type(url: str, name: str) -> str:
    """Return the address of another type's collection beside the one of the posts."""
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    return parts._replace(path=f"{folder}/{name}").geturl()


def write_url(ask: Ask, collection: Collection, number: int) -> str:
    """Return the address of one page of a collection."""
    parts = urlsplit(collection.url)
    since, order = write_bound(ask.since, -MARGIN), "modified" if collection.edited else "date"
    if collection.edited:
        bounds = [("modified_after", since), ("before", write_bound(ask.since, MARGIN))]
    else:
        bounds = [("after", since)]
        if ask.until is not None:
            bounds.append(("before", write_bound(ask.until, MARGIN)))
    if collection.language:
        bounds.append(("lang", collection.language))
    paging = [("orderby", order), ("order", "desc"), ("per_page", str(PER_PAGE)), ("page", str(number))]
    own = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([*own, *bounds, *paging, ("_fields", FIELDS)], safe=":,/")
    return parts._replace(query=query, fragment="").geturl()


def write_bound(at: datetime, margin: timedelta) -> str:
    """Return a bound as WordPress reads it, without a zone, moved outwards."""
    return shift(at.astimezone(UTC), margin).replace(tzinfo=None, microsecond=0).isoformat()


def shift(at: datetime, by: timedelta) -> datetime:
    """Return an instant moved; the calendar's ends stay where they are."""
    try:
        return at + by
    except OverflowError:
        return at


def read_page_number(url: str) -> int:
    """Return which page an address asks for."""
    asked = dict(parse_qsl(urlsplit(url).query)).get("page", "1")
    return int(asked) if asked.isdecimal() and asked.isascii() else 1


def read_total(headers: Mapping[str, str]) -> int | None:
    """Return X-WP-TotalPages; None where the site or something before it leaves it out."""
    value = headers.get("x-wp-totalpages", "").strip()
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 10 else None


def read_posts(page: ListingPage) -> list[Mapping[str, Any]]:
    """Return the posts of a page; raise NotReadable for anything that is no JSON list of them."""
    if fault := find_fault(page):
        raise NotReadable(*fault)
    try:
        answer = load_json(decode_json(page.body))
    except TooManyValues:
        raise not_posts(page, "has more values than a page of posts can have") from None
    except ValueError:
        raise not_posts(page, f"is not JSON: it answered with {describe_body(page)}") from None
    if not isinstance(answer, list) or not all(isinstance(post, dict) for post in answer):
        code = answer.get("code") if isinstance(answer, dict) else None
        words = f"error {str(code)[:60]}" if code else "JSON that is no list of posts"
        raise not_posts(page, f"answered with {words}")
    if len(answer) > MOST_POSTS:
        raise not_posts(page, f"answered with {len(answer)} posts on one page")
    return answer


def not_posts(page: ListingPage, words: str) -> NotReadable:
    """Say what is wrong with a body that should be a list of posts."""
    return NotReadable(StrategyProblem.MALFORMED, f"{page.url} {words}")


def read_raw(post: Mapping[str, Any], name: str) -> str | None:
    """Return a post's date with its zone: `date_gmt` is UTC but does not say so; else the site's own time."""
    for key, zone in ((f"{name}_gmt", "Z"), (name, "")):
        value = post.get(key)
        if isinstance(value, str) and value.strip() and not value.startswith("0000"):
            return f"{value.strip()[:60]}{zone}"
    return None


def join_link(base: str, link: str) -> str | None:
    """Return a post's link as an absolute address; None if it cannot be one."""
    try:
        return urljoin(base, link.strip()) or None
    except ValueError:
        return None

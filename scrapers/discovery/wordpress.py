"""The WordPress strategy: the posts collection of the REST interface, asked for exactly one window."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scrapers.discovery.answers import Fault, describe_body, find_fault
from scrapers.discovery.base import Ask, ListingPage, Observation, Reading
from scrapers.discovery.feedreader import NotReadable
from scrapers.discovery.jsonlist import TooManyValues, decode_json, load_json
from scrapers.discovery.sieve import Listed, Sieve, clean_title, find_instant, is_older, read_date
from transforms.dates import ParsedDate
from transforms.outcomes import Reach, StrategyProblem

PER_PAGE: Final = 100
MOST_POSTS: Final = 1000
"""Posts of one page; WordPress itself gives no more than a hundred."""
FIELDS: Final = "id,link,date,date_gmt,modified_gmt,title,status,type"
MARGIN: Final = timedelta(days=1, seconds=1)
"""`after` and `before` exclude their own second and mean the site's time, which may lie a day off."""


class WordPressDiscovery:
    """Asks for page after page: as many as the totals promise, without totals until no post comes."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._sieve = Sieve(ask)
        self._most_entries = ask.budget + 2 * PER_PAGE
        self._asked = {1}
        self._answered: set[int] = set()
        self._dates: list[datetime] = []
        self._fault: Fault | None = None
        self._long_ago = shift(ask.since, -2 * MARGIN)

    def first_requests(self) -> tuple[str, ...]:
        """Return the address of the window's first page."""
        return (self._write_url(1),)

    def read(self, page: ListingPage) -> Reading:
        """Read one page of posts."""
        number = read_page_number(page.url)
        if number > 1 and page.status == 400:
            # What WordPress answers past the last page, when posts vanished under way or totals are missing.
            self._answered.add(number)
            return Reading()
        try:
            posts = read_posts(page)
        except NotReadable as error:
            self._fault = self._fault or error.fault
            return Reading(problem=error.fault[0], detail=error.fault[1])
        return self._read_posts([self._list_post(post, page) for post in posts], page, number)

    def fail(self, url: str, problem: StrategyProblem, detail: str) -> None:
        """Take note that a page could not be fetched."""
        self._fault = self._fault or (problem, f"{url}: {detail}")

    def observe(self) -> Observation:
        """Say whether the window was answered in full."""
        fault = self._fault
        ended = fault is None and self._asked == self._answered
        if fault is None and not ended:
            fault = (StrategyProblem.NETWORK, f"{self._ask.strategy.url}: not every page was answered")
        partial = Reach.PARTIAL if self._answered else Reach.UNREACHABLE
        return Observation(
            entries=self._sieve.entries,
            oldest_at=min(self._dates, default=None),
            newest_at=max(self._dates, default=None),
            listing_ended=ended,
            reach=partial if fault else Reach.FULL,
            problem=fault[0] if fault else None,
            detail=fault[1] if fault else None,
        )

    def _read_posts(self, listed: list[Listed], page: ListingPage, number: int) -> Reading:
        candidates, pruned, new = self._sieve.sift(listed)
        self._answered.add(number)
        self._dates += [at for entry in listed if (at := find_instant(entry.newest)) is not None]
        fault: Fault | None = None
        wanted: list[int] = []
        if self._sieve.over_budget:
            fault = (StrategyProblem.BUDGET, f"{page.url}: more than {self._ask.budget} candidates")
        elif listed and not new:
            fault = (StrategyProblem.LISTING_TOO_SHORT, f"{page.url} gives the same posts again: it has no pages")
        elif not listed or not all(is_older(entry, self._long_ago) for entry in listed):
            # Where all are too old, the site ignores `after`: it lists everything, the newest first.
            wanted, fault = self._plan_pages(number, len(listed), page.headers)
        self._asked.update(wanted)
        self._fault = self._fault or fault
        return Reading(
            candidates=candidates,
            pruned=pruned,
            requests=tuple(map(self._write_url, wanted)),
            problem=fault[0] if fault else None,
            detail=fault[1] if fault else None,
        )

    def _plan_pages(self, number: int, posts: int, headers: Mapping[str, str]) -> tuple[list[int], Fault | None]:
        """Return which pages to ask for after this one: as many as the totals say, without them until none comes.

        How many posts a page has proves nothing: sites give fewer than were asked for.
        """
        total = read_total(headers)
        has_next = posts > 0 if total is None else number < total
        if not has_next or number + 1 in self._asked:
            return [], None
        if self._sieve.entries > self._most_entries:
            words = f"{self._ask.strategy.url}: more than {self._most_entries} posts for one window"
            return [], (StrategyProblem.BUDGET, words)
        return [number + 1], None

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

    def _write_url(self, number: int) -> str:
        parts = urlsplit(self._ask.strategy.url)
        bounds = [("after", write_bound(self._ask.since, -MARGIN))]
        if self._ask.until is not None:
            bounds.append(("before", write_bound(self._ask.until, MARGIN)))
        paging = [("orderby", "date"), ("order", "desc"), ("per_page", str(PER_PAGE)), ("page", str(number))]
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

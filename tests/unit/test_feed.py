"""The feed strategy: how far a feed went, page by page, and why not further."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scrapers.discovery.base import Ask, ListingPage, Observation
from scrapers.discovery.feed import write_page_url
from scrapers.discovery.registry import open_discovery
from transforms.outcomes import Reach, Reason, StrategyProblem
from transforms.records import Candidate, Source, Strategy

FEED_URL = "https://station.example/feed/"
DAY = datetime(2026, 11, 21, tzinfo=UTC)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
LISTINGS = Path(__file__).parent / "listings"
Answer = bytes | int


def make_ask(
    *,
    since: datetime = DAY,
    until: datetime | None = DAY + timedelta(days=1),
    paged: str = "none",
    budget: int = 1000,
    source: Source | None = None,
) -> Ask:
    strategy = Strategy(kind="feed", url=FEED_URL, options={"paged": paged})
    own = source or Source(
        source_id="station", name="Station", kind="news", country="FI", languages=("en",), timezone="UTC",
        homepage="https://station.example/", strategies=(strategy,),
    )  # fmt: skip
    return Ask(source=own, strategy=strategy, since=since, until=until, budget=budget)


def write_feed(dates: Sequence[str | None], *, prefix: str = "") -> bytes:
    items = "".join(
        f"<item><title>{at}</title><link>https://station.example/{prefix}{at}</link>"
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + "</item>"
        for at, date in enumerate(dates)
    )
    return f"<rss version='2.0'><channel><title>Station</title>{items}</channel></rss>".encode()


def hours(*offsets: float, prefix: str = "") -> bytes:
    """A feed whose entries lie so many hours after the window's start."""
    return write_feed([(DAY + timedelta(hours=offset)).isoformat() for offset in offsets], prefix=prefix)


def answer(url: str, given: Answer) -> ListingPage:
    body, status = (given, 200) if isinstance(given, bytes) else (b"<html>no</html>", given)
    return ListingPage(url=url, final_url=url, status=status, headers={}, body=body, fetched_at=NOW)


def walk(ask: Ask, answers: Mapping[str, Answer]) -> tuple[list[Candidate], Observation, list[str]]:
    """Do what the spider does: fetch what is asked for until nothing is."""
    discovery = open_discovery(ask)
    waiting, asked, found = list(discovery.first_requests()), [], []
    while waiting:
        url = waiting.pop(0)
        asked.append(url)
        reading = discovery.read(answer(url, answers[url]))
        found += reading.candidates
        waiting += reading.requests
    return found, discovery.observe(), asked


def observe(given: Answer, **wishes: object) -> Observation:
    return walk(make_ask(**wishes), {FEED_URL: given})[1]  # type: ignore[arg-type]


def test_a_feed_that_goes_past_the_window_s_start_reached_it() -> None:
    found, seen, _ = walk(make_ask(), {FEED_URL: hours(30, 12, 1, -2)})
    assert [candidate.url[-1] for candidate in found] == ["1", "2"]
    assert (seen.reach, seen.problem, seen.entries, seen.listing_ended) == (Reach.FULL, None, 4, False)
    assert (seen.oldest_at, seen.newest_at) == (DAY - timedelta(hours=2), DAY + timedelta(hours=30))


def test_a_feed_of_foreign_addresses_alone_is_no_silent_night() -> None:
    feed = hours(12, 1, -2).replace(b"https://station.example", b"https://moved.example")
    found, seen, _ = walk(make_ask(), {FEED_URL: feed})
    assert (found, seen.reach, seen.problem) == ([], Reach.PARTIAL, StrategyProblem.EMPTY)
    assert seen.detail == f"{FEED_URL}: none of its 3 entries can be an article of the source"


def test_a_feed_that_ends_within_the_window_is_partial() -> None:
    seen = observe(hours(30, 12, 1))
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.LISTING_TOO_SHORT)
    assert seen.detail == f"{FEED_URL} goes back to 2026-11-21 01:00 only, the window to 2026-11-21 00:00 (UTC)"


def test_a_feed_that_begins_after_the_window_does_not_reach_it() -> None:
    seen = observe(hours(40, 30, 24))
    assert (seen.reach, seen.problem) == (Reach.UNREACHABLE, StrategyProblem.LISTING_TOO_SHORT)


def test_an_old_entry_pinned_to_the_head_is_no_proof_of_reach() -> None:
    assert observe(hours(-900, 12, 1)).reach is Reach.PARTIAL
    assert observe(hours(-900, 12, 1, -1)).reach is Reach.FULL
    assert observe(hours(-900, 12, 1)).oldest_at == DAY + timedelta(hours=1)


def test_a_bare_day_that_ends_where_the_window_starts_is_past_it() -> None:
    assert observe(write_feed(["2026-11-22", "2026-11-21", "2026-11-20"])).reach is Reach.FULL
    assert observe(write_feed(["2026-11-22", "2026-11-21"])).reach is Reach.PARTIAL


def test_an_entry_last_modified_before_the_window_is_past_it() -> None:
    body = write_feed([None]).replace(b"</item>", b"<updated>2026-11-19T10:00:00Z</updated></item>")
    found, seen, _ = walk(make_ask(), {FEED_URL: body})
    assert (found, seen.reach) == ([], Reach.FULL)


def test_a_feed_without_dates_cannot_say_how_far_it_went() -> None:
    found, seen, _ = walk(make_ask(), {FEED_URL: write_feed([None, None])})
    assert len(found) == 2
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.LISTING_TOO_SHORT)
    assert seen.detail == f"{FEED_URL}: none of its 2 entries has a date that can be read"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (401, StrategyProblem.REFUSED),
        (403, StrategyProblem.REFUSED),
        (404, StrategyProblem.MISSING),
        (410, StrategyProblem.MISSING),
        (429, StrategyProblem.REFUSED),
        (304, StrategyProblem.MALFORMED),
        (500, StrategyProblem.SERVER_ERROR),
        (503, StrategyProblem.SERVER_ERROR),
        ((LISTINGS / "page.html").read_bytes(), StrategyProblem.NOT_A_FEED),
        ((LISTINGS / "empty.xml").read_bytes(), StrategyProblem.EMPTY),
        ((LISTINGS / "bomb.xml").read_bytes(), StrategyProblem.MALFORMED),
        (b"", StrategyProblem.EMPTY),
    ],
)
def test_what_is_no_feed_is_unreachable_and_says_why(given: Answer, problem: StrategyProblem) -> None:
    seen = observe(given)
    assert (seen.reach, seen.problem, seen.entries) == (Reach.UNREACHABLE, problem, 0)
    assert FEED_URL in (seen.detail or "")
    assert "\n" not in (seen.detail or "")


def test_a_feed_that_could_not_be_fetched_is_unreachable() -> None:
    discovery = open_discovery(make_ask())
    discovery.fail(FEED_URL, StrategyProblem.NETWORK, "connection refused")
    seen = discovery.observe()
    assert (seen.reach, seen.problem, seen.detail) == (
        Reach.UNREACHABLE,
        StrategyProblem.NETWORK,
        f"{FEED_URL}: connection refused",
    )


def test_what_the_window_prunes_is_counted() -> None:
    reading = open_discovery(make_ask()).read(answer(FEED_URL, hours(30, 25, 12, -2)))
    assert dict(reading.pruned) == {Reason.OUTSIDE_WINDOW: 3}


def test_too_many_candidates_are_a_budget_problem() -> None:
    found, seen, _ = walk(make_ask(budget=2), {FEED_URL: hours(5, 4, 3, -1)})
    assert len(found) == 3
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.BUDGET)


PAGES = [FEED_URL, *(f"{FEED_URL}?paged={number}" for number in range(2, 6))]


def walk_pages(*answers: Answer) -> tuple[list[Candidate], Observation, list[str]]:
    return walk(make_ask(paged="wordpress"), dict(zip(PAGES, answers, strict=False)))


def test_pages_are_read_until_one_runs_past_the_window() -> None:
    found, seen, asked = walk_pages(
        hours(40, 30, prefix="a"), hours(20, 10, prefix="b"), hours(5, -5, prefix="c"), hours(-9, prefix="d")
    )
    assert [candidate.title for candidate in found] == ["0", "1", "0"]
    assert seen.reach is Reach.FULL
    assert asked == PAGES[:3]


def test_one_old_entry_among_newer_ones_does_not_end_the_walk() -> None:
    _, seen, asked = walk_pages(
        hours(-900, 20, prefix="a"),
        hours(-3, 10, -5, prefix="b"),
        hours(-5, -4, prefix="c"),
        hours(-9, prefix="d"),
    )
    assert seen.reach is Reach.FULL
    assert asked == PAGES[:3]


def test_the_listing_s_end_is_reach_too() -> None:
    for end in (404, (LISTINGS / "empty.xml").read_bytes()):
        _, seen, asked = walk_pages(hours(20, prefix="a"), end)
        assert (seen.reach, seen.listing_ended, seen.problem) == (Reach.FULL, True, None)
        assert asked == PAGES[:2]


def test_a_first_page_that_is_missing_is_no_end() -> None:
    assert walk_pages(404)[1].reach is Reach.UNREACHABLE


def test_a_page_that_fails_leaves_the_window_partial() -> None:
    _, seen, _ = walk_pages(hours(20, 10, prefix="a"), 500)
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.SERVER_ERROR)


def test_a_feed_that_ignores_paging_is_not_asked_for_ever() -> None:
    same = hours(20, 10)
    _, seen, asked = walk_pages(same, same)
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.LISTING_TOO_SHORT)
    assert asked == PAGES[:2]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://station.example/feed/", "https://station.example/feed/?paged=2"),
        ("https://station.example/?feed=rss2", "https://station.example/?feed=rss2&paged=2"),
        ("https://station.example/feed/?paged=1#x", "https://station.example/feed/?paged=2"),
    ],
)
def test_a_page_s_address_keeps_what_else_the_feed_s_address_says(url: str, expected: str) -> None:
    assert write_page_url(url, 2) == expected


def test_a_strategy_that_reads_no_listing_is_an_assumption_broken() -> None:
    ask = make_ask()
    with pytest.raises(ValueError, match="strategy warc of source station reads no listing"):
        open_discovery(
            Ask(source=ask.source, strategy=Strategy(kind="warc", url="x"), since=DAY, until=None, budget=1)
        )


def link_next(body: bytes, href: str) -> bytes:
    link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="{href}"/>'.encode()
    return body.replace(b"<title>Station</title>", b"<title>Station</title>" + link)


def test_a_feed_that_links_its_next_page_is_followed_past_the_window_s_start() -> None:
    pages = {
        FEED_URL: link_next(hours(30, 12, prefix="a"), "?cursor=2"),
        f"{FEED_URL}?cursor=2": link_next(hours(5, -2, prefix="b"), "?cursor=3"),
    }
    found, seen, asked = walk(make_ask(paged="next"), pages)
    assert (len(found), asked, seen.reach, seen.listing_ended) == (2, list(pages), Reach.FULL, False)


def test_a_feed_without_a_further_page_has_ended() -> None:
    pages = {FEED_URL: link_next(hours(12, prefix="a"), "?cursor=2"), f"{FEED_URL}?cursor=2": hours(5, prefix="b")}
    _, seen, asked = walk(make_ask(paged="next"), pages)
    assert (len(asked), seen.reach, seen.listing_ended) == (2, Reach.FULL, True)


@pytest.mark.parametrize(
    ("href", "problem"),
    [
        (FEED_URL, StrategyProblem.LISTING_TOO_SHORT),
        ("https://elsewhere.example/feed", StrategyProblem.BLOCKED),
        ("?cursor=2", StrategyProblem.MISSING),
    ],
)
def test_a_next_page_that_leads_nowhere_is_said(href: str, problem: StrategyProblem) -> None:
    pages: dict[str, Answer] = {FEED_URL: link_next(hours(12), href), f"{FEED_URL}?cursor=2": 404}
    _, seen, _ = walk(make_ask(paged="next"), pages)
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, problem)


def test_a_json_feed_names_its_next_page() -> None:
    def write(at: datetime, number: int, **more: str) -> bytes:
        item = {"id": str(number), "url": f"https://station.example/{number}", "date_published": at.isoformat()}
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item], **more}).encode()

    pages = {
        FEED_URL: write(DAY + timedelta(hours=3), 1, next_url="/feed/2"),
        "https://station.example/feed/2": write(DAY - timedelta(hours=3), 2),
    }
    found, seen, asked = walk(make_ask(paged="next"), pages)
    assert (len(found), asked, seen.reach) == (1, list(pages), Reach.FULL)


def test_a_feed_that_is_cut_off_before_the_window_s_start_is_malformed() -> None:
    seen = observe(hours(30, 12).removesuffix(b"</item></channel></rss>"))
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.MALFORMED)
    assert seen.detail == f"{FEED_URL} is cut off after 2 entries"

"""The WordPress strategy: one window of the posts collection, answered in full or not."""

import json
import re
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scrapers.discovery.base import Ask, ListingPage, Observation
from scrapers.discovery.registry import open_discovery
from transforms.outcomes import Reach, Reason, StrategyProblem
from transforms.records import Candidate, Source, Strategy

POSTS_URL = "https://station.example/wp-json/wp/v2/posts"
DAY = datetime(2026, 11, 21, tzinfo=UTC)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
Post = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


def make_ask(
    *,
    since: datetime = DAY,
    until: datetime | None = DAY + timedelta(days=1),
    budget: int = 1000,
    url: str = POSTS_URL,
    timezone: str = "Europe/Helsinki",
    known: Mapping[str, date] | None = None,
    **options: object,
) -> Ask:
    strategy = Strategy(kind="wordpress", url=url, options=options)
    source = Source(
        source_id="station", name="Station", kind="news", country="FI", languages=("en",), timezone=timezone,
        homepage="https://station.example/", strategies=(strategy,),
    )  # fmt: skip
    return Ask(source=source, strategy=strategy, since=since, until=until, budget=budget, known=known or {})


def make_post(at: datetime, number: int = 0, **more: object) -> Post:
    plain = at.astimezone(UTC).replace(tzinfo=None)
    return {
        "id": number,
        "link": f"https://station.example/{at:%Y/%m/%d}/post-{at:%H%M%S}-{number}/",
        "date": (plain + timedelta(hours=2)).isoformat(),
        "date_gmt": plain.isoformat(),
        "modified_gmt": plain.isoformat(),
        "title": {"rendered": "Convoy &amp; escort, an <em>account</em>"},
        "status": "publish",
        "type": "post",
        **more,
    }


class Site:
    """What a WordPress site in Helsinki answers, paged, with both bounds exclusive and in its own time."""

    def __init__(self, posts: list[Post], *, totals: bool = True, most: int = 100) -> None:
        self.posts = sorted(posts, key=lambda post: str(post["date"]), reverse=True)
        self.totals = totals
        self.most = most
        self.asked: list[str] = []

    def answer(self, url: str) -> Answer:
        self.asked.append(url)
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        after, before = query.get("after", ""), query.get("before", "~")
        listed = [post for post in self.posts if after < str(post["date"]) < before]
        size, page = min(int(query["per_page"]), self.most), int(query["page"])
        pages = -(-len(listed) // size)
        if page > max(pages, 1):
            return 400, {}, b'{"code": "rest_post_invalid_page_number"}'
        headers = {"x-wp-total": str(len(listed)), "x-wp-totalpages": str(pages)} if self.totals else {}
        return 200, headers, json.dumps(listed[(page - 1) * size : page * size]).encode()


def walk(ask: Ask, fetch: Callable[[str], Answer]) -> tuple[list[Candidate], dict[Reason, int], Observation]:
    discovery = open_discovery(ask)
    waiting, found, pruned = list(discovery.first_requests()), [], dict[Reason, int]()
    while waiting:
        url = waiting.pop(0)
        status, headers, body = fetch(url)
        page = ListingPage(url=url, final_url=url, status=status, headers=headers, body=body, fetched_at=NOW)
        reading = discovery.read(page)
        found += reading.candidates
        waiting += reading.requests
        for reason, number in reading.pruned.items():
            pruned[reason] = pruned.get(reason, 0) + number
    return found, pruned, discovery.observe()


def test_exactly_the_window_s_posts_are_found() -> None:
    moments = [-1, 0, 3600, 86399, 86400]
    site = Site([make_post(DAY + timedelta(seconds=offset)) for offset in moments])
    found, pruned, seen = walk(make_ask(), site.answer)
    assert sorted(candidate.published_at for candidate in found if candidate.published_at) == [
        DAY + timedelta(seconds=offset) for offset in (0, 3600, 86399)
    ]
    assert pruned == {Reason.OUTSIDE_WINDOW: 2}
    assert (seen.reach, seen.listing_ended, seen.problem, seen.entries) == (Reach.FULL, True, None, 5)


def test_a_candidate_says_what_the_listing_said() -> None:
    ((candidate,), _, _) = walk(make_ask(), Site([make_post(DAY)]).answer)
    assert candidate == Candidate(
        source_id="station",
        url="https://station.example/2026/11/21/post-000000-0/",
        strategy=f"wordpress:{POSTS_URL}",
        published_at=DAY,
        published_raw="2026-11-21T00:00:00Z",
        modified_at=DAY,
        title="Convoy & escort, an account",
    )


def test_the_request_asks_for_little_and_for_more_than_the_window() -> None:
    (url,) = open_discovery(make_ask(url=f"{POSTS_URL}?categories=7")).first_requests()
    assert parse_qs(urlsplit(url).query) == {
        "categories": ["7"],
        "after": ["2026-11-19T23:59:59"],
        "before": ["2026-11-23T00:00:01"],
        "orderby": ["date"],
        "order": ["desc"],
        "per_page": ["100"],
        "page": ["1"],
        "_fields": ["id,link,date,date_gmt,modified_gmt,title,status,type"],
    }
    (open_ended,) = open_discovery(make_ask(until=None)).first_requests()
    assert "before=" not in open_ended


@pytest.mark.parametrize("totals", [True, False])
@pytest.mark.parametrize("number", [99, 100, 101, 250])
def test_every_page_is_read_with_totals_and_without(number: int, totals: bool) -> None:
    site = Site([make_post(DAY + timedelta(seconds=at), at) for at in range(number)], totals=totals)
    found, _, seen = walk(make_ask(), site.answer)
    assert len({candidate.url for candidate in found}) == number
    assert seen.reach is Reach.FULL
    # Without totals only a page too many says that there are no more.
    assert len(site.asked) == -(-number // 100) + (0 if totals else 1)


@pytest.mark.parametrize("most", [10, 50])
@pytest.mark.parametrize("totals", [True, False])
def test_a_site_that_gives_fewer_posts_a_page_than_asked_for_is_read_to_its_end(totals: bool, most: int) -> None:
    posts = [make_post(DAY + timedelta(seconds=at), at) for at in range(120)]
    site = Site(posts, totals=totals, most=most)
    found, _, seen = walk(make_ask(), site.answer)
    assert len({candidate.url for candidate in found}) == 120
    assert (seen.reach, seen.listing_ended) == (Reach.FULL, True)


def test_small_pages_do_not_use_up_the_budget_of_large_ones() -> None:
    site = Site([make_post(DAY + timedelta(seconds=at), at) for at in range(500)], most=10)
    found, _, seen = walk(make_ask(budget=500), site.answer)
    assert (len(found), seen.reach) == (500, Reach.FULL)


def test_a_site_that_gives_the_same_page_again_is_not_seen_in_full() -> None:
    site = Site([make_post(DAY + timedelta(seconds=at), at) for at in range(30)], totals=False, most=10)
    found, _, seen = walk(make_ask(), lambda url: site.answer(re.sub(r"([?&])page=\d+", r"\1page=1", url)))
    assert len(found) == 10
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.LISTING_TOO_SHORT)
    assert "the same posts again" in (seen.detail or "")
    assert len(site.asked) == 2


def test_an_empty_page_is_the_end_too() -> None:
    site = Site([make_post(DAY + timedelta(seconds=at), at) for at in range(20)], totals=False, most=10)

    def answer(url: str) -> Answer:
        status, headers, body = site.answer(url)
        return (200, headers, b"[]") if status == 400 else (status, headers, body)

    found, _, seen = walk(make_ask(), answer)
    assert (len(found), seen.reach) == (20, Reach.FULL)


def test_an_empty_window_is_an_honest_zero() -> None:
    found, _, seen = walk(make_ask(), Site([]).answer)
    assert (found, seen.entries, seen.reach, seen.listing_ended) == ([], 0, Reach.FULL, True)


@pytest.mark.parametrize(
    ("answer", "problem", "words"),
    [
        ((401, {}, b"{}"), StrategyProblem.REFUSED, "asks for a login (HTTP 401)"),
        ((403, {}, b"{}"), StrategyProblem.REFUSED, "refuses us (HTTP 403)"),
        ((404, {}, b'{"code": "rest_no_route"}'), StrategyProblem.MISSING, "is not there (HTTP 404)"),
        ((400, {}, b'{"code": "rest_invalid_param"}'), StrategyProblem.MALFORMED, "(HTTP 400)"),
        ((502, {}, b""), StrategyProblem.SERVER_ERROR, "(HTTP 502)"),
        (
            (200, {}, b"<!DOCTYPE html><p>hello</p>"),
            StrategyProblem.MALFORMED,
            "is not JSON: it answered with a web page (HTML)",
        ),
        ((200, {}, b'[{"link": "https'), StrategyProblem.MALFORMED, "is not JSON"),
        ((200, {}, b'{"code": "rest_disabled"}'), StrategyProblem.MALFORMED, "answered with error rest_disabled"),
        ((200, {}, b"[1, 2]"), StrategyProblem.MALFORMED, "JSON that is no list of posts"),
        ((200, {}, b"[" * 100_000), StrategyProblem.MALFORMED, "is not JSON"),
        ((200, {}, b"\xff\xfe\x00"), StrategyProblem.MALFORMED, "is not JSON"),
        ((200, {}, b"[" + b"{}," * 1000 + b"{}]"), StrategyProblem.MALFORMED, "1001 posts on one page"),
    ],
)
def test_an_interface_that_does_not_answer_is_unreachable_and_says_why(
    answer: Answer, problem: StrategyProblem, words: str
) -> None:
    found, _, seen = walk(make_ask(), lambda _: answer)
    assert (found, seen.reach, seen.problem, seen.entries) == ([], Reach.UNREACHABLE, problem, 0)
    assert words in (seen.detail or "")
    assert POSTS_URL in (seen.detail or "")


@pytest.mark.parametrize("value", [b"{}", b"[]", b'""', b'{"a":[1,{}]}'])
def test_a_page_of_a_million_values_is_refused_before_it_is_read(value: bytes) -> None:
    body = b"[" + (value + b",") * 1_000_000 + value + b"]"
    discovery = open_discovery(make_ask())
    page = ListingPage(url=POSTS_URL, final_url=POSTS_URL, status=200, headers={}, body=body, fetched_at=NOW)
    tracemalloc.start()
    try:
        reading = discovery.read(page)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (reading.problem, reading.candidates) == (StrategyProblem.MALFORMED, ())
    assert "more values than a page of posts can have" in (reading.detail or "")
    assert peak < 2 * len(body)


def test_a_later_page_that_fails_leaves_the_window_partial() -> None:
    site = Site([make_post(DAY + timedelta(seconds=at), at) for at in range(150)])
    _, _, seen = walk(make_ask(), lambda url: (500, {}, b"") if "page=2" in url else site.answer(url))
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.SERVER_ERROR)


def test_posts_that_vanish_while_we_page_are_no_problem() -> None:
    site = Site([make_post(DAY + timedelta(seconds=at), at) for at in range(150)])
    beyond = b'{"code": "rest_post_invalid_page_number", "data": {"status": 400}}'
    _, _, seen = walk(make_ask(), lambda url: (400, {}, beyond) if "page=2" in url else site.answer(url))
    assert (seen.reach, seen.problem) == (Reach.FULL, None)


def test_a_later_page_that_is_refused_otherwise_leaves_the_window_partial() -> None:
    site = Site([make_post(DAY + timedelta(seconds=at), at) for at in range(150)])
    other = b'{"code": "rest_invalid_param"}'
    _, _, seen = walk(make_ask(), lambda url: (400, {}, other) if "page=2" in url else site.answer(url))
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.MALFORMED)


def test_posts_of_foreign_hosts_alone_are_no_silent_night() -> None:
    site = Site([make_post(DAY + timedelta(seconds=1), 1, link="https://moved.example/a")])
    found, _, seen = walk(make_ask(), site.answer)
    assert (found, seen.reach, seen.problem) == ([], Reach.PARTIAL, StrategyProblem.EMPTY)
    assert "none of its 1 posts has an address on a host of the source" in (seen.detail or "")


def test_a_window_over_the_budget_is_partial() -> None:
    site = Site([make_post(DAY + timedelta(seconds=at), at) for at in range(150)])
    found, pruned, seen = walk(make_ask(budget=70), site.answer)
    assert len(found) == 100
    assert (pruned, len(site.asked)) == ({}, 1)
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.BUDGET)


def test_a_site_that_ignores_the_bounds_is_not_walked_to_its_first_post() -> None:
    site = Site([make_post(DAY - timedelta(hours=at), at) for at in range(-30, 3000)])
    found, _, seen = walk(
        make_ask(), lambda url: site.answer(url.replace("after=", "x=").replace("before=", "y="))
    )
    assert len(found) == 24
    assert seen.reach is Reach.FULL
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"date_gmt": None, "date": "2026-11-21T12:00:00"}, datetime(2026, 11, 21, 10, tzinfo=UTC)),
        (
            {"date_gmt": "0000-00-00T00:00:00", "date": "2026-11-21T12:00:00"},
            datetime(2026, 11, 21, 10, tzinfo=UTC),
        ),
        ({"date_gmt": 7, "date": None}, None),
        ({"date_gmt": "2099-01-01T00:00:00"}, None),
    ],
)
def test_a_post_without_a_sound_gmt_date(dates: Post, expected: datetime | None) -> None:
    body = json.dumps([make_post(DAY, modified_gmt=None) | dates]).encode()
    ((candidate,), _, _) = walk(make_ask(), lambda _: (200, {}, body))
    assert candidate.published_at == expected


def test_odd_posts_are_counted_and_never_break_the_reading() -> None:
    odd: list[Post] = [{}, {"link": 3}, {"link": "https://[", "title": []}, {"link": "/2026/a", "title": "Plain"}]
    found, pruned, seen = walk(make_ask(), lambda _: (200, {}, json.dumps(odd).encode()))
    assert [(candidate.url, candidate.title) for candidate in found] == [
        ("https://station.example/2026/a", "Plain")
    ]
    assert sum(pruned.values()) + len(found) == seen.entries


def test_a_page_that_could_not_be_fetched_is_said() -> None:
    discovery = open_discovery(make_ask())
    discovery.fail(POSTS_URL, StrategyProblem.DEADLINE, "no time left")
    seen = discovery.observe()
    assert (seen.reach, seen.problem, seen.detail) == (
        Reach.UNREACHABLE,
        StrategyProblem.DEADLINE,
        f"{POSTS_URL}: no time left",
    )


def test_a_request_that_was_never_answered_is_no_reach() -> None:
    discovery = open_discovery(make_ask())
    discovery.first_requests()
    assert discovery.observe().reach is Reach.UNREACHABLE


def test_each_type_is_asked_for_in_each_language() -> None:
    lists = {
        ("posts", "en"): [make_post(DAY, 1)],
        ("posts", "fr"): [make_post(DAY, 2), make_post(DAY, 1)],  # one post in both, as some plugins give it
        ("reports", "en"): [make_post(DAY, 3)],
        ("reports", "fr"): [],
    }

    def fetch(url: str) -> Answer:
        parts = urlsplit(url)
        return Site(lists[parts.path.rpartition("/")[2], parse_qs(parts.query)["lang"][0]]).answer(url)

    found, _, seen = walk(make_ask(types=["reports"], lang=["en", "fr"]), fetch)
    assert sorted(candidate.url[-2] for candidate in found) == ["1", "2", "3"]
    assert (seen.reach, seen.listing_ended) == (Reach.FULL, True)


def test_a_type_that_is_not_there_leaves_the_rest() -> None:
    site = Site([make_post(DAY, 1)])
    found, _, seen = walk(
        make_ask(types=["reports"]), lambda url: (404, {}, b"{}") if "/reports" in url else site.answer(url)
    )
    assert (len(found), seen.reach, seen.problem) == (1, Reach.PARTIAL, StrategyProblem.MISSING)
    assert "/wp/v2/reports" in (seen.detail or "")


class EditedSite(Site):
    """The same, knowing when posts were edited."""

    def answer(self, url: str) -> Answer:
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        if "modified_after" not in query:
            return super().answer(url)
        self.asked.append(url)
        listed = [post for post in self.posts if str(post["modified_gmt"]) > query["modified_after"]]
        return 200, {}, json.dumps(listed if query["page"] == "1" else []).encode()


def edit(post: Post, at: datetime) -> Post:
    return post | {"modified_gmt": at.astimezone(UTC).replace(tzinfo=None).isoformat()}


def test_a_look_back_finds_edits_of_known_articles_however_old() -> None:
    old, edited, unknown = (make_post(DAY - timedelta(days=90), number) for number in (1, 2, 3))
    posts = [make_post(DAY, 4), old, edit(edited, NOW), edit(unknown, NOW)]
    known = {str(post["link"]): DAY.date() for post in (old, edited)}
    found, pruned, seen = walk(make_ask(until=None, known=known), EditedSite(posts).answer)
    assert [candidate.url[-2] for candidate in found] == ["4", "2"]
    assert (found[1].published_at, found[1].modified_at) == (None, NOW)
    assert pruned == {Reason.OUTSIDE_WINDOW: 1}
    assert (seen.reach, seen.oldest_at) == (Reach.FULL, DAY)


@pytest.mark.parametrize("known", [{}, {"https://station.example/a": DAY.date()}])
def test_edits_are_asked_for_when_looking_back_over_known_articles_alone(known: dict[str, date]) -> None:
    site = EditedSite([make_post(DAY)])
    walk(make_ask(until=None, known=known), site.answer)
    assert any("modified_after" in url for url in site.asked) is bool(known)
    site.asked.clear()
    walk(make_ask(known=known), site.answer)
    assert not any("modified_after" in url for url in site.asked)


def test_edits_that_cannot_be_asked_for_leave_the_window_answered() -> None:
    site = Site([make_post(DAY)])
    found, _, seen = walk(
        make_ask(until=None, known={"https://station.example/a": DAY.date()}),
        lambda url: (403, {}, b"{}") if "modified_after" in url else site.answer(url),
    )
    assert (len(found), seen.reach, seen.problem) == (1, Reach.FULL, None)
    assert "edits of older posts are not known" in (seen.detail or "")

"""The sitemap strategy: which sitemaps are read, which entries are wanted, and how far back it honestly goes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scrapers.discovery.base import Ask, ListingPage, Observation, Reading
from scrapers.discovery.registry import open_discovery
from transforms.outcomes import Reach, Reason, StrategyProblem
from transforms.records import Candidate, Source, Strategy

BASE = "https://station.example"
ROOT = f"{BASE}/sitemap.xml"
ROBOTS = f"{BASE}/robots.txt"
DAY = datetime(2026, 11, 21, tzinfo=UTC)
NEXT = DAY + timedelta(days=1)
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)

Found = tuple[list[Candidate], dict[Reason, int], Observation]


def make_ask(
    *,
    url: str = ROOT,
    since: datetime = DAY,
    until: datetime | None = NEXT,
    budget: int = 1000,
    timezone: str = "Europe/Helsinki",
    known: Mapping[str, date] | None = None,
    exclude: tuple[str, ...] = (),
    **options: object,
) -> Ask:
    strategy = Strategy(kind="sitemap", url=url, options=options)
    source = Source(
        source_id="station", name="Station", kind="news", country="FI", languages=("en",), timezone=timezone,
        homepage=f"{BASE}/", strategies=(strategy,), exclude=exclude,
    )  # fmt: skip
    return Ask(source=source, strategy=strategy, since=since, until=until, budget=budget, known=known or {})


def page(path: str, lastmod: str | None = None, *, published: str | None = None, title: str = "T") -> str:
    news = f"<n:news><n:publication_date>{published}</n:publication_date><n:title>{title}</n:title></n:news>"
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{BASE}{path}</loc>{changed}{news if published else ''}</url>"


def child(path: str, lastmod: str | None = None) -> str:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<sitemap><loc>{BASE}{path}</loc>{changed}</sitemap>"


def urlset(*entries: str) -> str:
    return f"<urlset>{''.join(entries)}</urlset>"


def index(*entries: str) -> str:
    return f"<sitemapindex>{''.join(entries)}</sitemapindex>"


@pytest.mark.parametrize(
    ("lastmods", "tells"),
    [
        (("2026-11-21T10:00:00Z", "2026-11-20T10:00+02:00"), True),
        (("2026-11-21", "2026-11-20"), False),
        (("2026-11-21T10:00:00Z", "2026-11-20"), False),
        (("2026-11-21T10:00:00Z", None), False),
    ],
)
def test_an_index_tells_that_nothing_is_new_only_where_it_gives_times(
    lastmods: tuple[str | None, ...], tells: bool
) -> None:
    children = [child(f"/{number}.xml", lastmod) for number, lastmod in enumerate(lastmods)]
    body = index(*children).encode()
    url = f"{BASE}/sitemap.xml"
    discovery = open_discovery(make_ask())
    discovery.read(ListingPage(url=url, final_url=url, status=200, headers={}, body=body, fetched_at=NOW))
    assert discovery.observe().tells is tells


class Site:
    """What a site answers by path, and in which order it was asked."""

    def __init__(self, answers: Mapping[str, str | int]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.readings: list[Reading] = []

    def walk(self, ask: Ask) -> Found:
        discovery = open_discovery(ask)
        waiting, found, pruned = list(discovery.first_requests()), [], dict[Reason, int]()
        while waiting:
            url = waiting.pop(0)
            path = url.removeprefix(BASE)
            self.asked.append(path)
            answer = self.answers.get(path, 404)
            if answer == 0:
                discovery.fail(url, StrategyProblem.NETWORK, "no answer in time")
                continue
            status, body = (answer, "") if isinstance(answer, int) else (200, answer)
            reading = discovery.read(
                ListingPage(
                    url=url, final_url=url, status=status, headers={}, body=body.encode(), fetched_at=NOW
                )
            )  # fmt: skip
            self.readings.append(reading)
            found += reading.candidates
            waiting = [*([] if reading.enough else waiting), *reading.requests]
            for reason, number in reading.pruned.items():
                pruned[reason] = pruned.get(reason, 0) + number
        seen = discovery.observe()
        assert seen.entries == len(found) + sum(pruned.values())
        assert (seen.problem is None) == (seen.reach is Reach.FULL)
        return found, pruned, seen


def walk(ask: Ask, answers: Mapping[str, str | int]) -> Found:
    return Site(answers).walk(ask)


def paths(found: list[Candidate]) -> list[str]:
    return [candidate.url.removeprefix(BASE) for candidate in found]


OLD = page("/world/an-old-story", "2026-11-02T10:00:00Z")
"""An entry from before the window: with it a sitemap goes back far enough."""


# Entries


def test_a_plain_sitemap_is_told_by_the_last_change() -> None:
    found, pruned, seen = walk(
        make_ask(),
        {
            "/sitemap.xml": urlset(
                page("/world/just-before", "2026-11-20T23:59:59Z"),
                page("/world/at-the-start", "2026-11-21T00:00:00Z"),
                page(
                    "/world/changed-later", "2026-11-22T10:00:00Z"
                ),  # may have been published before it was changed
                page("/world/a-day", "2026-11-21"),
                page("/world/un-dated"),
                OLD,
            )
        },
    )
    assert paths(found) == ["/world/at-the-start", "/world/changed-later", "/world/a-day", "/world/un-dated"]
    assert pruned == {Reason.OUTSIDE_WINDOW: 2}
    assert (seen.reach, seen.problem, seen.listing_ended) == (Reach.FULL, None, True)
    assert (seen.oldest_at, seen.newest_at) == (
        datetime(2026, 11, 2, tzinfo=UTC),
        datetime(2026, 11, 22, 10, tzinfo=UTC),
    )
    # A last change is no date of publication.
    assert {candidate.published_at for candidate in found} == {None}
    assert found[0].modified_at == DAY


def test_a_news_sitemap_says_when_and_what() -> None:
    (candidate,), pruned, seen = walk(
        make_ask(),
        {
            "/sitemap.xml": urlset(
                page("/a-b", "2026-11-22", published="2026-11-21T10:00:00+02:00", title="Convoy &amp;amp; escort"),
                page("/c-d", published="2026-11-22T00:00:00Z"),
                page("/e-f", published="2026-11-20T10:00:00Z"),
            )
        },
    )
    assert candidate == Candidate(
        source_id="station",
        url=f"{BASE}/a-b",
        strategy=f"sitemap:{ROOT}",
        published_at=datetime(2026, 11, 21, 8, tzinfo=UTC),
        published_raw="2026-11-21T10:00:00+02:00",
        modified_at=datetime(2026, 11, 22, tzinfo=UTC),
        title="Convoy & escort",
    )
    assert pruned == {Reason.OUTSIDE_WINDOW: 2}
    assert seen.reach is Reach.FULL


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/2026/11/21/story-one", True),
        ("/2026/nov/21/story-one", True),
        ("/news/story-one-2026-11-21.html", True),
        ("/2026/11/20/story-one", False),
        ("/2026/11/19/story-one", False),
        ("/2025/11/21/story-one", False),
        ("/2026/11/22/story-one", True),  # begins at 22:00 UTC of the 21st in Helsinki
        ("/2026/11/23/story-one", False),
        ("/2026/11/story-one", True),
        ("/2026/10/story-one", False),
        ("/2026/12/story-one", True),  # not yet, so no date
        ("/2099/01/01/story-one", True),
        ("/1066/10/14/story-one", True),
    ],
)
def test_a_date_in_the_address_says_whether_it_is_wanted_and_nothing_more(path: str, wanted: bool) -> None:
    found, pruned, _ = walk(make_ask(), {"/sitemap.xml": urlset(page(path, "2026-11-22T10:00:00Z"), OLD)})
    assert paths(found) == ([path] if wanted else [])
    assert pruned == {Reason.OUTSIDE_WINDOW: 1 + (not wanted)}
    assert all(candidate.published_at is candidate.published_raw is None for candidate in found)


def test_without_an_end_nothing_is_too_new() -> None:
    entries = urlset(page("/2026/11/22/story-one"), page("/2026/11/23/story-two"), OLD)
    found, _, seen = walk(make_ask(until=None), {"/sitemap.xml": entries})
    assert len(found) == 2
    assert seen.reach is Reach.FULL


@pytest.mark.parametrize(
    "lastmod", ["soon", "2026-02-31", "1970-01-01", "2099-01-01", "0000-00-00", "2026-W47", "2026"]
)
def test_an_impossible_last_change_is_none(lastmod: str) -> None:
    found, _, _ = walk(make_ask(), {"/sitemap.xml": urlset(page("/world/a-b", lastmod), OLD)})
    assert paths(found) == ["/world/a-b"]
    assert found[0].modified_at is None


def test_the_article_pattern_and_the_source_s_own_hosts_and_exclusions_say_what_may_be_an_article() -> None:
    entries = urlset(
        page("/world/one", "2026-11-21"),
        page("/live/two", "2026-11-21"),
        page("/video/three", "2026-11-21"),
        "<url><loc>https://elsewhere.example/world/four</loc></url>",
        "<url><loc>//station.example/world/five</loc></url>",
        "<url><loc>/world/six</loc></url>",
        "<url><loc>mailto:world/seven</loc></url>",
        "<url/>",
        OLD,
    )
    found, pruned, _ = walk(make_ask(article="/(world|video)/", exclude=("^/video/",)), {"/sitemap.xml": entries})
    assert paths(found) == ["/world/one", "/world/five", "/world/six"]
    assert pruned == {Reason.EXCLUDED: 5, Reason.OUTSIDE_WINDOW: 1}


def test_what_is_known_of_an_article_dates_an_entry_without_a_date() -> None:
    known = {f"{BASE}/world/old-one": date(2026, 11, 1), f"{BASE}/world/new-one": date(2026, 11, 21)}
    entries = urlset(page("/world/old-one?utm_source=map"), page("/world/new-one"), page("/world/never-seen"))
    found, pruned, seen = walk(make_ask(known=known), {"/sitemap.xml": entries})
    assert paths(found) == ["/world/new-one", "/world/never-seen"]
    assert pruned == {Reason.OUTSIDE_WINDOW: 1}
    assert seen.reach is Reach.FULL


# Indexes


def test_sitemaps_of_an_index_are_left_out_by_their_last_change() -> None:
    site = Site(
        {
            "/sitemap.xml": index(
                child("/1.xml", "2026-11-19T23:00:00Z"),
                child("/2.xml", "2026-11-20T00:00:01Z"),  # a day's grace
                child("/3.xml", "2026-11-22T10:00:00Z"),
                child("/4.xml"),
                child("/5.xml", "nonsense"),
            ),
            **{f"/{number}.xml": urlset(page(f"/world/story-{number}", "2026-11-21")) for number in range(1, 6)},
        }
    )
    found, _, seen = site.walk(make_ask())
    assert sorted(site.asked) == ["/2.xml", "/3.xml", "/4.xml", "/5.xml", "/sitemap.xml"]
    assert len(found) == 4
    assert seen.reach is Reach.FULL  # the first shows that the index goes back


def test_sitemaps_of_an_index_are_left_out_by_the_date_in_their_name() -> None:
    names = [f"/posts-{year}-{month:02d}.xml" for year in (2025, 2026) for month in range(1, 13)]
    site = Site({"/sitemap.xml": index(*map(child, names)), "/posts-2026-11.xml": urlset(page("/world/a-b"))})
    found, _, seen = site.walk(make_ask(until=DAY + timedelta(days=1)))
    assert site.asked == ["/sitemap.xml", "/posts-2026-11.xml"]
    assert paths(found) == ["/world/a-b"]
    assert (seen.reach, seen.oldest_at) == (Reach.FULL, datetime(2025, 1, 1, tzinfo=UTC))


def test_a_name_s_date_has_a_day_s_margin_at_both_ends() -> None:
    days = [date(2026, 11, 1) + timedelta(days=number) for number in range(22)]
    names = [f"/map.xml?yyyy={day:%Y}&amp;mm={day:%m}&amp;dd={day:%d}" for day in days]
    answers = {name.replace("&amp;", "&"): urlset() for name in names}
    site = Site({"/sitemap.xml": index(*map(child, names)), **answers})
    site.walk(make_ask(since=datetime(2026, 11, 10, tzinfo=UTC), until=datetime(2026, 11, 11, tzinfo=UTC)))
    assert sorted(path[-2:] for path in site.asked[1:]) == ["09", "10", "11"]


def test_a_name_s_date_wins_over_a_last_change_after_it() -> None:
    site = Site({"/sitemap.xml": index(child("/2024.xml", "2026-11-22"), child("/2025.xml", "2026-11-22"))})
    _, _, seen = site.walk(make_ask())
    assert site.asked == ["/sitemap.xml"]
    # All that there is, is older: the source was silent, and that is known.
    assert (seen.reach, seen.entries, seen.listing_ended) == (Reach.FULL, 0, True)


def test_an_index_that_begins_after_the_window_does_not_reach_it() -> None:
    site = Site({"/sitemap.xml": index(child("/2025.xml"), child("/2026.xml"))})
    since = datetime(2020, 5, 1, tzinfo=UTC)
    _, _, seen = site.walk(make_ask(since=since, until=since + timedelta(days=1)))
    assert (seen.reach, seen.problem) == (Reach.UNREACHABLE, StrategyProblem.LISTING_TOO_SHORT)
    assert seen.detail == f"{ROOT} goes back to 2025-01-01 00:00 only, the window to 2020-05-01 00:00 (UTC)"


def test_the_children_pattern_chooses_among_an_index_s_sitemaps() -> None:
    site = Site(
        {
            "/robots.txt": f"Sitemap: {ROOT}",
            "/sitemap.xml": index(child("/post-1.xml"), child("/page-1.xml")),
            "/post-1.xml": urlset(OLD, page("/world/a-b", "2026-11-21")),
        }
    )
    assert paths(site.walk(make_ask(url=ROBOTS, children="/post-"))[0]) == ["/world/a-b"]
    assert site.asked == ["/robots.txt", "/sitemap.xml", "/post-1.xml"]
    _, _, seen = Site(site.answers).walk(make_ask(children="/articles-"))
    assert (seen.reach, seen.problem) == (Reach.UNREACHABLE, StrategyProblem.EMPTY)
    assert seen.detail == f"{ROOT}: none of its 2 sitemaps is one of `children`"


def test_robots_txt_names_sitemaps_in_any_case_and_relative_too() -> None:
    site = Site(
        {
            "/robots.txt": "User-agent: *\nDisallow: /x\nSITEMAP: /one.xml\nsitemap:https://station.example/two.xml\n",
            "/one.xml": urlset(page("/world/one-a", "2026-11-21")),
            "/two.xml": urlset(page("/world/two-a", "2026-11-21"), OLD),
        }
    )
    found, _, seen = site.walk(make_ask(url=ROBOTS))
    assert paths(found) == ["/world/one-a", "/world/two-a"]
    assert seen.reach is Reach.FULL


@pytest.mark.parametrize(("depth", "reached"), [(1, False), (2, False), (3, True), (4, True)])
def test_indexes_lie_inside_each_other_up_to_a_depth(depth: int, reached: bool) -> None:
    answers = {
        "/sitemap.xml": index(child("/a.xml")),
        "/a.xml": index(child("/b.xml")),
        "/b.xml": index(child("/c.xml")),
        "/c.xml": urlset(page("/world/a-b", "2026-11-21"), OLD),
    }
    found, _, seen = walk(make_ask(depth=depth), answers)
    assert paths(found) == (["/world/a-b"] if reached else [])
    if not reached:
        assert (seen.reach, seen.problem) == (Reach.UNREACHABLE, StrategyProblem.BUDGET)
        assert f"more than {depth} indexes lie inside each other" in (seen.detail or "")


def test_an_index_that_names_itself_or_one_sitemap_twice_is_no_circle() -> None:
    site = Site(
        {
            "/sitemap.xml": index(child("/sitemap.xml"), child("/a.xml"), child("/a.xml#again")),
            "/a.xml": index(child("/sitemap.xml"), child("/b.xml")),
            "/b.xml": urlset(OLD),
        }
    )
    assert site.walk(make_ask())[2].reach is Reach.FULL
    assert site.asked == ["/sitemap.xml", "/a.xml", "/b.xml"]


def read_order(ask: Ask, *children: str) -> list[str]:
    site = Site({"/sitemap.xml": index(*children)})
    site.walk(ask)
    return site.asked[1:]


def test_the_sitemaps_that_hold_the_window_most_likely_are_read_first() -> None:
    children = [
        child("/plain.xml"),
        child("/changed-1.xml", "2026-11-20T10:00:00Z"),
        child("/changed-2.xml", "2026-11-22T10:00:00Z"),
        child("/changed-3.xml", "2026-11-21T10:00:00Z"),
        child("/2026-10.xml"),
        child("/2026-11.xml"),
        child("/feeds/news-sitemap-index/?outputType=xml"),
    ]
    first = ["/feeds/news-sitemap-index/?outputType=xml", "/2026-11.xml"]
    assert read_order(make_ask(until=None), *children) == [
        *first, "/changed-2.xml", "/changed-3.xml", "/changed-1.xml", "/plain.xml",
    ]  # fmt: skip
    # A series that grows: the window is in the first that ends after it.
    since = datetime(2026, 11, 19, 12, tzinfo=UTC)
    assert read_order(make_ask(since=since, until=since + timedelta(hours=12)), *children) == [
        *first, "/changed-1.xml", "/changed-3.xml", "/changed-2.xml", "/plain.xml",
    ]  # fmt: skip


def test_a_run_reads_so_many_sitemaps_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.discovery.sitemap.MOST_SITEMAPS", 10)
    names = [f"/{letter}.xml" for letter in "abcdefghijklmnop"]
    site = Site({"/sitemap.xml": index(*map(child, names)), **{name: urlset(OLD) for name in names}})
    _, _, seen = site.walk(make_ask())
    assert len(site.asked) == 10
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.BUDGET)


def test_beyond_the_budget_nothing_more_is_asked_for() -> None:
    site = Site(
        {
            "/sitemap.xml": index(child("/a.xml"), child("/b.xml"), child("/c.xml")),
            "/a.xml": urlset(page("/world/a-1"), page("/world/a-2")),
            "/b.xml": urlset(*(page(f"/world/b-{number}") for number in range(9))),
        }
    )
    found, pruned, seen = site.walk(make_ask(budget=5))
    assert site.asked == ["/sitemap.xml", "/a.xml", "/b.xml"]
    assert len(found) == 10  # as many again go to the next run
    assert pruned == {Reason.BUDGET: 1}
    assert (seen.reach, seen.problem, seen.listing_ended) == (Reach.PARTIAL, StrategyProblem.BUDGET, False)
    assert seen.detail == f"{BASE}/b.xml: more than 5 candidates"


# Reach


@pytest.mark.parametrize(
    ("entries", "reach", "problem"),
    [
        ([OLD, page("/world/a-b", "2026-11-21")], Reach.FULL, None),
        ([OLD], Reach.FULL, None),  # nothing new, and that is known
        ([page("/world/a-b"), page("/world/c-d")], Reach.FULL, None),  # no dates at all: each is a candidate
        ([page("/", "2026-11-02"), page("/world/a-b")], Reach.FULL, None),  # a home page's date is none of theirs
        ([page("/world/a-b", "2026-11-21")], Reach.PARTIAL, "listing_too_short"),
        ([page("/world/a-b", "2026-11-21"), page("/world/c-d")], Reach.PARTIAL, "listing_too_short"),
        ([page("/world/a-b", "2026-11-22T12:00:00Z")], Reach.PARTIAL, "listing_too_short"),
        ([page("/2026/11/23/story-a")], Reach.UNREACHABLE, "listing_too_short"),
        ([page("/about", "2026-11-02"), page("/world/a-b", "2026-11-21")], Reach.PARTIAL, "listing_too_short"),
        (
            ["<url><loc>https://elsewhere.example/a-b</loc><lastmod>2026-11-02</lastmod></url>"],
            Reach.PARTIAL,
            "empty",
        ),
        ([page("/a-b", published="2026-11-21T10:00:00Z")], Reach.PARTIAL, "listing_too_short"),
        ([page("/a-b", published="2026-11-22T10:00:00Z")], Reach.UNREACHABLE, "listing_too_short"),
        ([page("/a-b", published="2026-11-20T10:00:00Z")], Reach.FULL, None),
        ([page("/a-b", published="once upon a time")], Reach.PARTIAL, "listing_too_short"),
        ([], Reach.UNREACHABLE, "empty"),
    ],
)
def test_reach_is_what_was_seen(entries: list[str], reach: Reach, problem: str | None) -> None:
    _, _, seen = walk(make_ask(), {"/sitemap.xml": urlset(*entries)})
    assert (seen.reach, seen.problem) == (reach, problem)


def test_shortness_is_said_with_the_oldest_date_and_the_window_s_start() -> None:
    _, _, seen = walk(make_ask(), {"/sitemap.xml": urlset(page("/world/a-b", "2026-11-21T10:30:00Z"))})
    assert seen.detail == f"{ROOT} goes back to 2026-11-21 10:30 only, the window to 2026-11-21 00:00 (UTC)"


def news_beside(other: str, news: str | None = None) -> Observation:
    answers = {
        "/robots.txt": "Sitemap: /news.xml\nSitemap: /other.xml",
        "/news.xml": news or urlset(page("/world/a-b", published="2026-11-21T10:00:00Z")),
        "/other.xml": other,
    }
    return walk(make_ask(url=ROBOTS), answers)[2]


def test_beside_a_news_sitemap_the_others_must_list_something_as_new() -> None:
    seen = news_beside(urlset(page("/privacy-policy/for-readers", "2019-01-01")))
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.LISTING_TOO_SHORT)
    assert "nothing beside its news sitemap that is as new as the window" in (seen.detail or "")
    assert news_beside(index(child("/pages-1.xml", "2019-01-01"))).reach is Reach.PARTIAL
    assert news_beside(urlset(OLD, page("/world/c-d", "2026-11-22"))).reach is Reach.FULL
    assert news_beside(urlset(page("/world/c-d"))).reach is Reach.FULL
    # A whole listing in which only the latest entries say when they were published is no news sitemap.
    mixed = urlset(
        page("/world/a-b", published="2026-11-21T10:00:00Z"), page("/world/c-d", "2026-11-21T09:00:00Z")
    )
    assert news_beside(index(child("/pages-1.xml", "2019-01-01")), mixed).reach is Reach.FULL


@pytest.mark.parametrize("answer", [404, 500, 403, 0, "<html></html>", "", "<urlset><url><loc>"])
def test_a_sitemap_that_fails_makes_the_whole_partial_and_is_named(answer: str | int) -> None:
    answers = {
        "/sitemap.xml": index(child("/a.xml"), child("/b.xml")),
        "/a.xml": urlset(OLD, page("/world/a-b", "2026-11-21")),
        "/b.xml": answer,
    }
    found, _, seen = walk(make_ask(), answers)
    assert paths(found) == ["/world/a-b"]
    assert (seen.reach, seen.listing_ended) == (Reach.PARTIAL, False)
    assert (seen.detail or "").startswith(f"{BASE}/b.xml")


def test_an_empty_sitemap_among_others_is_no_trouble() -> None:
    answers = {
        "/sitemap.xml": index(child("/a.xml"), child("/b.xml")),
        "/a.xml": urlset(OLD),
        "/b.xml": urlset(),
    }
    site = Site(answers)
    assert site.walk(make_ask())[2].reach is Reach.FULL
    assert site.readings[2].problem is StrategyProblem.EMPTY


def test_several_failures_are_counted() -> None:
    _, _, seen = walk(make_ask(), {"/sitemap.xml": index(child("/a.xml"), child("/b.xml"), child("/c.xml"))})
    assert (seen.reach, seen.problem) == (Reach.UNREACHABLE, StrategyProblem.MISSING)
    assert seen.detail == f"{BASE}/a.xml is not there (HTTP 404) (and 2 more)"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (404, "missing"),
        (403, "refused"),
        (503, "server_error"),
        (0, "network"),
        ("<!doctype html><p>Welcome", "not_a_sitemap"),
        ('{"a": 1}', "not_a_sitemap"),
        ("", "empty"),
        ("<urlset/>", "empty"),
        ("<sitemapindex/>", "empty"),
        ("<sitemapindex><sitemap/></sitemapindex>", "malformed"),
        ("<sitemapindex><sitemap><loc>ftp://station.example/a.xml</loc></sitemap></sitemapindex>", "malformed"),
        ("<!DOCTYPE u [<!ENTITY a 'b'>]><urlset/>", "malformed"),
        ("<urlset><url>", "malformed"),
    ],
)
def test_a_sitemap_that_gives_nothing_says_why(answer: str | int, problem: str) -> None:
    found, _, seen = walk(make_ask(), {"/sitemap.xml": answer})
    assert (found, seen.reach, seen.problem) == ([], Reach.UNREACHABLE, problem)
    assert (seen.detail or "").startswith(ROOT)


def test_a_robots_txt_without_sitemaps_says_so() -> None:
    _, _, seen = walk(make_ask(url=ROBOTS), {"/robots.txt": "User-agent: *\nDisallow:"})
    assert (seen.reach, seen.problem) == (Reach.UNREACHABLE, StrategyProblem.MISSING)
    assert seen.detail == f"{ROBOTS} names no sitemap"


def test_good_entries_of_a_broken_sitemap_are_kept() -> None:
    broken = urlset(page("/world/a-b", "2026-11-21"), "<url><loc>x</url>", page("/world/c-d", "2026-11-21"), OLD)
    found, pruned, seen = walk(make_ask(), {"/sitemap.xml": broken})
    assert paths(found) == ["/world/a-b", "/world/c-d"]
    assert pruned == {Reason.OUTSIDE_WINDOW: 1}
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.MALFORMED)


def test_a_sitemap_that_was_never_answered_is_said() -> None:
    ask = make_ask()
    seen = open_discovery(ask).observe()
    assert (seen.reach, seen.problem, seen.listing_ended) == (Reach.UNREACHABLE, StrategyProblem.NETWORK, False)


def test_the_calendar_s_ends_are_no_trouble() -> None:
    early = replace(make_ask(), since=datetime.min.replace(tzinfo=UTC), until=datetime.max.replace(tzinfo=UTC))
    found, _, _ = walk(early, {"/sitemap.xml": urlset(OLD, page("/2026/11/23/story-a"))})
    assert len(found) == 2

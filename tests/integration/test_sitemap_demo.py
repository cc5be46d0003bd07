"""The demo outlets' sitemaps over real HTTP: in look-back and exact mode, against the truth."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import httpx
import pytest

from dateline.catalog import load_catalog
from dateline.demo.server import DemoServer
from dateline.demo.truth import ExpectedArticle, truth
from dateline.settings import Settings
from scrapers.discovery.base import Ask, ListingPage, Observation
from scrapers.discovery.registry import open_discovery
from transforms.outcomes import Reach, StrategyProblem
from transforms.records import Candidate, Source, Strategy

RUN_DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
DAYS = [RUN_DAY - timedelta(days=number) for number in range(7, 0, -1)]


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(run_day=RUN_DAY) as running:
        yield running


@pytest.fixture
def sources(server: DemoServer) -> dict[str, Source]:
    """The outlets, with robots.txt as their one way in."""
    catalog = load_catalog(Settings(demo_ports=tuple(server.ports.values()))).sources
    return {
        source_id: replace(
            source, strategies=(Strategy(kind="sitemap", url=server.url(source_id, "/robots.txt")),)
        )
        for source_id, source in catalog.items()
        if source_id in server.ports
    }


def walk(source: Source, since: date, until: date | None) -> tuple[list[Candidate], Observation, list[str]]:
    """Fetch what the sitemaps ask for, until they ask for nothing more; the third is the paths asked for."""
    discovery = open_discovery(
        Ask(
            source=source, strategy=source.strategies[0], since=datetime.combine(since, time.min, UTC),
            until=datetime.combine(until, time.min, UTC) if until else None, budget=1000,
        )
    )  # fmt: skip
    waiting, found, asked = list(discovery.first_requests()), list[Candidate](), list[str]()
    with httpx.Client(follow_redirects=True, trust_env=False) as client:
        while waiting:
            answer = client.get(url := waiting.pop(0))
            asked.append(answer.url.path)
            reading = discovery.read(
                ListingPage(
                    url=url, final_url=str(answer.url), status=answer.status_code,
                    headers=dict(answer.headers), body=answer.content, fetched_at=NOW,
                )
            )  # fmt: skip
            found += reading.candidates
            waiting += reading.requests
    return found, discovery.observe(), asked


def expect(source_id: str, first: date, last: date) -> dict[str, ExpectedArticle]:
    """Return what an outlet published on these days, by path."""
    return {
        article.path: article
        for article in truth(RUN_DAY)
        if article.source_id == source_id and article.published_day and first <= article.published_day <= last
    }


def paths(source: Source, found: list[Candidate]) -> set[str]:
    return {candidate.url.removeprefix(source.homepage.rstrip("/")) for candidate in found}


@pytest.mark.parametrize("source_id", ["harbourpost", "meridian"])
def test_looking_back_finds_all_that_is_new(sources: dict[str, Source], source_id: str) -> None:
    source = sources[source_id]
    found, seen, _ = walk(source, DAYS[2], None)
    expected = expect(source_id, DAYS[2], DAYS[-1])
    assert expected.keys() <= paths(source, found)
    assert (seen.reach, seen.problem, seen.listing_ended) == (Reach.FULL, None, True)
    # Of what is older it takes none that its sitemap can tell: by the day in the address, or the last change.
    older = expect(source_id, DAYS[0] - timedelta(days=30), DAYS[1] - timedelta(days=1))
    unedited = {path for path, article in older.items() if article.modified_at is None}
    assert unedited
    assert not unedited & paths(source, found)


@pytest.mark.parametrize("source_id", ["harbourpost", "meridian"])
def test_each_exact_day_finds_what_was_published_on_it(sources: dict[str, Source], source_id: str) -> None:
    source = sources[source_id]
    total = 0
    for day in DAYS:
        found, seen, _ = walk(source, day, day + timedelta(days=1))
        expected = expect(source_id, day, day)
        assert expected.keys() <= paths(source, found), day
        assert (seen.reach, seen.problem) == (Reach.FULL, None), day
        # A listing's date is believed, so it must be the right one.
        for candidate in found:
            if candidate.published_at is not None:
                assert candidate.published_at.date() == day
        total += len(expected)
    assert total > 5


def test_the_news_sitemap_dates_what_the_monthly_one_does_not(sources: dict[str, Source]) -> None:
    source = sources["harbourpost"]
    found, _, asked = walk(source, DAYS[-1], RUN_DAY)
    assert asked[:2] == ["/robots.txt", "/sitemaps/news.xml"]
    expected = expect("harbourpost", DAYS[-1], DAYS[-1])
    dated = {candidate.url.removeprefix(source.homepage.rstrip("/")): candidate for candidate in found}
    assert dated.keys() == expected.keys()
    for path, article in expected.items():
        assert (dated[path].published_at, dated[path].title) == (article.published_at, article.title)


def test_a_news_sitemap_alone_does_not_reach_last_week(server: DemoServer, sources: dict[str, Source]) -> None:
    url = server.url("harbourpost", "/sitemaps/news.xml")
    source = replace(sources["harbourpost"], strategies=(Strategy(kind="sitemap", url=url),))
    _, seen, _ = walk(source, DAYS[0], DAYS[1])
    assert (seen.reach, seen.problem) == (Reach.UNREACHABLE, StrategyProblem.LISTING_TOO_SHORT)
    assert walk(source, DAYS[0], None)[1].reach is Reach.PARTIAL
    assert walk(source, DAYS[-1], None)[1].reach is Reach.FULL


@pytest.mark.parametrize("source_id", ["harbourpost", "meridian"])
def test_a_window_before_the_first_article_is_out_of_reach(sources: dict[str, Source], source_id: str) -> None:
    found, seen, _ = walk(sources[source_id], date(2019, 5, 1), date(2019, 5, 2))
    published = [candidate for candidate in found if candidate.published_at]
    assert (published, seen.problem) == ([], StrategyProblem.LISTING_TOO_SHORT)
    assert seen.reach is not Reach.FULL
    assert "the window to 2019-05-01 00:00" in (seen.detail or "")


def test_a_sitemap_that_fails_is_named_and_the_rest_is_kept(
    server: DemoServer, sources: dict[str, Source]
) -> None:
    server.fail("harbourpost", 500, prefix="/sitemaps/2026-11")
    try:
        found, seen, _ = walk(sources["harbourpost"], DAYS[-1], None)
    finally:
        server.fail("harbourpost", None, prefix="/sitemaps/2026-11")
    assert found
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.SERVER_ERROR)
    assert server.url("harbourpost", "/sitemaps/2026-11.xml") in (seen.detail or "")


@pytest.mark.parametrize("source_id", ["northwire", "fourthquarter"])
def test_an_outlet_without_sitemaps_says_so(sources: dict[str, Source], source_id: str) -> None:
    found, seen, _ = walk(sources[source_id], DAYS[-1], None)
    assert (found, seen.reach, seen.problem) == ([], Reach.UNREACHABLE, StrategyProblem.MISSING)

"""Discovery against real sites over HTTP: the demo outlets, read as the spider reads them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from dateline.catalog import load_catalog
from dateline.demo.server import DemoServer
from dateline.settings import Settings
from scrapers.discovery.base import Ask, ListingPage, Observation
from scrapers.discovery.registry import open_discovery
from transforms.outcomes import Reach, StrategyProblem
from transforms.records import Candidate, Source

RUN_DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(run_day=RUN_DAY) as running:
        yield running


@pytest.fixture
def sources(server: DemoServer) -> dict[str, Source]:
    return dict(load_catalog(Settings(demo_ports=tuple(server.ports.values()))).sources)


def walk(
    source: Source, position: int, since: datetime, until: datetime | None
) -> tuple[list[Candidate], Observation, int]:
    """Fetch what one strategy asks for, until it asks for nothing more."""
    discovery = open_discovery(
        Ask(source=source, strategy=source.strategies[position], since=since, until=until, budget=1000)
    )
    waiting, found, requests = list(discovery.first_requests()), [], 0
    with httpx.Client(follow_redirects=True, trust_env=False) as client:
        while waiting and requests < 20:
            url = waiting.pop(0)
            answer = client.get(url)
            requests += 1
            page = ListingPage(
                url=url, final_url=str(answer.url), status=answer.status_code, headers=dict(answer.headers),
                body=answer.content, fetched_at=NOW,
            )  # fmt: skip
            reading = discovery.read(page)
            found += reading.candidates
            waiting += reading.requests
    return found, discovery.observe(), requests


def day_before(days: int) -> datetime:
    return datetime(RUN_DAY.year, RUN_DAY.month, RUN_DAY.day, tzinfo=UTC) - timedelta(days=days)


def test_both_ways_into_the_think_tank_find_the_same_articles(sources: dict[str, Source]) -> None:
    meridian = sources["meridian"]
    by_rest, rest, _ = walk(meridian, 0, day_before(7), None)
    by_feed, feed, pages = walk(meridian, 2, day_before(7), None)
    assert {candidate.url for candidate in by_rest} == {candidate.url for candidate in by_feed} != set()
    assert {candidate.published_at for candidate in by_rest} == {candidate.published_at for candidate in by_feed}
    assert rest.reach is feed.reach is Reach.FULL
    assert pages > 1


@pytest.mark.parametrize("position", [0, 2])
def test_consecutive_days_share_out_what_the_think_tank_published(
    sources: dict[str, Source], position: int
) -> None:
    meridian = sources["meridian"]
    whole, _, _ = walk(meridian, position, day_before(8), day_before(1))
    by_day = [walk(meridian, position, day_before(days), day_before(days - 1))[0] for days in range(8, 1, -1)]
    urls = [candidate.url for found in by_day for candidate in found]
    assert sorted(urls) == sorted(candidate.url for candidate in whole)
    assert len(urls) > 5


def test_rest_answers_for_a_window_without_articles(sources: dict[str, Source]) -> None:
    found, seen, requests = walk(sources["meridian"], 0, day_before(900), day_before(899))
    assert (found, seen.reach, seen.entries, requests) == ([], Reach.FULL, 0, 1)


def test_the_wire_s_only_feed_does_not_reach_back(sources: dict[str, Source]) -> None:
    found, seen, _ = walk(sources["northwire"], 0, day_before(900), day_before(899))
    assert (seen.reach, seen.problem) == (Reach.UNREACHABLE, StrategyProblem.LISTING_TOO_SHORT)
    assert all(candidate.published_at is None for candidate in found)


def test_the_wire_s_odd_dates_are_undated_not_invented(sources: dict[str, Source]) -> None:
    found, seen, _ = walk(sources["northwire"], 0, day_before(1), day_before(0))
    assert seen.reach is Reach.FULL
    undated = {candidate.published_raw for candidate in found if candidate.published_at is None}
    assert None in undated  # an item without a date
    assert any(raw and "2099" in raw for raw in undated)  # an item from the future
    for candidate in found:
        assert candidate.published_at is None or day_before(1) <= candidate.published_at < day_before(0)


def test_a_closed_interface_is_said_and_the_feed_serves(server: DemoServer, sources: dict[str, Source]) -> None:
    server.fail("meridian", 403, prefix="/wp-json/")
    try:
        found, seen, _ = walk(sources["meridian"], 0, day_before(1), day_before(0))
    finally:
        server.fail("meridian", None, prefix="/wp-json/")
    assert (found, seen.reach, seen.problem) == ([], Reach.UNREACHABLE, StrategyProblem.REFUSED)
    for position in (1, 2):
        assert walk(sources["meridian"], position, day_before(1), day_before(0))[1].reach is Reach.FULL


@pytest.mark.parametrize("source_id", ["harbourpost", "fourthquarter"])
def test_the_other_outlets_first_ways_in_are_read_too(sources: dict[str, Source], source_id: str) -> None:
    found, seen, _ = walk(sources[source_id], 0, day_before(5), None)
    assert found
    assert seen.reach is Reach.FULL

"""Listing pages and dated archive pages over HTTP: the magazine among the demo outlets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from dateline.catalog import load_catalog
from dateline.demo.server import DemoServer
from dateline.demo.truth import truth
from dateline.settings import Settings
from scrapers.catalog import parse_entry
from scrapers.discovery.base import Ask, ListingPage, Observation
from scrapers.discovery.registry import open_discovery
from scrapers.entries import to_source
from transforms.outcomes import Reach, StrategyProblem
from transforms.records import Candidate, Source, Strategy

RUN_DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
ARTICLE = {"article": "/stories/[0-9]+/"}
LISTING = ("listing", "/archive", {**ARTICLE, "most_pages": 100, "pages": "/archive?page={page}"})
LINKED = (
    "listing",
    "/archive",
    {**ARTICLE, "most_pages": 100, "next": "nav.pager a.older", "entry": ".card", "date": "time"},
)
DAYS = ("archive_pages", "/{yyyy}/{mm}/{dd}/", ARTICLE)
MONTHS = ("archive_pages", "/{yyyy}/{mm}/", ARTICLE)
WAYS = pytest.mark.parametrize(
    "way", [LISTING, LINKED, DAYS, MONTHS], ids=["listing", "linked-listing", "days", "months"]
)

Way = tuple[str, str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(run_day=RUN_DAY) as running:
        yield running


@dataclass
class Magazine:
    """The magazine's source, and walks through its pages."""

    source: Source
    base: str

    def walk(
        self, way: Way, since: datetime, until: datetime | None
    ) -> tuple[list[Candidate], Observation, list[str]]:
        """Fetch what one strategy asks for, until it asks for nothing more."""
        kind, path, options = way
        placed = {
            name: value and self.base + value if name == "pages" else value for name, value in options.items()
        }
        strategy = Strategy(kind=kind, url=self.base + path, options=placed)  # type: ignore[arg-type]
        source = replace(self.source, strategies=(strategy,))
        ask = Ask(source=source, strategy=strategy, since=since, until=until, budget=1000, now=NOW)
        discovery = open_discovery(ask)
        waiting, found, asked = list(discovery.first_requests()), [], []
        with httpx.Client(follow_redirects=True, trust_env=False) as client:
            while waiting:
                answer = client.get(url := waiting.pop(0))
                asked.append(url.removeprefix(self.base))
                reading = discovery.read(
                    ListingPage(
                        url=url, final_url=str(answer.url), status=answer.status_code,
                        headers=dict(answer.headers), body=answer.content, fetched_at=NOW,
                    )
                )  # fmt: skip
                found += reading.candidates
                waiting += reading.requests
        return found, discovery.observe(), asked


@pytest.fixture
def magazine(server: DemoServer) -> Magazine:
    catalog = load_catalog(Settings(demo_ports=tuple(server.ports.values())))
    return Magazine(dict(catalog.sources)["fourthquarter"], server.url("fourthquarter", ""))


def day_before(days: int) -> datetime:
    return datetime(RUN_DAY.year, RUN_DAY.month, RUN_DAY.day, tzinfo=UTC) - timedelta(days=days)


def list_expected(since: datetime, until: datetime) -> set[str]:
    """Paths of the magazine's articles that were filed in a window."""
    return {
        article.path
        for article in truth(RUN_DAY)
        if article.source_id == "fourthquarter" and since.date() <= article.filed_day < until.date()
    }


def paths(found: list[Candidate]) -> list[str]:
    return [urlsplit(candidate.url).path for candidate in found]


@WAYS
def test_each_day_finds_what_was_filed_on_it(magazine: Magazine, way: Way) -> None:
    total = 0
    for days in range(10, 0, -1):
        found, seen, _ = magazine.walk(way, day_before(days), day_before(days - 1))
        expected = list_expected(day_before(days), day_before(days - 1))
        assert expected <= set(paths(found))
        # A bare day belongs to each window that it may touch: its page decides.
        assert all("letter-from-a-minefield" in path for path in set(paths(found)) - expected)
        assert (seen.reach, seen.problem) == (Reach.FULL, None)
        total += len(expected)
    assert total == len(list_expected(day_before(10), day_before(0))) == 8


@WAYS
def test_looking_back_finds_the_last_days(magazine: Magazine, way: Way) -> None:
    found, seen, asked = magazine.walk(way, day_before(4), None)
    assert set(paths(found)) == list_expected(day_before(4), day_before(0))
    assert len(paths(found)) == len(set(paths(found))) > 1
    assert seen.reach is Reach.FULL
    assert all(candidate.title and candidate.published_at for candidate in found)
    assert len(asked) < 8


@pytest.mark.parametrize("way", [LISTING, LINKED], ids=["listing", "linked-listing"])
def test_a_window_before_the_first_article_is_full_where_the_listing_ends(magazine: Magazine, way: Way) -> None:
    found, seen, asked = magazine.walk(way, day_before(900), day_before(899))
    assert (found, seen.reach, seen.listing_ended) == ([], Reach.FULL, True)
    assert asked[:2] == ["/archive", "/archive?page=2"]


def test_archive_pages_without_any_article_are_no_proof(magazine: Magazine) -> None:
    found, seen, asked = magazine.walk(DAYS, day_before(900), day_before(899))
    assert (found, seen.reach, seen.problem) == ([], Reach.UNREACHABLE, StrategyProblem.EMPTY)
    assert len(asked) == 6


def test_the_manual_s_example_reads_the_magazine(magazine: Magazine) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "catalog.md").read_text(encoding="utf-8")
    _, _, rest = manual.partition("### Listing pages and archive pages")
    example = rest.partition("```yaml\n")[2].partition("```")[0].replace("https://magazine.example", magazine.base)
    entry, problems = parse_entry(
        f"id: quarterly\nname: Quarterly\nkind: magazine\nhomepage: {magazine.base}/\n{example}",
        file="quarterly.yaml",
    )
    assert entry is not None, problems
    strategies = to_source(entry).strategies
    assert [strategy.kind for strategy in strategies] == ["listing", "archive_pages"]
    for strategy in strategies:
        way = (strategy.kind, strategy.url.removeprefix(magazine.base), strategy.options)
        found, seen, _ = magazine.walk(way, day_before(4), None)
        assert set(paths(found)) == list_expected(day_before(4), day_before(0))
        assert seen.reach is Reach.FULL


def test_another_layout_is_named(magazine: Magazine) -> None:
    way = ("listing", "/archive", {"article": "/essays/[0-9]+/"})
    found, seen, _ = magazine.walk(way, day_before(2), None)
    assert (found, seen.reach, seen.problem) == ([], Reach.UNREACHABLE, StrategyProblem.EMPTY)
    assert "matches `article`: the layout may have changed" in (seen.detail or "")


def test_a_day_s_page_that_fails_is_named_and_the_other_days_are_kept(
    server: DemoServer, magazine: Magazine
) -> None:
    broken = f"/{day_before(2):%Y/%m/%d}/"
    server.fail("fourthquarter", 503, prefix=broken)
    try:
        found, seen, _ = magazine.walk(DAYS, day_before(10), day_before(0))
    finally:
        server.fail("fourthquarter", None, prefix=broken)
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.SERVER_ERROR)
    assert broken in (seen.detail or "")
    assert set(paths(found)) <= list_expected(day_before(10), day_before(0))
    assert len(found) >= 5


def test_a_refused_listing_is_unreachable(server: DemoServer, magazine: Magazine) -> None:
    server.fail("fourthquarter", 403, prefix="/archive")
    try:
        _, seen, asked = magazine.walk(LISTING, day_before(2), None)
    finally:
        server.fail("fourthquarter", None, prefix="/archive")
    assert (seen.reach, seen.problem, asked) == (Reach.UNREACHABLE, StrategyProblem.REFUSED, ["/archive"])

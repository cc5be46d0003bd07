"""What must hold for any listing page: reading never raises, and every entry is counted once."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from scrapers.discovery.base import Ask, ListingPage
from scrapers.discovery.registry import open_discovery
from transforms.outcomes import Reach
from transforms.records import Source, Strategy

Kind = Literal["listing", "archive_pages"]
KINDS: list[Kind] = ["listing", "archive_pages"]
START = datetime(2026, 11, 18, tzinfo=UTC)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
ADDRESSES = {"listing": "https://station.example/news", "archive_pages": "https://station.example/{yyyy}/{mm}"}
PAGES = {
    "listing": "https://station.example/{page}",
    "archive_pages": "https://station.example/{yyyy}/{mm}/{page}",
}
OPTIONS: list[dict[str, str]] = [{}, {"next": ".c a"}, {"entry": ".c", "date": "time, b"}, {"pages": ""}]

pieces = some.sampled_from(
    [
        *(
            "<a href='/n/{}'>The bridge in the rain</a>",
            "<a href='/n/2026/11/{}/a'>x",
            "<time datetime='2026-11-{}'>",
        ),
        *("<div class=c>", "</div>", "<ul><li>", "</li></ul>", "<h1>", "</h2>", "<p>2{} November 2026</p>", "<b>"),
        *(
            "<a href='//[{}'>",
            "<a href='http://station.example:99999/n/'>",
            "<a href='/n/%{}\0'>",
            "<base href='//'>",
        ),
        *(
            "<a class=c href='?{}'>",
            "<a href='\ud800/n/'>",
            "&#0;&bogus;",
            "<!-- ",
            "<svg><a href=/n/>",
            "<script>",
        ),
        "<time>9999-12-31T23:59:59Z",
    ]
)
pages = some.lists(some.builds(str.format, pieces, some.integers(0, 40)), max_size=25).map("".join)
bodies = some.one_of(
    some.binary(max_size=300),
    pages.map(lambda text: text.encode("utf-8", "replace")),
    pages.map(lambda text: text.encode("utf-16", "replace")),
)
content_types = some.sampled_from(["", "text/html", "text/html; charset=hex", "text/html; charset=utf-7", "x/;"])


def make_ask(kind: Kind, options: dict[str, str], known: dict[str, date]) -> Ask:
    paging = {"pages": PAGES[kind]} if "pages" in options else {}
    strategy = Strategy(kind=kind, url=ADDRESSES[kind], options={"article": "/n/", **options, **paging})
    source = Source(
        source_id="station", name="Station", kind="news", country="FI", languages=("en",), exclude=("^/x/",),
        timezone="Pacific/Auckland", homepage="https://station.example/", strategies=(strategy,),
    )  # fmt: skip
    until = START + timedelta(days=1)
    return Ask(source=source, strategy=strategy, since=START, until=until, budget=20, known=known, now=NOW)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=300, deadline=None)
@given(
    given_bodies=some.lists(bodies, min_size=1, max_size=4),
    options=some.sampled_from(OPTIONS),
    statuses=some.lists(some.sampled_from([200, 200, 200, 204, 304, 404, 500]), min_size=1, max_size=4),
    content_type=content_types,
    known=some.dictionaries(
        some.integers(0, 40).map("https://station.example/n/{}".format), some.dates(), max_size=5
    ),
)
@example(
    given_bodies=[b"<a href='/n/1'>x</a><time>0001-01-01</time>"],
    options={},
    statuses=[200],
    content_type="",
    known={"https://station.example/n/1": date.min, "https://station.example/n/2": date.max},
)
def test_any_bytes_give_a_reading_and_in_the_end_an_observation(
    kind: Kind,
    given_bodies: list[bytes],
    options: dict[str, str],
    statuses: list[int],
    content_type: str,
    known: dict[str, date],
) -> None:
    discovery = open_discovery(make_ask(kind, options, known))
    waiting, entries, read, found = list(discovery.first_requests()), 0, 0, []
    while waiting and read < 12:
        page = ListingPage(
            url=(url := waiting.pop(0)), final_url=url, status=statuses[read % len(statuses)],
            headers={"content-type": content_type}, body=given_bodies[read % len(given_bodies)], fetched_at=NOW,
        )  # fmt: skip
        reading = discovery.read(page)
        found += reading.candidates
        entries += len(reading.candidates) + sum(reading.pruned.values())
        waiting += reading.requests
        read += 1
    seen = discovery.observe()
    assert seen.entries == entries  # every entry is a candidate or counted by reason
    assert (seen.problem is None) == (seen.reach is Reach.FULL)
    assert (seen.problem is None) == (seen.detail is None)
    assert "\n" not in (seen.detail or "")
    assert all(candidate.url.startswith("https://station.example/") for candidate in found)
    assert len({candidate.url for candidate in found}) == len(found) <= 20

"""What must hold for any listing: reading never raises, and consecutive windows share out the entries."""

import gzip
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from scrapers.discovery.base import Ask, ListingPage, Reading
from scrapers.discovery.registry import open_discovery
from transforms.outcomes import Reach
from transforms.records import Source, Strategy

Kind = Literal["feed", "wordpress", "sitemap"]
START = datetime(2026, 11, 16, tzinfo=UTC)
DAYS = 4
NOW = datetime(2026, 11, 23, tzinfo=UTC)
KINDS: list[Kind] = ["feed", "wordpress", "sitemap"]
FIXTURES = sorted((Path(__file__).parent / "listings").iterdir())

bodies = some.one_of(
    some.binary(max_size=300),
    some.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")),
    some.sampled_from(FIXTURES)
    .map(Path.read_bytes)
    .flatmap(
        lambda body: some.builds(
            lambda start, end, middle: body[:start] + middle + body[end:],
            some.integers(0, len(body)),
            some.integers(0, len(body)),
            some.binary(max_size=12),
        )
    ),
    some.sampled_from(FIXTURES)
    .map(Path.read_bytes)
    .map(gzip.compress)
    .flatmap(lambda body: some.integers(0, len(body)).map(lambda end: body[:end])),
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.text(max_size=20),
        lambda inner: (
            some.lists(inner, max_size=4)
            | some.dictionaries(
                some.sampled_from(["link", "date", "date_gmt", "title", "items", "version", "url"]), inner
            )
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode()),
)
content_types = some.sampled_from(
    ["", "text/html", "application/rss+xml; charset=hex", "text/xml; charset=utf-7", "x/;"]
)


def make_ask(kind: Kind, since: datetime, until: datetime | None, *, paged: bool = False) -> Ask:
    strategy = Strategy(
        kind=kind, url="https://station.example/listing", options={"paged": "wordpress" if paged else "none"}
    )
    source = Source(
        source_id="station", name="Station", kind="news", country="FI", languages=("en",),
        timezone="Europe/Helsinki", homepage="https://station.example/", strategies=(strategy,), exclude=("^/x/",),
    )  # fmt: skip
    return Ask(source=source, strategy=strategy, since=since, until=until, budget=500)


def make_page(url: str, body: bytes, *, status: int = 200, content_type: str = "") -> ListingPage:
    return ListingPage(
        url=url, final_url=url, status=status, headers={"content-type": content_type}, body=body, fetched_at=NOW
    )


@pytest.mark.parametrize("paged", [False, True])
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(
    body=bodies,
    second=bodies,
    status=some.sampled_from([200, 200, 200, 204, 304, 404, 500]),
    content_type=content_types,
)
@example(body=b"<rss><item><link>http://[x</link></item></rss>", second=b"", status=200, content_type="")
@example(
    body=b"<rss><item><pubDate>Sat, 99 Nov 99999 99:99:99 +9999</pubDate></item></rss>",
    second=b"",
    status=200,
    content_type="",
)
def test_any_bytes_give_a_reading_and_in_the_end_an_observation(
    kind: Kind, paged: bool, body: bytes, second: bytes, status: int, content_type: str
) -> None:
    ask = make_ask(kind, START, START + timedelta(days=1), paged=paged)
    discovery = open_discovery(ask)
    (url,) = discovery.first_requests()
    reading = discovery.read(make_page(url, body, status=status, content_type=content_type))
    entries = len(reading.candidates) + sum(reading.pruned.values())
    for further in reading.requests:
        more = discovery.read(make_page(further, second))
        entries += len(more.candidates) + sum(more.pruned.values())
        assert isinstance(more, Reading)
    seen = discovery.observe()
    assert seen.entries == entries  # every entry is a candidate or counted by reason
    assert (seen.problem is None) == (seen.reach is Reach.FULL)
    assert (seen.problem is None) == (seen.detail is None)
    assert "\n" not in (seen.detail or "")
    assert all(candidate.url.startswith("https://station.example") for candidate in reading.candidates)


moments = some.lists(
    some.integers(-3 * 86400, 6 * 86400).map(lambda seconds: START + timedelta(seconds=seconds)), max_size=30
)


def write_feed(dates: list[str]) -> bytes:
    items = "".join(
        f"<item><link>https://station.example/{at}</link><pubDate>{date}</pubDate></item>"
        for at, date in enumerate(dates)
    )
    return f"<rss><channel>{items}</channel></rss>".encode()


def write_posts(dates: list[str]) -> bytes:
    return json.dumps(
        [{"link": f"https://station.example/{at}", "date_gmt": date[:19]} for at, date in enumerate(dates)]
    ).encode()


def write_sitemap(dates: list[str]) -> bytes:
    entries = "".join(
        f"<url><loc>https://station.example/{at}</loc>"
        f"<news:news><news:publication_date>{date}</news:publication_date></news:news></url>"
        for at, date in enumerate(dates)
    )
    return f"<urlset>{entries}</urlset>".encode()


WRITERS = {"feed": write_feed, "wordpress": write_posts, "sitemap": write_sitemap}


def find_urls(kind: Kind, since: datetime, until: datetime, body: bytes) -> list[str]:
    discovery = open_discovery(make_ask(kind, since, until))
    (url,) = discovery.first_requests()
    return [candidate.url for candidate in discovery.read(make_page(url, body)).candidates]


def share_out(kind: Kind, body: bytes) -> Counter[str]:
    """How often each address comes up over consecutive days."""
    days = [START + timedelta(days=number) for number in range(DAYS)]
    return Counter(url for day in days for url in find_urls(kind, day, day + timedelta(days=1), body))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(instants=moments)
@example(instants=[START, START - timedelta(seconds=1), START + timedelta(days=1), START + timedelta(days=DAYS)])
def test_consecutive_days_share_out_the_dated_entries_of_the_whole_range(
    kind: Kind, instants: list[datetime]
) -> None:
    dates = [at.replace(microsecond=0).isoformat() for at in instants]
    body = WRITERS[kind](dates)
    whole = find_urls(kind, START, START + timedelta(days=DAYS), body)
    assert share_out(kind, body) == Counter(whole)
    assert all(number == 1 for number in Counter(whole).values())


@settings(max_examples=40, deadline=None)
@given(instants=moments)
def test_an_entry_with_a_bare_day_is_in_one_day_at_least(instants: list[datetime]) -> None:
    body = write_feed([f"{at:%Y-%m-%d}" for at in instants])
    whole = find_urls("feed", START, START + timedelta(days=DAYS), body)
    assert set(share_out("feed", body)) == set(whole)


@settings(max_examples=40, deadline=None)
@given(instants=moments)
def test_an_address_with_a_day_is_in_one_day_at_least(instants: list[datetime]) -> None:
    entries = "".join(
        f"<url><loc>https://station.example/{at:%Y/%m/%d}/{number}-a</loc></url>"
        for number, at in enumerate(instants)
    )
    body = f"<urlset>{entries}</urlset>".encode()
    whole = find_urls("sitemap", START, START + timedelta(days=DAYS), body)
    assert set(share_out("sitemap", body)) == set(whole)
    # Nor does the window lose what was published in it by the source's clock or by UTC.
    inside = {number for number, at in enumerate(instants) if START <= at < START + timedelta(days=DAYS)}
    assert inside <= {int(url.rpartition("/")[2].partition("-")[0]) for url in whole}

"""Feeds of every make, and of none, into entries."""

import resource
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from scrapers.discovery.base import ListingPage
from scrapers.discovery.feedreader import NotReadable, make_parser, read_feed
from transforms.outcomes import StrategyProblem

LISTINGS = Path(__file__).parent / "listings"
FEED_URL = "https://station.example/feeds/all.xml"


def make_page(body: bytes, content_type: str = "application/rss+xml") -> ListingPage:
    headers = {"content-type": content_type}
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return ListingPage(url=FEED_URL, final_url=FEED_URL, status=200, headers=headers, body=body, fetched_at=at)


def read_file(name: str) -> list[tuple[str | None, str | None]]:
    return [(entry.url, entry.published) for entry in read_feed(make_page((LISTINGS / name).read_bytes())).entries]


def find_problem(body: bytes) -> StrategyProblem:
    with pytest.raises(NotReadable) as caught:
        read_feed(make_page(body))
    assert FEED_URL in caught.value.fault[1]
    assert "\n" not in caught.value.fault[1]
    return caught.value.fault[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "rss20.xml",
            [
                ("https://station.example/2026/11/convoy?a=1&b=2", "Sat, 21 Nov 2026 18:30:00 +0100"),
                ("https://station.example/2026/11/bridge", "2026-11-20T09:00:00Z"),
                ("https://station.example/2026/11/guid-only", "Thu, 19 Nov 2026 07:00:00 GMT"),
                (None, "Wed, 18 Nov 2026 07:00:00 GMT"),
            ],
        ),
        ("rss091.xml", [("https://station.example/old/one", None)]),
        (
            "rss10.rdf",
            [
                ("https://station.example/rdf/one", "2026-11-21T10:00:00+00:00"),
                ("https://station.example/rdf/two", "2026-11-20"),
            ],
        ),
        (
            "atom10.xml",
            [
                ("https://station.example/atom/one", "2026-11-20T23:30:00-05:00"),
                ("https://station.example/atom/two", None),
            ],
        ),
        ("atom03.xml", [("https://station.example/atom03/one", "2026-11-21T08:00:00Z")]),
        (
            "jsonfeed.json",
            [
                ("https://station.example/json/one", "2026-11-21T06:00:00Z"),
                ("https://station.example/json/two", None),
                (None, None),
            ],
        ),
        (
            "stray.xml",
            [
                ("https://station.example/stray?a=1&b=2", "Sat, 21 Nov 2026 10:00:00 GMT"),
                ("https://station.example/cdata?a=1&b=2", "2026-11-20T10:00:00Z"),
                ("https://station.example/torn", "Fri, 20 Nov 2026 10:00:0"),
            ],
        ),
        ("redirector.xml", [("https://station.example/shown", "Sat, 21 Nov 2026 10:00:00 GMT")]),
        ("empty.xml", []),
    ],
)
def test_a_feed_of_any_make_gives_its_addresses_and_dates(
    name: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert read_file(name) == expected


def test_titles_are_the_article_s_own_and_stay_raw() -> None:
    titles = [entry.title for entry in read_feed(make_page((LISTINGS / "rss20.xml").read_bytes())).entries]
    assert titles == [
        "Convoy &amp; escort reach the <em>pass</em>",
        "Bridge reopened & traffic resumes",
        "Guid only",
        "No address at all",
    ]


def test_stray_ampersands_and_unknown_entities_are_mended_outside_cdata_only() -> None:
    titles = [entry.title for entry in read_feed(make_page((LISTINGS / "stray.xml").read_bytes())).entries]
    assert titles == ["Bread & roses — café talks", "Kept & whole &nbsp; here", "Torn off"]


@pytest.mark.parametrize("name", ["rss20.xml", "rss10.rdf", "atom10.xml", "atom03.xml", "redirector.xml"])
def test_an_independent_reader_sees_the_same_entries(name: str) -> None:
    body = (LISTINGS / name).read_bytes()
    others = feedparser.parse(body, response_headers={"content-location": FEED_URL}).entries
    ours = read_feed(make_page(body)).entries
    assert len(ours) == len(others) > 0
    for entry, other in zip(ours, others, strict=True):
        if "published" in other:
            assert entry.published == other.published
        if entry.url is not None:
            assert entry.url == other.get("feedburner_origlink", other.get("link"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_any_declared_encoding_is_read(encoding: str) -> None:
    item = "<item><title>Çeşme, déjà</title></item>"
    text = f"<?xml version='1.0' encoding='{encoding}'?><rss><channel>{item}</channel></rss>"
    written = text.replace("ş", "s") if encoding == "iso-8859-1" else text
    (entry,) = read_feed(make_page(written.encode(encoding), content_type="text/xml")).entries
    assert entry.title == ("Çesme, déjà" if encoding == "iso-8859-1" else "Çeşme, déjà")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", StrategyProblem.EMPTY),
        (b" \n\t", StrategyProblem.EMPTY),
        ((LISTINGS / "page.html").read_bytes(), StrategyProblem.NOT_A_FEED),
        (b"Service is down for maintenance", StrategyProblem.NOT_A_FEED),
        (b'{"error": "gone"}', StrategyProblem.NOT_A_FEED),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', StrategyProblem.NOT_A_FEED),
        (b"{" * 100_000, StrategyProblem.MALFORMED),
        (b"<urlset><url><loc>https://station.example/a</loc></url></urlset>", StrategyProblem.NOT_A_FEED),
        (b"<", StrategyProblem.MALFORMED),
        (b"<rss>" + b"<a/>" * 500_000, StrategyProblem.MALFORMED),
    ],
)
def test_what_is_no_feed_says_so(body: bytes, problem: StrategyProblem) -> None:
    assert find_problem(body) is problem


def test_a_page_instead_of_a_feed_is_named_as_one() -> None:
    with pytest.raises(NotReadable) as caught:
        read_feed(make_page((LISTINGS / "page.html").read_bytes(), content_type="text/html"))
    assert str(caught.value) == f"{FEED_URL} is no feed: it answered with a web page (HTML)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused_without_going_off(encoding: str) -> None:
    body = (LISTINGS / "bomb.xml").read_text().replace('<?xml version="1.0"?>', "").encode(encoding)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert find_problem(body) is StrategyProblem.MALFORMED
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB; it would be gigabytes


def test_an_external_entity_is_refused_and_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    body = (LISTINGS / "external.xml").read_text().replace("SECRET_FILE", secret.as_uri()).encode()
    with pytest.raises(NotReadable) as caught:
        read_feed(make_page(body))
    assert caught.value.fault[0] is StrategyProblem.MALFORMED
    assert "the secret" not in str(caught.value)
    for lenient in (False, True):  # not even without that refusal
        root = etree.fromstring(body, make_parser(lenient=lenient))
        assert b"the secret" not in etree.tostring(root)


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel>" + b"<item>" * 100_000,
        b"<rss><channel>" + b"<item>" * 200 + b"<x/>" * 390_000 + b"</item>" * 200 + b"</channel></rss>",
        b"<rss><channel>" + b"<![CDATA[" * 300_000,
        b"<rss><channel>" + b"<!-- " * 300_000,
        b"<rss>" + b"&x;" * 300_000,
        b"<rss " + b"a='' " * 1_000_000,
        b"<!DOCTYPE rss [<!ENTITY a '" * 100_000,
    ],
    ids=["nesting", "items-in-items", "cdata", "comments", "entities", "attributes", "declarations"],
)
def test_hostile_bodies_end_soon(body: bytes) -> None:
    found: list[object] = []
    with suppress(NotReadable):
        found.extend(read_feed(make_page(body)).entries)
    assert len(found) < 100


@pytest.mark.parametrize("item", ["{}", "[]", '""', '{"tags":["a","b"]}'])
def test_a_json_feed_of_a_million_values_is_refused_before_it_is_read(item: str) -> None:
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{f"{item}," * 1_000_000}{item}]}}'
    page = make_page(body.encode(), "application/feed+json")
    tracemalloc.start()
    try:
        with pytest.raises(NotReadable) as caught:
            read_feed(page)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.fault[0] is StrategyProblem.MALFORMED
    assert "more values than a feed can have" in caught.value.fault[1]
    assert peak < 3 * len(body)


@pytest.mark.parametrize(
    ("body", "is_cut"),
    [
        (b"<rss><channel><item><title>a</title></item></channel></rss>", False),
        (b"<rss><channel><item><title>a</title></item></channel></rss>\n<!-- made in 0.2 s -->", False),
        (b"<rss><channel><item><title>a</title></item><item><title>b", True),
        (b"<rdf:RDF><item><title>a</title></item></rdf:RDF>", False),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title></entry>', True),
    ],
)
def test_a_feed_that_is_cut_off_says_so_and_keeps_what_it_has(body: bytes, is_cut: bool) -> None:
    feed = read_feed(make_page(body))
    assert (feed.is_cut, feed.entries[0].title) == (is_cut, "a")


@pytest.mark.parametrize(
    ("spelt", "meant"),
    [
        ("&#xD83D;&#xDE00; on the ridge", "\U0001f600 on the ridge"),
        ("Ridge &#55357;&#56832;", "Ridge \U0001f600"),
        ("Ridge &#xd83d; and no more", "Ridge \ufffd and no more"),
        ("<![CDATA[Ridge &#xD83D;&#xDE00;]]>", "Ridge \U0001f600"),
    ],
)
def test_an_emoji_in_two_halves_is_one_and_spoils_nothing(spelt: str, meant: str) -> None:
    item = "<item><title>{}</title><link>https://station.example/{}</link></item>"
    body = f"<rss version='2.0'><channel>{item.format(spelt, 1)}{item.format('Next', 2)}</channel></rss>"
    titles = [entry.title for entry in read_feed(make_page(body.encode())).entries]
    assert titles == [meant, "Next"]

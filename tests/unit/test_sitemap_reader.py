"""Sitemaps as they are in the wild: every kind read, everything broken said, every sound entry kept."""

import gzip
import tracemalloc
from datetime import UTC, datetime

import pytest

from scrapers.discovery.base import ListingPage
from scrapers.discovery.feedreader import NotReadable
from scrapers.discovery.sitemapreader import read_sitemap
from scrapers.discovery.sitemapxml import LARGEST_ENTRY, Broken, Row, read_xml

URL = "https://station.example/sitemap.xml"
SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS_SPACE = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE_SPACE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def read(body: bytes | str, *, url: str = URL, largest: int = 10_000_000) -> tuple[list[Row], str | None]:
    """Return the entries and what was wrong, as `problem: words`."""
    page = ListingPage(
        url=url, final_url=url, status=200, headers={"content-type": "text/xml"},
        body=body.encode() if isinstance(body, str) else body, fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    rows = []
    try:
        for row in read_sitemap(page, largest=largest):
            rows.append(row)  # noqa: PERF402 - what came before the error counts
    except NotReadable as error:
        return rows, f"{error.fault[0]}: {error.fault[1]}"
    return rows, None


def locs(body: bytes | str, **options: object) -> list[str | None]:
    rows, problem = read(body, **options)  # type: ignore[arg-type]
    assert problem is None, problem
    return [row.loc for row in rows]


def write_url(name: str, more: str = "") -> str:
    return f"<url><loc>https://station.example/{name}</loc>{more}</url>"


def write(*entries: str, spaces: str = SPACES) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>\n{"".join(entries)}\n</urlset>\n'


A, B, C = (f"https://station.example/{name}" for name in "abc")
PLAIN = write(write_url("a", "<lastmod>2026-11-21</lastmod>"), write_url("b"))


def test_a_plain_sitemap() -> None:
    assert read(PLAIN) == ([Row(loc=A, lastmod="2026-11-21"), Row(loc=B)], None)


def test_an_index() -> None:
    body = f"""<?xml version="1.0"?><sitemapindex {SPACES}>
      <sitemap><loc> {A} </loc><lastmod>2026-11-21T10:00:00+02:00</lastmod></sitemap>
      <sitemap><loc><![CDATA[{B}?x=1&y=2]]></loc></sitemap></sitemapindex>"""
    rows, problem = read(body)
    assert problem is None
    assert rows == [
        Row(loc=A, lastmod="2026-11-21T10:00:00+02:00", is_sitemap=True),
        Row(loc=f"{B}?x=1&y=2", is_sitemap=True),
    ]


NEWS = (
    "<news:news><news:publication><news:name>Station</news:name><news:language>en</news:language>"
    "</news:publication><news:publication_date>2026-11-21T10:00:00Z</news:publication_date>"
    "<news:title>Convoy &amp; escort</news:title></news:news>"
)


def test_the_news_extension_says_when_and_what() -> None:
    expected = Row(loc=A, published="2026-11-21T10:00:00Z", title="Convoy & escort")
    assert read(write(write_url("a", NEWS), spaces=f"{SPACES} {NEWS_SPACE}")) == ([expected], None)
    # Namespaces that are wrong or missing change nothing.
    assert read(write(write_url("a", NEWS), spaces='xmlns="http://station.example/x"')) == ([expected], None)
    assert read(write(write_url("a", NEWS.replace("news:", "n:"))).replace("url>", "s:url>")) == ([expected], None)


def test_other_extensions_are_passed_over() -> None:
    more = (
        f"<image:image {IMAGE_SPACE}><image:loc>https://station.example/a.jpg</image:loc>"
        "<image:title>Picture</image:title></image:image>"
        '<video:video xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"><video:title>Film</video:title>'
        "<video:publication_date>2020-01-01</video:publication_date></video:video>"
        '<xhtml:link xmlns:xhtml="http://www.w3.org/1999/xhtml" rel="alternate" hreflang="fi"'
        ' href="https://station.example/fi/a"/><priority>0.5</priority><changefreq>daily</changefreq>'
    )
    assert read(write(write_url("a", more), write_url("b"))) == ([Row(loc=A), Row(loc=B)], None)
    # Before the address, too.
    assert locs(write(f"<url>{more}<loc>{A}</loc></url>")) == [A]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("?a=1&amp;b=2", "?a=1&b=2"),
        ("?a=1&b=2", "?a=1&b=2"),
        ("?a=1&amp;amp;b=2", "?a=1&b=2"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("caf&eacute;", "café"),
        ("caf&#233;", "café"),
        ("?q=a&undefined;", "?q=a&undefined;"),
        ("caf&#xE9;&#xD83D;&#xDE00;", "caf\u00e9\U0001f600"),
        ("a\x07", "a"),
    ],
)
def test_stray_characters_are_mended(written: str, meant: str) -> None:
    expected = f"https://station.example/{meant}"
    assert locs(write(write_url(written), write_url("b"))) == [expected, B]
    if "&amp;amp;" not in written and "#" not in written and "eacute" not in written:
        cdata = f"<url><loc><![CDATA[https://station.example/{written}]]></loc></url>"
        assert locs(write(cdata, write_url("b"))) == [expected, B]


@pytest.mark.parametrize(
    "before",
    ["", "\n\n", "\ufeff", "\ufeff\n", "Warning: cannot modify header in functions.php\n", "<br />\nNotice: x\n"],
)
def test_what_stands_before_a_sitemap_is_passed_over(before: str) -> None:
    assert locs(before + PLAIN) == [A, B]


def test_packed_sitemaps_are_told_by_their_bytes() -> None:
    assert locs(gzip.compress(PLAIN.encode())) == [A, B]
    halves = PLAIN.encode()[:100], PLAIN.encode()[100:]
    assert locs(b"".join(map(gzip.compress, halves))) == [A, B]


def test_plain_text() -> None:
    assert locs(f"{A}\r\n\n{B}\n") == [A, B]
    assert locs(gzip.compress(f"\ufeff{A}\n  {B}".encode())) == [A, B]
    assert locs(f"{A}\nnonsense\n{B}") == [A, None, B]
    assert locs(f"{A}\n{'x' * 300_000}\n{B}") == [A, None, B]


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1251", "gbk"])
def test_other_charsets(charset: str) -> None:
    entry = write_url("жук" if charset in {"windows-1251", "gbk"} or "16" in charset else "café")
    body = write(entry).replace("UTF-8", charset)
    assert locs(body.encode(charset)) == [entry[10:-12]]


@pytest.mark.parametrize("charset", ["nonsense", "utf-16", "hex", "utf-7", "undefined", "idna"])
def test_a_charset_that_cannot_be_is_not_believed(charset: str) -> None:
    assert locs(PLAIN.replace("UTF-8", charset)) == [A, B]


def test_robots_name_sitemaps_in_any_case() -> None:
    lines = (
        "User-agent: *\nDisallow: /x",
        f"SITEMAP: {A}\r",
        "  sitemap : /b.xml # news",
        "Sitemap:",
        "#Sitemap: /c",
    )
    rows, problem = read("\n".join([*lines, f"Sitemap:{C}"]), url="https://station.example/robots.txt")
    assert problem is None
    assert rows == [Row(loc=loc, is_sitemap=True) for loc in (A, "/b.xml", C)]


def test_a_feed_can_serve_as_a_sitemap() -> None:
    body = (
        f"<rss><item><link>{A}</link><title>T</title><pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate></item></rss>"
    )
    expected = [Row(loc=A, published="Sat, 21 Nov 2026 10:00:00 GMT", title="T")]
    assert read(body) == (expected, None)
    assert read(gzip.compress(body.encode())) == (expected, None)


BOMB = (
    '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><urlset>{write_url('&i;')}</urlset>"
)


@pytest.mark.parametrize(
    ("body", "kept", "words"),
    [
        ("", [], "empty: "),
        (" \n", [], "empty: "),
        ("<!DOCTYPE html><title>Station</title>", [], "not_a_sitemap: {} is no sitemap: it answered with a web"),
        ("<html><body></body></html>", [], "not_a_sitemap: "),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>', [], "not_a_sitemap: "),
        ('{"error": "no"}', [], "not_a_sitemap: "),
        ("\x89PNG\r\n", [], "not_a_sitemap: "),
        ("<", [], "not_a_sitemap: "),
        ("<opml></opml>", [], "not_a_sitemap: "),
        (BOMB, [], "malformed: {} declares XML entities"),
        (f'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hosts"> %p;]>{PLAIN}', [], "declares XML entities"),
        (f'<!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/hosts">]>{write(write_url("&p;"))}', [], "XML entities"),
        (PLAIN[:-30], [A], "malformed: {} is broken: it ends too early"),
        (PLAIN[:-5], [A, B], "malformed: {} is broken: it ends too early"),
        (write(write_url("a"), f"<url><loc>{B}</url>", write_url("c")), [A, C], "{} is broken: mismatched tag"),
        (write(write_url("a"), f"<url><loc>{B}</loc>", write_url("c")), [A, C], "malformed: "),
        (write(write_url("a"), "<url <loc>>", write_url("c")), [A, C], "malformed: "),
        (write(write_url("a"), "</url></url>", write_url("c")), [A, C], "malformed: "),
        (write(write_url("a"), "<1>" * 5, write_url("c")), [A, C], "malformed: "),
        (write(write_url("&#0;"), write_url("c")), [C], "malformed: "),
        (write("<url><" * 900, write_url("c")), [C], ", and in 899 more places"),
        (write("<url><" * 2000, write_url("c")), [], "is broken in 1000 places or more"),
        (write(write_url("caf\ud8e9")).encode("utf-8", "surrogatepass"), [], "bytes that are no UTF-8"),
        (write(write_url("café"), write_url("b")).encode("latin-1"), [B], "bytes that are no UTF-8"),
        (write(write_url("é") * 1500, write_url("b")).encode("latin-1"), [B], "and in 1499 more places"),
        (gzip.compress(PLAIN.encode())[:-8], [A, B], "the packing is broken"),
        (gzip.compress(PLAIN.encode())[:30] + b"\xff" * 90, [], "the packing is broken"),
        (b"\x1f\x8b", [], "the packing is broken"),
        (f"<urlset>{write_url('a')}<!--" + "x" * 2 * LARGEST_ENTRY, [A], "bytes without a tag"),
        (f"<urlset>{write_url('a')}" + "<x/>" * LARGEST_ENTRY, [A], "bytes without an entry"),
    ],
)  # fmt: skip
def test_what_is_broken_is_said_and_the_rest_is_kept(body: bytes | str, kept: list[str], words: str) -> None:
    rows, problem = read(body)
    assert [row.loc for row in rows] == kept
    assert problem is not None
    assert words.format(URL) in problem
    assert "\n" not in problem


def test_a_robots_txt_without_sitemaps_says_so() -> None:
    url = "https://station.example/robots.txt"
    assert read("User-agent: *", url=url) == ([], f"missing: {url} names no sitemap")
    assert (
        read("<html></html>", url=url)[1]
        == f"not_a_sitemap: {url} is no sitemap: it answered with a web page (HTML)"
    )


def test_a_second_document_after_the_first_loses_nothing() -> None:
    assert locs(write(write_url("a")) + write(write_url("b"), write_url("c"))) == [A, B, C]
    assert locs(write(write_url("a")) + "<!-- cached -->\nWarning: page took long") == [A]


def test_entries_without_an_address_are_entries() -> None:
    assert locs(write("<url/>", "<url><loc></loc></url>", write_url("b"))) == [None, None, B]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_it_does_not_matter_where_a_sitemap_is_cut_into_pieces(size: int) -> None:
    broken = write(write_url("a?x=1&y=2"), f"<url><loc>{B}</url>", write_url("café"), "<url <", write_url("c"))
    body, found = broken.encode(), list[str | None]()
    rows = read_xml(body[at : at + size] for at in range(0, len(body), size))
    with pytest.raises(Broken, match="mismatched tag, line 3, and in 1 more places"):
        found.extend(row.loc for row in rows)
    assert found == [f"{A}?x=1&y=2", "https://station.example/café", C]


def test_a_packed_bomb_is_read_up_to_its_bound() -> None:
    body = gzip.compress((PLAIN + " " * 20_000_000).encode())
    rows, problem = read(body, largest=1_000_000)
    assert [row.loc for row in rows] == [A, B]
    assert problem == f"malformed: {URL} unfolds to more than 1000000 bytes"


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "<url>",
            "<url><loc>",
            "</url>",
            "<url/>",
            "<x/>",
            "<x>",
            "<url><",
            "<!--",
            "<![CDATA[",
            "]]>",
            "<?xml ",
        ),
        *(
            "<!DOCTYPE x ",
            "[",
            "&",
            "&a;",
            "&#",
            ">",
            "<",
            " ",
            "a=''",
            "<x a=''",
            "é",
            "http://",
            "\n",
            "Sitemap:",
        ),
    ],
)
@pytest.mark.parametrize("start", ["", "<urlset><url><loc>", "<!DOCTYPE x ["])
def test_shapes_that_are_made_to_cost_time_are_read_all_the_same(start: str, unit: str) -> None:
    # What takes more than linear time would run into the tests' time limit.
    rows, _ = read(start + unit * (2_000_000 // len(unit)))
    assert len(rows) < 2_000_000 // len(unit) + 2


def test_memory_does_not_grow_with_the_entries() -> None:
    entry = write_url("a" * 40, "<lastmod>2026-11-21</lastmod>")
    small, large = (gzip.compress(write(entry * number).encode()) for number in (2_000, 40_000))

    def measure(body: bytes) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _ in read_sitemap(make_page(body), largest=50_000_000)) > 1000
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def make_page(body: bytes) -> ListingPage:
        return ListingPage(
            url=URL,
            final_url=URL,
            status=200,
            headers={},
            body=body,
            fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
        )

    assert measure(large) < measure(small) + 2_000_000

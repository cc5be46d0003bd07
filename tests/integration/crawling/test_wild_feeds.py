"""Feeds as they are in the wild, over real HTTP: good entries are kept, what is wrong with the rest is said."""

import json
from datetime import UTC, datetime

import pytest

from transforms.outcomes import Reach

OLD = "<item><link>/old</link><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate></item>"
DAY = "2026-11-21"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MORNING = "2026-11-21T09:00:00Z"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def rss(*items, head='<?xml version="1.0"?>', old=OLD):
    return f'{head}<rss version="2.0"><channel><title>f</title>{"".join(items)}{old}</channel></rss>'


def item(path, date="Sat, 21 Nov 2026 09:00:00 GMT", title="A story"):
    return f"<item><title>{title}</title><link>{path}</link><pubDate>{date}</pubDate></item>"


def atom(*entries, base=""):
    old = '<entry><link href="/old"/><published>2026-01-01T00:00:00Z</published></entry>'
    return f'<?xml version="1.0"?><feed {ATOM}{base}>{"".join(entries)}{old}</feed>'


def entry(href, date=MORNING):
    return f'<entry><title>A story</title><link href="{href}"/><published>{date}</published></entry>'


def rdf(*items):
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>f</title></channel>{"".join(items)}</rdf:RDF>'
    )


def json_feed(version, *items, old=True):
    listed = [*items, *([{"id": "old", "url": "/old", "date_published": "2026-01-01T00:00:00Z"}] if old else [])]
    return json.dumps({"version": f"https://jsonfeed.org/version/{version}", "title": "f", "items": listed})


WILD = {
    "relative links": (rss(item("/a"), item("b")), ["/a", "/b"]),
    "links from xml:base": (
        atom(entry("a"), entry("../b"), base=' xml:base="/deep/er/"'),
        ["/deep/b", "/deep/er/a"],
    ),
    "a mail date with a zone's name": (rss(item("/a", "Sat, 21 Nov 2026 04:00:00 EST")), ["/a"]),
    "a mail date without seconds": (rss(item("/a", "21 Nov 2026 09:00 +0100")), ["/a"]),
    "a year of two digits": (rss(item("/a", "Sat, 21 Nov 26 09:00:00 GMT")), ["/a"]),
    "the wrong day of the week": (rss(item("/a", "Mon, 21 Nov 2026 09:00:00 +0000")), ["/a"]),
    "an ISO date in RSS": (rss(item("/a", "2026-11-21 09:00:00")), ["/a"]),
    "a bare day": (rss(item("/a", "2026-11-21")), ["/a"]),
    "a date of another day": (rss(item("/a"), item("/late", "Mon, 23 Nov 2026 09:00:00 GMT")), ["/a"]),
    "no date": (rss(item("/a"), "<item><link>/undated</link></item>"), ["/a", "/undated"]),
    "a date that is none": (rss(item("/a", "yesterday, more or less")), ["/a"]),
    "a date in the far future": (rss(item("/a", "Sat, 21 Nov 2126 09:00:00 GMT")), ["/a"]),
    "HTML in the title": (
        rss(item("/a", title="&lt;b&gt;Bold&lt;/b&gt; &amp;amp; <![CDATA[<i>slanted</i>]]>")),
        ["/a"],
    ),
    "no guid and no link": (rss(item("/a"), "<item><title>Lost</title></item>"), ["/a"]),
    "a guid for a link": (rss(f"<item><guid>BASE/a</guid><pubDate>{MORNING}</pubDate></item>"), ["/a"]),
    "RSS 0.91": (
        rss(item("/a"), head='<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.invalid/rss.dtd">'),
        ["/a"],
    ),
    "RDF": (
        rdf(
            f'<item rdf:about="BASE/a"><link>BASE/a</link><dc:date>{MORNING}</dc:date></item>',
            '<item rdf:about="BASE/old"><link>BASE/old</link><dc:date>2026-01-01</dc:date></item>',
        ),
        ["/a"],
    ),
    "Atom 0.3": (
        (
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#">'
            f'<entry><link rel="alternate" href="/a"/><issued>{MORNING}</issued></entry>'
            '<entry><link href="/old"/><issued>2026-01-01T00:00:00Z</issued></entry></feed>'
        ),
        ["/a"],
    ),
    "JSON Feed 1.0": (json_feed("1", {"id": "1", "url": "/a", "date_published": MORNING}), ["/a"]),
    "JSON Feed 1.1": (json_feed("1.1", {"id": "BASE/a", "date_published": MORNING}, 3, {}), ["/a"]),
    "a byte-order mark and blank lines": ("\ufeff\n\n" + rss(item("/a")), ["/a"]),
    "a program's warning before it": (
        "<br />\n<b>Warning</b>: deprecated in feed.php\n" + rss(item("/a")),
        ["/a"],
    ),
    "control characters": (rss(item("/a", title="A\x0bstory\x00 told")), ["/a"]),
    "stray ampersands and HTML's entities": (rss(item("/a?x=1&y=2", title="Q&A &nbsp; &eacute;")), ["/a?x=1&y=2"]),
    "an unclosed element": (
        rss(item("/a"), "<item><title>odd<link>/b</link></item>", item("/c")),
        ["/a", "/c"],
    ),
    "Latin-1 under the name of UTF-8": (rss(item("/a", title="d\xe9j\xe0")).encode("latin-1"), ["/a"]),
    "UTF-16": (rss(item("/a"), head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), ["/a"]),
}


def serve(crawl, site, page, body, kind="application/xml"):
    content = body if isinstance(body, bytes) else body.replace("BASE", site.base).encode()
    site.answers["/feed.xml"] = page(content, 200, {"Content-Type": kind})
    crawl.source("wild", site)
    crawl.run()
    [look] = crawl.rows("select reach, problem, detail, entries from crawl.observations")
    urls = [row["url"].removeprefix(site.base) for row in crawl.rows("select url from crawl.ledger order by url")]
    return look, urls


@pytest.mark.parametrize("name", WILD)
def test_good_entries_of_a_wild_feed_are_kept(crawl, site, page, name):
    body, expected = WILD[name]
    look, urls = serve(crawl, site, page, body)
    assert (look["reach"], look["problem"]) == (Reach.FULL, None), look
    assert urls == expected


CUT = rss(item("/a"), item("/b"), old="")

BROKEN = {
    "cut off": (CUT.removesuffix("</item></channel></rss>"), "partial", "malformed", ["/a", "/b"]),
    "a web page": ("<!DOCTYPE html><html><body>Welcome</body></html>", "unreachable", "not_a_feed", []),
    "empty": ("", "unreachable", "empty", []),
    "without entries": ("<rss><channel><title>f</title></channel></rss>", "unreachable", "empty", []),
    "words": ("Service is down", "unreachable", "not_a_feed", []),
    "other XML": ("<catalogue><item/></catalogue>", "unreachable", "not_a_feed", []),
    "other JSON": ('{"error": "gone"}', "unreachable", "not_a_feed", []),
    "torn JSON": (json_feed("1", {"id": "1", "url": "/a"})[:-9], "unreachable", "malformed", []),
    "entities of its own": (
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><item><title>&b;</title></item></rss>',
        "unreachable",
        "malformed",
        [],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_feed_says_what_it_is(crawl, site, page, name):
    body, reach, problem, expected = BROKEN[name]
    look, urls = serve(crawl, site, page, body)
    assert (look["reach"], look["problem"], urls) == (reach, problem, expected), look
    assert look["detail"]
    funnel = crawl.run("command/again")
    assert any(problem in key for key in funnel) or expected, funnel

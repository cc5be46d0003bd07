"""`dateline sources probe` and `new` against the demo outlets and odd sites, over real HTTP."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

from dateline.demo.server import DemoServer
from dateline.stack.postgres import find_free_port
from scrapers.catalog import parse_entry

DATELINE = str(Path(sys.executable).with_name("dateline"))
PARAGRAPH = "<p>The ferry left the northern pier at seven with forty people and came back with none of them.</p>"


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    with DemoServer(run_day=date(2026, 11, 22)) as server:
        yield server


def call(*arguments: str, ports: tuple[int, ...] = (), **settings: str) -> subprocess.CompletedProcess[str]:
    """Call `dateline sources` with nothing of this machine's own settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environment |= {"DATELINE_ALLOW_LOOPBACK_PORTS": ",".join(map(str, ports)), "DATELINE_HOME": "/nonexistent"}
    environment |= {f"DATELINE_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [DATELINE, "sources", *arguments],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def probe(demo: DemoServer, outlet: str, *arguments: str) -> dict:
    answer = call("probe", demo.url(outlet), "--json", *arguments, ports=tuple(demo.ports.values()))
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_a_wordpress_site_is_known_to_its_end(demo):
    before = len(demo.requests["meridian"])
    found = probe(demo, "meridian", "--id", "scheldt", "--kind", "think_tank", "--country", "BE")
    ways = {way["strategy"]: way for way in found["ways"]}
    assert ways["wordpress"]["depth"] == "whole"
    assert ways["wordpress"]["oldest_at"][:10] < "2025-12-05"
    assert (ways["feed"]["depth"], ways["feed"]["options"]["paged"]) == ("open", "wordpress")
    entry = found["entry"]
    assert (entry["id"], entry["kind"], entry["country"]) == ("scheldt", "think_tank", "BE")
    assert (entry["name"], entry["timezone"]) == ("Scheldt Meridian Institute", "Europe/Brussels")
    assert entry["discovery"][0]["strategy"] == "wordpress"
    assert entry["verified"] == "never"
    seen = list(demo.requests["meridian"])[before:]
    assert seen[0].path == "/robots.txt"
    assert len({request.path for request in seen}) == found["requests"] <= 40  # a lost connection is tried again
    assert {request.user_agent.partition("/")[0] for request in seen} == {"Dateline"}


def test_three_articles_are_shown_as_they_are_read(demo):
    found = probe(demo, "northwire")
    assert len(found["articles"]) == 3
    for article in found["articles"]:
        assert article["problem"] is None
        assert article["title"]
        assert (article["date_method"], article["language"]) == ("meta", "en")
        assert article["words"] > 50
    assert found["known"] == ["the id northwire is Northwire's: this entry would replace it; give --id"]


def test_a_site_with_lists_gets_a_pattern_and_the_next_page(demo):
    entry = probe(demo, "fourthquarter")["entry"]
    listing = next(way for way in entry["discovery"] if way["strategy"] == "listing")
    assert listing["url"] == demo.url("fourthquarter", "/archive")
    assert listing["article"] == r"^https?://[^/]+/stories/\d+/[^/?#]+/?$"
    assert listing["next"] == "a[rel~=next]"


def test_robots_are_told(demo):
    found = probe(demo, "harbourpost")
    assert found["robots"]["crawl_delay"] == 0.2
    assert len(found["robots"]["sitemaps"]) == 2


def test_sitemaps_that_robots_name_are_read_at_both_ends(demo):
    found = probe(demo, "harbourpost")
    way = next(way for way in found["ways"] if way["strategy"] == "sitemap")
    assert (way["url"], way["depth"]) == (demo.url("harbourpost", "/robots.txt"), "open")
    assert (way["newest_at"][:10], way["oldest_at"][:4]) == ("2026-11-21", "2025")
    best = found["entry"]["discovery"][0]
    assert (best["strategy"], best["article"]) == ("sitemap", r"^https?://[^/]+/[^/?#]+/[^/?#]+\.html$")


def test_what_it_prints_is_a_sound_entry(demo, tmp_path):
    answer = call("probe", demo.url("meridian"), "--id", "scheldt", ports=tuple(demo.ports.values()))
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(f"# {demo.url('meridian')}: ")
    entry, problems = parse_entry(answer.stdout, file="scheldt.yaml")
    assert problems == []
    assert entry is not None
    assert "kind: news  # a guess: " in answer.stdout
    (tmp_path / "scheldt.yaml").write_text(answer.stdout)
    checked = call("check", str(tmp_path))
    assert (checked.returncode, checked.stdout) == (0, "1 sound entry, no problems\n")


def test_new_writes_the_entry_with_its_pages_once(demo, tmp_path):
    folder, ports = tmp_path / "sources", tuple(demo.ports.values())
    order = ("new", demo.url("northwire"), "--id", "wire", "--kind", "agency", "--folder", str(folder))
    answer = call(*order, ports=ports)
    assert answer.returncode == 0, answer.stderr
    assert f"wrote {folder}/wire.yaml" in answer.stdout
    assert yaml.safe_load((folder / "wire.yaml").read_text())["kind"] == "agency"
    assert len(list((folder / "wire").glob("*/page.html"))) == 3
    checked = call("check", catalog_folder=str(folder))
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.endswith("sound entries, 3 pages read again, no problems\n")
    before = len(demo.requests["northwire"])
    again = call(*order, ports=ports)
    assert len(demo.requests["northwire"]) == before
    assert again.returncode == 1
    assert (
        again.stderr == f"dateline: {folder}/wire.yaml is there already: choose another --id, or remove it first\n"
    )


def test_new_needs_a_folder(demo):
    answer = call("new", demo.url("northwire"), ports=tuple(demo.ports.values()))
    assert answer.returncode == 1
    assert answer.stderr == ("dateline: no folder to write to: set DATELINE_CATALOG_FOLDER, or give --folder\n")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("www.example.org", "'www.example.org' is no http(s) address: write it in full"),
        ("ftp://127.0.0.1/x", "'ftp://127.0.0.1/x' is no http(s) address"),
        ("https://www.example.org/", "is a real site, and a guest gives a name: set DATELINE_CONTACT"),
        ("http://127.0.0.1:9/", "name its port in DATELINE_ALLOW_LOOPBACK_PORTS"),
    ],
)
def test_an_address_that_cannot_be_looked_at_is_one_line(url, words):
    answer = call("probe", url)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert words in answer.stderr


@pytest.mark.parametrize(
    "option", [("--timezone", "Nowhere"), ("--language", "xx"), ("--country", "Belgium"), ("--id", "A b")]
)
def test_a_wrong_word_of_the_user_is_one_line_before_any_request(demo, option):
    before = len(demo.requests["northwire"])
    answer = call("probe", demo.url("northwire"), *option, ports=tuple(demo.ports.values()))
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert option[1] in answer.stderr
    assert len(demo.requests["northwire"]) == before


def test_a_site_that_does_not_answer_is_one_line():
    port = find_free_port()
    answer = call("probe", f"http://127.0.0.1:{port}/", ports=(port,))
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "its robots.txt does not answer" in answer.stderr


class OddSite:
    """A small site: what stands at which path; everything else is a 404."""

    def __init__(self, pages: Mapping[str, tuple[int, str, str]]) -> None:
        site = self
        self.asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                status, kind, body = pages.get(self.path, (404, "text/html", "<p>Not here</p>"))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_arguments) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()


def page(body: str, head: str = "") -> tuple[int, str, str]:
    return 200, "text/html", f"<html lang='en'><head><title>Odd</title>{head}</head><body>{body}</body></html>"


def rss(*paths: str) -> tuple[int, str, str]:
    items = "".join(
        f"<item><link>{path}</link><pubDate>Fri, 2{number} Nov 2026 08:00:00 GMT</pubDate></item>"
        for number, path in enumerate(paths)
    )
    return 200, "application/rss+xml", f"<rss version='2.0'><channel>{items}</channel></rss>"


def test_robots_that_disallow_end_the_look():
    with OddSite({"/robots.txt": (200, "text/plain", "User-agent: *\nDisallow: /"), "/": page("x")}) as site:
        answer = call("probe", site.url, ports=(site.port,))
        assert answer.returncode == 1
        assert answer.stderr == (
            f"dateline: {site.url}: robots.txt disallows it for Dateline: ask the site for leave, "
            "or name a page that it allows\n"
        )
        assert site.asked == ["/robots.txt"]


def test_a_site_without_any_way_in_says_what_to_do():
    with OddSite({"/": page("<a href='/about'>About</a>")}) as site:
        answer = call("probe", site.url, ports=(site.port,))
        assert answer.returncode == 1
        assert answer.stderr.count("\n") == 1
        assert "no way in was found: no feed, no sitemap, no WordPress REST, no list of articles" in answer.stderr
        assert len(site.asked) <= 15


def test_a_feed_at_a_usual_address_is_found_and_broken_pages_are_told():
    article = page(f"<article><h1>Ferry runs again</h1>{PARAGRAPH * 5}</article>")
    pages = {"/": page("Welcome"), "/feed.xml": rss("/a-b-c", "/d-e-f"), "/a-b-c": article}
    with OddSite(pages) as site:
        answer = call("probe", site.url, "--json", "--id", "odd", ports=(site.port,))
        assert answer.returncode == 0, answer.stderr
        found = json.loads(answer.stdout)
        assert [way["url"] for way in found["entry"]["discovery"]] == [f"{site.url}feed.xml"]
        assert {one["url"]: one["problem"] for one in found["articles"]} == {
            f"{site.url}a-b-c": None,
            f"{site.url}d-e-f": "the site answered 404",
        }


def test_the_address_of_a_feed_will_do():
    article = page(f"<article><h1>Ferry runs again</h1>{PARAGRAPH * 5}</article>")
    with OddSite({"/": page("Welcome"), "/hidden/rss": rss("/a-b-c"), "/a-b-c": article}) as site:
        answer = call("probe", f"{site.url}hidden/rss", "--json", ports=(site.port,))
        entry = json.loads(answer.stdout)["entry"]
        assert (entry["homepage"], entry["discovery"][0]["url"]) == (site.url, f"{site.url}hidden/rss")


def test_a_way_in_that_is_closed_is_told_and_left_out(demo):
    demo.fail("meridian", 403, prefix="/wp-json/wp/")
    try:
        found = probe(demo, "meridian")
    finally:
        demo.fail("meridian", None, prefix="/wp-json/wp/")
    ways = {way["strategy"]: way for way in found["ways"]}
    assert "refuses us (HTTP 403)" in ways["wordpress"]["detail"]
    assert [way["strategy"] for way in found["entry"]["discovery"]] == ["sitemap", "feed", "listing"]


def test_a_sitemap_with_more_than_is_read_has_more_behind_it():
    urls = "".join(f"<url><loc>/news/a-b-{number}</loc></url>" for number in range(20_001))
    xml = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
    with OddSite({"/": page("Welcome"), "/sitemap.xml": (200, "application/xml", xml)}) as site:
        answer = call("probe", site.url, "--json", ports=(site.port,))
        assert answer.returncode == 0, answer.stderr
        (way,) = json.loads(answer.stdout)["ways"]
        assert (way["strategy"], way["depth"]) == ("sitemap", "open")


def test_politeness_is_shared_where_there_is_a_database(demo, database_url, database):
    answer = call(
        "probe", demo.url("northwire"), "--json", ports=tuple(demo.ports.values()), database_url=database_url
    )
    assert answer.returncode == 0, answer.stderr
    host = database.execute(
        "select robots_status from crawl.hosts where host = %s", [f"127.0.0.1:{demo.ports['northwire']}"]
    )
    assert host.fetchone() == {"robots_status": 200}

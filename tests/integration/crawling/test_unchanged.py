"""An unchanged source costs one conditional request, and its young articles are looked at again: whole nights."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from dateline.line import run_line
from transforms.windows import Mode, Window

NOW = datetime.now(UTC).replace(microsecond=0)
YESTERDAY = (NOW - timedelta(days=1)).date()
AT = datetime.combine(YESTERDAY, datetime.min.time(), UTC) + timedelta(hours=9)
NIGHT = Window(first_day=YESTERDAY, last_day=YESTERDAY, mode=Mode.LOOK_BACK)
OLD = AT - timedelta(days=300)
TEXT = """<p>The harbour master of Velburg said that ferries would sail again after a pause of nine days.</p>
<p>Crews had waited for the naval patrol to clear the channel, and the first boat left shortly after dawn.</p>
<p>Traders in the market welcomed the news, since fresh fruit had become scarce and dear in the town.</p>"""


def write_page(title, at=AT, text=TEXT):
    text = text.replace("Velburg", title.rpartition(" ")[2].capitalize())
    return (
        f'<html lang="en"><head><title>{title}</title><meta property="article:published_time" '
        f'content="{at.isoformat()}"></head><body><article><h1>{title}</h1>{text}</article></body></html>'
    ).encode()


class Outlet:
    """A site whose listing is a feed, a sitemap or a page, with validators or without."""

    def __init__(self, crawl, site, page, kind, *, etag=True):
        self.crawl, self.site, self.page, self.kind, self.etag = crawl, site, page, kind, etag
        self.entries = {}
        self.runs = 0
        crawl.configure(recheck_after=0.0)
        options = ", article: /ferries-" if kind == "listing" else ""
        self.write_source(options)
        self.add("/ferries-sail-again-to-old", OLD)

    def write_source(self, options):
        self.crawl.configure(sources=())
        self.crawl.source(
            "outlet", self.site, discovery=f'[{{strategy: {self.kind}, url: "{self.site.base}/list"{options}}}]'
        )

    def add(self, path, at=AT):
        title = f"Ferries sail again to {path.rpartition('-')[2]}"
        self.site.answers[path] = self.page(write_page(title, at))
        self.entries[path] = at
        self.show()

    def show(self, *, without=()):
        urls = {self.site.base + path: at for path, at in self.entries.items() if path not in without}
        ordered = sorted(urls.items(), key=lambda pair: pair[1], reverse=True)
        match self.kind:
            case "feed":
                rows = "".join(
                    f"<item><link>{url}</link><pubDate>{format_datetime(at)}</pubDate></item>"
                    for url, at in ordered
                )
                body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>{rows}</channel></rss>'
            case "sitemap":
                rows = "".join(
                    f"<url><loc>{url}</loc><lastmod>{at.isoformat()}</lastmod></url>" for url, at in ordered
                )
                body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
            case _:
                rows = "".join(
                    f'<article><a href="{url}">A story of the harbour</a><time datetime="{at.isoformat()}"></time>'
                    "</article>"
                    for url, at in ordered
                )
                body = f"<html><body><main>{rows}</main></body></html>"
        self.site.answers["/list"] = self.answer_listing(body.encode())

    def answer_listing(self, body):
        tag = f'"{hash(body)}"'

        def answer(handler):
            if self.etag and handler.headers.get("If-None-Match") == tag:
                handler.send_page(self.page(b"", 304, {"ETag": tag}))
            else:
                headers = {"Content-Type": "text/html" if self.kind == "listing" else "application/xml"}
                handler.send_page(self.page(body, 200, headers | ({"ETag": tag} if self.etag else {})))

        return answer

    def night(self):
        self.site.asked.clear()
        self.runs += 1
        run_line(
            self.crawl.settings,
            run_id=f"command/{self.runs}",
            window=NIGHT,
            selection=("outlet",),
            say=lambda line: None,
        )

    def look(self):
        [row] = self.crawl.rows(
            "select unchanged, reach, problem, entries, requests from crawl.observations where run_id = %s",
            f"command/{self.runs}",
        )
        return row

    def coverage(self):
        return self.crawl.rows("select day, reach, found, stored from report.coverage order by day")

    def listing_requests(self):
        return [asked for asked in self.site.asked if asked.path == "/list"]


@pytest.fixture
def open_outlet(crawl, site, page):
    return lambda kind, **options: Outlet(crawl, site, page, kind, **options)


@pytest.mark.parametrize("etag", [True, False])
@pytest.mark.parametrize("kind", ["feed", "sitemap", "listing"])
def test_an_unchanged_source_costs_one_request_and_reports_what_it_reported(open_outlet, kind, etag):
    outlet = open_outlet(kind, etag=etag)
    outlet.add("/ferries-sail-again-to-one")
    outlet.add("/ferries-sail-again-to-two")
    outlet.night()
    before, first = outlet.coverage(), outlet.look()
    assert (first["unchanged"], first["reach"]) == (False, "full")
    assert any(row["stored"] == 2 for row in before)
    outlet.night()
    [asked] = outlet.listing_requests()
    assert ("If-None-Match" in asked.headers) is etag
    second = outlet.look()
    assert second == first | {"unchanged": True, "requests": 1}
    assert outlet.coverage() == before
    assert {row[0] for row in outlet.crawl.outcomes("command/2").values()} == {"unchanged"}
    outlet.add("/ferries-sail-again-to-three")
    outlet.night()
    assert outlet.look()["unchanged"] is False
    assert outlet.crawl.outcomes("command/3")["ferries-sail-again-to-three"] == ("stored", "")


def test_what_was_not_published_is_not_remembered(open_outlet):
    outlet = open_outlet("feed")
    outlet.add("/ferries-sail-again-to-one")
    outlet.crawl.run("command/killed", NIGHT)
    assert len(outlet.listing_requests()) == 1
    outlet.night()
    [asked] = outlet.listing_requests()
    assert "If-None-Match" not in asked.headers
    assert outlet.crawl.outcomes("command/1")["ferries-sail-again-to-one"] == ("stored", "")


def test_a_listing_is_read_again_under_other_rules_and_after_some_days(open_outlet):
    outlet = open_outlet("feed")
    outlet.add("/ferries-sail-again-to-one")
    outlet.night()
    outlet.crawl.database.execute("update crawl.looks set read_at = now() - interval '4 days'")
    outlet.night()
    assert "If-None-Match" not in outlet.listing_requests()[0].headers
    assert outlet.look()["unchanged"] is False
    outlet.write_source(", paged: none")
    entry = outlet.crawl.folder / "outlet.yaml"
    entry.write_text(f"{entry.read_text()}exclude: [/nothing/]\n")
    outlet.night()
    assert outlet.look()["unchanged"] is False


def test_young_articles_are_looked_at_again_though_no_listing_shows_them(open_outlet, page):
    outlet = open_outlet("feed")
    for name in ("kept", "edited", "gone"):
        outlet.add(f"/ferries-sail-again-to-{name}")
    outlet.night()
    outlet.show(
        without=("/ferries-sail-again-to-kept", "/ferries-sail-again-to-edited", "/ferries-sail-again-to-gone")
    )
    changed = TEXT.replace("nine days", "ten days, and not of nine as was said before")
    outlet.site.answers["/ferries-sail-again-to-edited"] = page(
        write_page("Ferries sail again to edited", text=changed)
    )
    outlet.site.answers["/ferries-sail-again-to-gone"] = page(b"gone", 410)
    outlet.night()
    assert outlet.crawl.outcomes("command/2") == {
        "ferries-sail-again-to-kept": ("unchanged", ""),
        "ferries-sail-again-to-edited": ("updated", ""),
        "ferries-sail-again-to-gone": ("failed", "gone"),
    }
    rows = outlet.crawl.rows(
        "select articles.title, version_no, gone_at is not null as gone from news.articles order by title"
    )
    assert [(row["version_no"], row["gone"]) for row in rows] == [(2, False), (1, True), (1, False)]
    outlet.night()
    assert set(outlet.crawl.outcomes("command/3")) == {
        "ferries-sail-again-to-kept",
        "ferries-sail-again-to-edited",
    }


def test_exact_runs_look_at_nothing_but_what_is_listed(open_outlet):
    outlet = open_outlet("feed")
    outlet.add("/ferries-sail-again-to-one")
    outlet.night()
    outlet.show(without=("/ferries-sail-again-to-one",))
    outlet.crawl.run("command/exact", Window(first_day=YESTERDAY, last_day=YESTERDAY, mode=Mode.EXACT))
    assert outlet.crawl.outcomes("command/exact") == {}


def test_what_there_is_no_room_to_look_at_again_does_not_go_before_what_is_new(open_outlet):
    outlet = open_outlet("feed")
    for name in ("one", "two"):
        outlet.add(f"/ferries-sail-again-to-{name}")
    outlet.night()
    outlet.show(without=("/ferries-sail-again-to-one", "/ferries-sail-again-to-two"))
    outlet.crawl.configure(byte_budget=1)
    outlet.add("/ferries-sail-again-to-three")
    outlet.show(without=("/ferries-sail-again-to-one", "/ferries-sail-again-to-two"))
    outlet.night()
    assert outlet.crawl.outcomes("command/2") == {
        "ferries-sail-again-to-three": ("stored", ""),
        "ferries-sail-again-to-one": ("unchanged", "not_due"),
        "ferries-sail-again-to-two": ("unchanged", "not_due"),
    }
    assert outlet.crawl.rows("select 1 from crawl.urls where deferred_at is not null") == []

"""Listings of many pages over real HTTP: feeds that link their next page, WordPress, and the bound on all."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from dateline.line import run_line
from transforms.windows import Mode, Window

MORNING = datetime(2026, 11, 21, 9, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def observe(crawl, run_id="command/one"):
    query = (
        "select reach, problem, detail, entries, requests, listing_ended from crawl.observations where run_id = %s"
    )
    [look] = crawl.rows(query, run_id)
    return look


def write_atom(paths, at, following):
    link = f'<link rel="next" href="{following}"/>' if following else ""
    rows = "".join(
        f'<entry><link href="{path}"/><published>{at.isoformat()}</published></entry>' for path in paths
    )
    return f"<feed {ATOM}>{link}{rows}</feed>"


def write_rss(paths, at, following):
    link = f'<atom:link rel="next" href="{following}"/>' if following else ""
    rows = "".join(
        f"<item><link>{path}</link><pubDate>{at:%d %b %Y %H:%M} +0000</pubDate></item>" for path in paths
    )
    return f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{link}{rows}</channel></rss>'


def write_json(paths, at, following):
    items = [{"id": path, "url": path, "date_published": at.isoformat()} for path in paths]
    next_url = {"next_url": following} if following else {}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "f", "items": items} | next_url)


def serve_feed(crawl, site, page, write, last=None):
    """Three linked pages of a feed: two of the window, then an older one, which may link on."""
    pages = (
        ("/feed", ["/a", "/b"], MORNING, "/feed?page=2"),
        ("/feed?page=2", ["/c"], MORNING, "/feed?page=3"),
        ("/feed?page=3", ["/old"], LONG_AGO, last),
    )
    for path, paths, at, following in pages:
        body = write(paths, at, following).encode()
        kind = "application/feed+json" if body.startswith(b"{") else "application/xml"
        site.answers[path] = page(body, 200, {"Content-Type": kind})
    crawl.source("linked", site, discovery=f'[{{strategy: feed, url: "{site.base}/feed", paged: next}}]')


WRITERS = pytest.mark.parametrize("write", [write_atom, write_rss, write_json])


@WRITERS
def test_a_feeds_linked_pages_are_followed_past_the_window_and_no_further(crawl, site, page, write):
    serve_feed(crawl, site, page, write, last="/feed?page=4")
    crawl.run()
    assert sorted(crawl.outcomes()) == ["a", "b", "c"]
    look = observe(crawl)
    assert (look["reach"], look["entries"], look["requests"]) == ("full", 4, 3)
    assert site.count("/feed?page=4") == 0


@WRITERS
def test_a_feed_that_links_in_a_circle_ends(crawl, site, page, write):
    serve_feed(crawl, site, page, write)
    for path in ("/feed", "/feed?page=2"):
        following = "/feed?page=2" if path == "/feed" else "/feed"
        site.answers[path] = page(write([f"/on{path[-1]}"], MORNING, following).encode(), 200)
    crawl.run()
    look = observe(crawl)
    assert (look["reach"], look["problem"], look["requests"]) == ("partial", "listing_too_short", 2)


def test_listing_pages_beyond_their_budget_are_not_asked_for(crawl, site, page):
    def answer(handler):
        number = int(handler.path.rpartition("=")[2]) if "=" in handler.path else 1
        handler.send_page(page(write_atom([f"/{number}"], MORNING, f"/feed?page={number + 1}").encode(), 200))

    site.answers["/feed"] = answer
    crawl.source("endless", site, discovery=f'[{{strategy: feed, url: "{site.base}/feed", paged: next}}]')
    crawl.configure(listing_budget=5)
    crawl.run()
    look = observe(crawl)
    assert (look["reach"], look["problem"], look["requests"]) == ("partial", "budget", 5)
    assert "more than 5 listing pages" in look["detail"]
    assert len(crawl.outcomes()) == 5


def write_story(path, at, edited):
    name = path.strip("/").replace("-", " ")
    return f"""<html lang="en"><head><title>The harbour of {name}</title>
    <meta property="article:published_time" content="{at.isoformat()}"></head><body><article>
    <h1>The harbour of {name}</h1><p>The harbour master of {name} said that ferries would sail again at dawn.</p>
    <p>Crews had waited for the naval patrol of {name} to clear the channel, and said so in a letter.</p>
    <p>Traders in the market of {name} welcomed the news, since fruit had become dear {edited or ""}.</p>
    </article></body></html>""".encode()


class Press:
    """A WordPress site: its REST interface filters and pages what it holds, as WordPress does."""

    def __init__(self, site, page, per_page=2):
        self.site, self.page, self.per_page = site, page, per_page
        self.posts = []
        for kind in ("posts", "reports"):
            site.answers[f"/wp-json/wp/v2/{kind}"] = self.answer

    def add(self, path, at, *, kind="posts", language="en", edited=None):
        self.posts.append(
            {"path": path, "kind": kind, "language": language, "at": at, "edited": edited or at},
        )
        self.site.answers[path] = self.page(write_story(path, at, edited))

    def edit(self, path, at):
        [post] = [post for post in self.posts if post["path"] == path]
        self.posts.remove(post)
        self.add(path, post["at"], kind=post["kind"], language=post["language"], edited=at)

    def answer(self, handler):
        parts = urlsplit(handler.path)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        chosen = [
            post
            for post in sorted(self.posts, key=lambda post: post["at"], reverse=True)
            if parts.path.endswith(post["kind"])
            and asked.get("lang", "en") == post["language"]
            and asked.get("after", "") < f"{post['at']:%Y-%m-%dT%H:%M:%S}" < asked.get("before", "9")
            and asked.get("modified_after", "") < f"{post['edited']:%Y-%m-%dT%H:%M:%S}"
        ]
        number = int(asked["page"])
        total = max(1, -(-len(chosen) // self.per_page))
        rows = chosen[(number - 1) * self.per_page : number * self.per_page]
        body = [
            {
                "id": self.posts.index(post),
                "link": self.site.base + post["path"],
                "date_gmt": f"{post['at']:%Y-%m-%dT%H:%M:%S}",
                "modified_gmt": f"{post['edited']:%Y-%m-%dT%H:%M:%S}",
                "title": {"rendered": "Ferries &#038; cranes"},
                "status": "publish",
            }
            for post in rows
        ]
        headers = {"Content-Type": "application/json", "X-WP-TotalPages": f"{total}"}
        handler.send_page(self.page(json.dumps(body).encode(), 200, headers))


@pytest.fixture
def press(crawl, site, page):
    press = Press(site, page)
    site.answers["/robots.txt"] = page(b"", 404)
    return press


def write_press(crawl, site, options=""):
    url = f"{site.base}/wp-json/wp/v2/posts"
    crawl.source("press", site, discovery=f'[{{strategy: wordpress, url: "{url}"{options}}}]')


def test_wordpress_types_and_languages_are_all_asked_for(crawl, site, press):
    for number in range(5):
        press.add(f"/post-{number}", MORNING + timedelta(minutes=number))
    press.add("/bericht", MORNING, language="de")
    press.add("/report", MORNING, kind="reports")
    press.add("/gutachten", MORNING, kind="reports", language="de")
    press.add("/ancient", LONG_AGO, kind="reports")
    press.add("/en-francais", MORNING, language="fr")
    write_press(crawl, site, ", types: [reports], lang: [en, de]")
    crawl.run()
    found = {"bericht", "report", "gutachten", *(f"post-{number}" for number in range(5))}
    assert set(crawl.outcomes()) == found
    look = observe(crawl)
    assert (look["reach"], look["listing_ended"], look["entries"], look["requests"]) == ("full", True, 8, 6)


def test_without_options_only_posts_of_the_sites_own_language_are_asked_for(crawl, site, press):
    press.add("/post", MORNING)
    press.add("/bericht", MORNING, language="de")
    press.add("/report", MORNING, kind="reports")
    write_press(crawl, site)
    crawl.run()
    assert set(crawl.outcomes()) == {"post"}


def test_the_edit_of_an_old_article_is_fetched_and_becomes_a_version(crawl, site, press):
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    yesterday = midnight - timedelta(days=1)
    month_ago = midnight - timedelta(days=30)
    crawl.configure(recheck_after=0.0)
    write_press(crawl, site)
    press.add("/old-and-edited", month_ago)
    press.add("/old-and-left", month_ago)
    press.add("/never-known", month_ago - timedelta(days=1))
    press.add("/new-ferry-sails", yesterday + timedelta(hours=9))
    published = Window(first_day=month_ago.date(), last_day=month_ago.date(), mode=Mode.EXACT)
    night = Window(first_day=yesterday.date(), last_day=yesterday.date(), mode=Mode.LOOK_BACK)
    run(crawl, "command/then", published)
    press.edit("/old-and-edited", datetime.now(UTC))
    press.edit("/never-known", datetime.now(UTC))
    site.asked.clear()
    run(crawl, "command/night", night)
    assert crawl.outcomes("command/night") == {
        "new-ferry-sails": ("stored", ""),
        "old-and-edited": ("updated", ""),
    }
    assert (site.count("/old-and-left"), site.count("/never-known")) == (0, 0)
    assert sum("modified_after" in asked.path for asked in site.asked) == 1
    versions = crawl.rows(
        "select article_versions.version_no from news.article_versions join news.articles using (article_id)"
        " where articles.url like %s",
        "%edited",
    )
    assert sorted(row["version_no"] for row in versions) == [1, 2]


def run(crawl, run_id, window):
    run_line(crawl.settings, run_id=run_id, window=window, selection=("press",), say=lambda line: None)

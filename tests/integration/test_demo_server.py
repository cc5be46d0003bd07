"""The demo outlets over real HTTP."""

import html
import re
import socket
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import feedparser
import httpx
import pytest
import trafilatura
from defusedxml.ElementTree import fromstring
from lxml import html as lxml_html

from dateline.demo import DemoServer, truth
from dateline.demo.stories import DAYS, YEAR

RUN_DAY = date(2026, 11, 22)
TEN_DAYS_AGO = (RUN_DAY - timedelta(days=DAYS)).isoformat() + "T00:00:00Z"
OUTLETS = ("meridian", "northwire", "harbourpost", "fourthquarter")
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture(scope="module")
def server():
    with DemoServer(run_day=RUN_DAY) as running:
        yield running


@pytest.fixture
def own_server():
    """A server that a test may spoil."""
    with DemoServer(run_day=RUN_DAY) as running:
        yield running


@pytest.fixture(scope="module")
def client():
    with httpx.Client(timeout=20) as opened:
        yield opened


def read_words(node):
    return " ".join(node.text_content().split())


def get_posts(client, server, **params):
    return client.get(server.url("meridian", "/wp-json/wp/v2/posts"), params=params)


def expected(source_id, *, days=DAYS):
    return [article for article in truth(RUN_DAY, days=days) if article.source_id == source_id]


def write_addresses(server, articles):
    return sorted(server.url(article.source_id, article.path) for article in articles)


@pytest.mark.parametrize("edited", [False, True])
def test_each_text_stands_in_its_page_paragraph_by_paragraph(client, edited):
    with DemoServer(run_day=RUN_DAY, edited=edited) as running:
        for article in truth(RUN_DAY, edited=edited):
            page = client.get(running.url(article.source_id, article.path))
            assert page.status_code == 200
            tree = lxml_html.fromstring(page.content)
            words = [read_words(node) for node in tree.iter("p", "h2")]
            at = -1
            for paragraph in article.text.split("\n\n") if article.text else ():
                assert words.count(paragraph) == 1, (article.path, paragraph)
                assert words.index(paragraph) > at, "paragraphs out of order"
                at = words.index(paragraph)
            if not article.rejected:
                assert article.title in [read_words(node) for node in tree.iter("h1")]


def test_a_real_extractor_finds_the_texts(client, server):
    for article in truth(RUN_DAY):
        page = client.get(server.url(article.source_id, article.path)).text
        found = trafilatura.extract(page, include_comments=False, favor_precision=True) or ""
        lines = found.split("\n")
        missing = [paragraph for paragraph in article.text.split("\n\n") if paragraph and paragraph not in lines]
        assert missing == [], article.path
        extra = [line for line in lines if line not in article.text and not line.startswith("Read more:")]
        assert article.rejected or extra in ([], [article.title]), article.path


def test_boxes_and_comments_are_in_the_markup_and_not_in_the_truth(client, server):
    page = client.get(server.url("meridian", expected("meridian")[0].path)).text
    for furniture in ("We use cookies", "Leave a Reply", "Related publications", "comment-body"):
        assert furniture in page
    for article in truth(RUN_DAY):
        for furniture in ("cookies", "Sign up", "Read more", "Leave a Reply", "subscribers", "Get our weekly"):
            assert furniture not in article.text


# REST


def test_rest_lists_everything_with_totals(client, server):
    answer = get_posts(client, server, per_page=100, after=TEN_DAYS_AGO)
    posts = answer.json()
    assert answer.headers["X-WP-Total"] == str(len(posts)) == "20"
    everything = str(len(expected("meridian", days=YEAR)))
    assert get_posts(client, server).headers["X-WP-Total"] == everything
    assert answer.headers["X-WP-TotalPages"] == "1"
    by_link = {post["link"]: post for post in posts}
    for article in expected("meridian"):
        post = by_link[server.url("meridian", article.path)]
        assert html.unescape(post["title"]["rendered"]) == article.title
        assert datetime.fromisoformat(post["date_gmt"]).replace(tzinfo=UTC) == article.published_at
        local = datetime.fromisoformat(post["date"]).replace(tzinfo=ZoneInfo("Europe/Brussels"))
        assert local == article.published_at
    assert any("&#8217;" in post["title"]["rendered"] for post in posts)
    assert any("&#038;" in post["title"]["rendered"] for post in posts)


def test_rest_bounds_are_exclusive_and_mean_site_time(client, server):
    article = expected("meridian")[5]
    slug = article.path.rstrip("/").rpartition("/")[2]
    local = article.published_at.astimezone(ZoneInfo("Europe/Brussels")).replace(tzinfo=None)
    second = timedelta(seconds=1)

    def has(**bounds):
        return [post["slug"] for post in get_posts(client, server, slug=slug, **bounds).json()] == [slug]

    assert not has(after=local.isoformat())
    assert not has(before=local.isoformat())
    assert has(after=(local - second).isoformat(), before=(local + second).isoformat())
    assert has(after=(article.published_at - second).strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert not has(after=article.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    # The UTC moment written without a zone is read as an hour earlier.
    assert has(after=article.published_at.replace(tzinfo=None).isoformat())


def test_rest_window_of_a_utc_day_holds_that_days_articles(client, server):
    for back in range(1, 11):
        day = RUN_DAY - timedelta(days=back)
        start = datetime.combine(day, datetime.min.time(), UTC)
        bounds = {
            "after": (start - timedelta(seconds=1)).isoformat(),
            "before": (start + timedelta(days=1)).isoformat(),
        }
        links = {post["link"] for post in get_posts(client, server, **bounds).json()}
        wanted = {
            server.url("meridian", article.path)
            for article in expected("meridian")
            if article.published_day == day
        }
        assert links == wanted


def test_rest_pages_and_fields(client, server):
    seen = []
    for page in (1, 2, 3):
        fields = {"_fields": "id,link,title.rendered"}
        answer = get_posts(client, server, per_page=7, page=page, after=TEN_DAYS_AGO, **fields)
        assert answer.headers["X-WP-TotalPages"] == "3"
        assert all(set(post) == {"id", "link", "title"} for post in answer.json())
        seen += [post["id"] for post in answer.json()]
    assert len(set(seen)) == len(seen) == 20
    past = get_posts(client, server, per_page=7, page=4, after=TEN_DAYS_AGO)
    assert (past.status_code, past.json()["code"]) == (400, "rest_post_invalid_page_number")
    assert get_posts(client, server, after="2999-01-01T00:00:00").json() == []


@pytest.mark.parametrize(
    "params", [{"per_page": "101"}, {"page": "0"}, {"after": "yesterday"}, {"order": "up"}, {"orderby": "colour"}]
)
def test_rest_refuses_what_wordpress_refuses(client, server, params):
    answer = get_posts(client, server, **params)
    assert (answer.status_code, answer.json()["code"]) == (400, "rest_invalid_param")


def test_rest_orders(client, server):
    dates = [post["date"] for post in get_posts(client, server, per_page=100, order="asc").json()]
    assert dates == sorted(dates)
    numbers = [post["id"] for post in get_posts(client, server, per_page=100, orderby="id").json()]
    assert numbers == sorted(numbers, reverse=True)


# Feeds and sitemaps

FEEDS = {"meridian": "/feed/", "northwire": "/rss.xml", "harbourpost": "/feed.xml", "fourthquarter": "/atom.xml"}


def read_feed(client, server, source_id):
    if source_id != "meridian":
        return feedparser.parse(client.get(server.url(source_id, FEEDS[source_id])).content).entries
    entries = []
    for page in (1, 2):
        entries += feedparser.parse(client.get(server.url(source_id, f"/feed/?paged={page}")).content).entries
    return entries


@pytest.mark.parametrize("source_id", OUTLETS)
def test_feeds_list_what_the_truth_says(client, server, source_id):
    entries = read_feed(client, server, source_id)
    days = DAYS if source_id == "meridian" else YEAR
    fed = [article for article in expected(source_id, days=days) if article.in_feed]
    listed = {server.url(source_id, article.path): article for article in fed}
    assert [entry.link for entry in entries] == [entry.link for entry in entries if entry.link in listed]
    assert len(entries) == len(listed)
    for entry in entries:
        article = listed[entry.link]
        assert entry.title == article.title or article.rejected
        assert tuple(author.name for author in entry.get("authors", ()) if author) == article.authors
        if article.published_at and not article.rejected:
            assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == article.published_at


def test_the_wire_lists_an_undated_item_and_one_from_2099(client, server):
    newest_first = read_feed(client, server, "northwire")
    entries = {entry.link.rpartition("/")[2]: entry for entry in reversed(newest_first)}
    assert "published" not in entries["factbox-incidents-in-the-ambra-strait"]
    assert entries["insurers-raise-ambra-premiums"].published_parsed.tm_year == 2099
    page = client.get(entries["factbox-incidents-in-the-ambra-strait"].link).text
    assert not re.search(r"20\d\d|\d{1,2} (?:Nov|November)\b", re.sub(r'(?:href|id)="[^"]*"', "", page))


def test_paged_feeds_end_with_404(client, server):
    pages = -(-len(expected("meridian", days=YEAR)) // 10)
    assert client.get(server.url("meridian", f"/feed/?paged={pages}")).status_code == 200
    assert client.get(server.url("meridian", f"/feed/?paged={pages + 1}")).status_code == 404
    assert client.get(server.url("meridian", "/feed/?paged=x")).status_code == 404


def read_locations(client, address):
    root = fromstring(client.get(address).content)
    return root, [node.text for node in root.iter(f"{MAP}loc")]


def test_wordpress_sitemap_has_every_post_and_no_lastmod(client, server):
    _, children = read_locations(client, server.url("meridian", "/wp-sitemap.xml"))
    assert children == [server.url("meridian", "/wp-sitemap-posts-post-1.xml")]
    root, locations = read_locations(client, children[0])
    assert sorted(locations) == write_addresses(server, expected("meridian", days=YEAR))
    assert list(root.iter(f"{MAP}lastmod")) == []


def test_robots_of_the_news_site_lead_to_its_sitemaps(client, server):
    robots = client.get(server.url("harbourpost", "/robots.txt"))
    assert robots.headers["Content-Type"].startswith("text/plain")
    assert "Crawl-delay: 0.2" in robots.text
    index, news = re.findall(r"Sitemap: (\S+)", robots.text)
    root, children = read_locations(client, index)
    assert len(list(root.iter(f"{MAP}lastmod"))) == len(children)
    found = [location for child in children for location in read_locations(client, child)[1]]
    assert sorted(found) == write_addresses(server, expected("harbourpost", days=YEAR))
    root, recent = read_locations(client, news)
    since = RUN_DAY - timedelta(days=2)
    wanted = [article for article in expected("harbourpost") if article.published_day >= since]
    assert sorted(recent) == sorted(server.url("harbourpost", article.path) for article in wanted)
    titles = {node.text for node in root.iter(f"{NEWS}title")}
    assert titles == {article.title for article in wanted}


@pytest.mark.parametrize("source_id", OUTLETS)
def test_pages_that_are_no_articles(client, server, source_id):
    assert client.get(server.url(source_id, "/robots.txt")).text.startswith("User-agent: *")
    sections = {
        "meridian": "/category/analysis/",
        "northwire": "/desk/world",
        "harbourpost": "/world/",
        "fourthquarter": "/section/essays",
    }
    for path in ("/", "/about/", "/search?q=strait", sections[source_id]):
        page = client.get(server.url(source_id, path))
        assert page.status_code == 200
        assert page.headers["Content-Type"].startswith("text/html")
    missing = client.get(server.url(source_id, "/nothing/here"))
    assert missing.status_code == 404
    assert "Page not found" in missing.text


def test_search_finds_words_and_escapes_them(client, server):
    found = client.get(server.url("meridian", "/?s=dredger")).text
    cards = lxml_html.fromstring(found).xpath('//div[@class="cards"]//h2')
    assert {read_words(card) for card in cards} == {find_slug("mines-are-cheap").title}
    page = client.get(server.url("northwire", "/search"), params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page


# The magazine's listings


def test_archive_pages_lead_through_every_story(client, server):
    address, seen = server.url("fourthquarter", "/archive"), []
    for _ in range(100):
        tree = lxml_html.fromstring(client.get(address).content)
        tree.make_links_absolute(address)
        seen += tree.xpath('//div[@class="cards"]//h2/a/@href')
        following = tree.xpath('//a[@rel="next"]/@href')
        if not following:
            break
        address = following[0]
    assert sorted(seen) == write_addresses(server, expected("fourthquarter", days=YEAR))
    assert "There is nothing here" in client.get(server.url("fourthquarter", "/archive?page=99")).text


def test_dated_archive_pages_list_the_local_day(client, server):
    zone = ZoneInfo("Asia/Tbilisi")
    for article in expected("fourthquarter", days=YEAR)[::7]:
        local = article.published_at.astimezone(zone).date() if article.published_at else article.published_day
        assert article.path in client.get(server.url("fourthquarter", f"/{local:%Y/%m/%d}/")).text
        assert article.path in client.get(server.url("fourthquarter", f"/{local:%Y/%m}/")).text
    assert client.get(server.url("fourthquarter", "/2026/02/30/")).status_code == 404
    assert "There is nothing here" in client.get(server.url("fourthquarter", "/2020/01/01/")).text


# Special pages


def find_slug(part):
    return next(article for article in truth(RUN_DAY) if part in article.path)


def test_special_pages(client, server):
    wall = client.get(server.url("fourthquarter", find_slug("captain-who-owed").path)).text
    assert '"isAccessibleForFree": false' in wall
    assert 'class="paywall"' in wall
    day_only = client.get(server.url("fourthquarter", find_slug("letter-from-a-minefield").path)).text
    assert re.search(r'"datePublished": "\d{4}-\d\d-\d\d"', day_only)
    withdrawn = client.get(server.url("northwire", find_slug("explosions-reported").path))
    assert (withdrawn.status_code, "Page not found" in withdrawn.text) == (200, True)
    french = client.get(server.url("meridian", find_slug("sur-la-dren").path)).text
    assert '<html lang="en-US"' in french


def test_copies_point_to_the_wire(client, server):
    for article in filter(lambda article: article.copy_of, truth(RUN_DAY)):
        page = client.get(server.url("harbourpost", article.path)).text
        assert f'<link rel="canonical" href="{server.url(*article.copy_of)}">' in page
        assert "Source: Northwire" in page


def test_wordpress_guesses_an_address(client, server):
    article = find_slug("mines-are-cheap")
    for path in (article.path.rstrip("/"), article.path[:-4] + "/"):
        answer = client.get(server.url("meridian", path))
        assert answer.status_code == 301
        assert answer.headers["Location"] == server.url("meridian", article.path)


# HTTP


@pytest.mark.parametrize(
    ("source_id", "path"),
    [
        ("harbourpost", "article"),
        ("harbourpost", "/sitemaps/index.xml"),
        ("harbourpost", "/sitemaps/news.xml"),
        ("harbourpost", "/feed.xml"),
        ("northwire", "/rss.xml"),
        ("meridian", "/feed/"),
        ("fourthquarter", "/atom.xml"),
    ],
)
def test_validators_give_304(client, server, source_id, path):
    address = server.url(source_id, expected(source_id)[-1].path if path == "article" else path)
    first = client.get(address)
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    again = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-Modified-Since": changed}).status_code == 304
    assert (
        client.get(address, headers={"If-None-Match": '"other"', "If-Modified-Since": changed}).status_code == 200
    )
    assert client.get(address, headers={"If-Modified-Since": "not a date"}).status_code == 200
    assert client.get(address, headers={"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}).status_code == 200


def test_wordpress_articles_have_no_validators(client, server):
    assert "ETag" not in client.get(server.url("meridian", expected("meridian")[0].path)).headers


def test_head_has_the_headers_and_no_body(client, server):
    address = server.url("meridian", "/about/")
    full, head = client.get(address), client.head(address)
    assert head.headers["Content-Length"] == full.headers["Content-Length"] == str(len(full.content))
    assert head.content == b""
    assert client.post(address, content=b"x").status_code == 405


def test_one_connection_serves_many_requests(server):
    with socket.create_connection(("127.0.0.1", server.ports["northwire"]), timeout=10) as connection:
        for _ in range(3):
            connection.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
            received = b""
            while b"/terminal/\n" not in received:
                received += connection.recv(4096)
            assert received.startswith(b"HTTP/1.1 200")


def test_everything_binds_to_loopback_only(server):
    assert sorted(server.ports) == sorted(OUTLETS)
    assert len(set(server.ports.values())) == 4
    assert all(listener.server_address[0] == "127.0.0.1" for listener in server._servers)


def test_requests_are_logged(client, own_server):
    client.get(own_server.url("northwire", "/robots.txt"), headers={"User-Agent": "probe"})
    client.get(own_server.url("northwire", "/missing?x=1"))
    seen = list(own_server.requests["northwire"])
    assert [(entry.method, entry.path, entry.status) for entry in seen] == [
        ("GET", "/robots.txt", 200),
        ("GET", "/missing?x=1", 404),
    ]
    assert seen[0].user_agent == "probe"
    assert seen[0].at <= seen[1].at
    assert not own_server.requests["meridian"]


def test_one_outlet_fails_and_heals_alone(client, own_server):
    own_server.fail("northwire", 500)
    assert client.get(own_server.url("northwire", "/robots.txt")).status_code == 500
    assert client.get(own_server.url("northwire", "/rss.xml")).status_code == 500
    assert client.get(own_server.url("meridian", "/robots.txt")).status_code == 200
    own_server.fail("northwire", None)
    assert client.get(own_server.url("northwire", "/rss.xml")).status_code == 200


def test_a_part_of_an_outlet_fails_alone(client, own_server):
    own_server.fail("meridian", 403, prefix="/wp-json")
    assert get_posts(client, own_server).status_code == 403
    assert client.get(own_server.url("meridian", "/feed/")).status_code == 200
    own_server.fail("meridian", None, prefix="/wp-json")
    assert get_posts(client, own_server).status_code == 200


def test_edit_serves_second_versions_and_changes_tags(client, own_server):
    after = {(article.source_id, article.path): article for article in truth(RUN_DAY, edited=True)}
    edited = [article for article in truth(RUN_DAY) if after[article.source_id, article.path] != article]
    tags = {}
    for article in edited:
        answer = client.get(own_server.url(article.source_id, article.path))
        tags[article.path] = answer.headers.get("ETag")
    since = min(article.published_at for article in edited if article.source_id == "meridian")
    bounds = {"modified_after": since.isoformat(), "_fields": "link", "per_page": 100}
    links_before = {post["link"] for post in get_posts(client, own_server, **bounds).json()}
    own_server.edit()
    own_server.edit()
    for article in edited:
        answer = client.get(own_server.url(article.source_id, article.path))
        new = after[article.source_id, article.path]
        changed = (set(new.text.split("\n\n")) - set(article.text.split("\n\n"))).pop()
        assert changed in [read_words(node) for node in lxml_html.fromstring(answer.content).iter("p")]
        assert answer.headers.get("ETag") != tags[article.path] or article.source_id != "harbourpost"
    links_after = {post["link"] for post in get_posts(client, own_server, **bounds).json()}
    assert len(links_after - links_before) == 1
    page = client.get(own_server.url("meridian", find_slug("after-port-sable").path)).text
    assert "article:modified_time" in page
    assert "(updated)" in page


def test_the_next_day_adds_a_day_and_keeps_the_other_addresses(client, own_server):
    yesterday = [article for article in truth(RUN_DAY) if article.filed_day > RUN_DAY - timedelta(days=10)]
    new = [article for article in truth(RUN_DAY + timedelta(days=1)) if article.filed_day == RUN_DAY]
    assert client.get(own_server.url(new[0].source_id, new[0].path)).status_code == 404
    own_server.turn_to(RUN_DAY + timedelta(days=1))
    for article in yesterday + new:
        assert client.head(own_server.url(article.source_id, article.path)).status_code == 200


def test_a_busy_port_gives_a_free_one():
    with socket.socket() as blocker:
        blocker.bind(("127.0.0.1", 0))
        blocker.listen()
        busy = blocker.getsockname()[1]
        with DemoServer(run_day=RUN_DAY, ports={"meridian": busy}) as running:
            assert running.ports["meridian"] != busy
            assert httpx.get(running.url("meridian", "/robots.txt")).status_code == 200


def test_stop_ends_open_connections_and_frees_the_ports(client):
    running = DemoServer(run_day=RUN_DAY)
    running.start()
    running.start()
    port = running.ports["northwire"]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
        while b"/terminal/\n" not in connection.recv(4096):
            pass
        running.stop()
        assert connection.recv(4096) == b""
    running.stop()
    with DemoServer(run_day=RUN_DAY, ports={"northwire": port}) as again:
        assert again.ports["northwire"] == port

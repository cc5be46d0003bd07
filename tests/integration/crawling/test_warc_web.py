"""Web archives at web addresses, and lists of them: read in pieces through the guards, chosen by the window."""

import gzip
import random
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from scrapers.warc import Exchange, render_exchange, render_info
from transforms.windows import Mode, Window

AT = datetime(2026, 11, 21, 7, 8, 9, tzinfo=UTC)
OWN = "https://own.example"


def record(url, body=b"<html>page</html>", **more):
    headers = (("Content-Type", "text/html"), *((name.replace("_", "-"), value) for name, value in more.items()))
    response, _ = render_exchange(Exchange(url=url, fetched_at=AT, status=200, headers=headers, body=body))
    return response


def bind(*records):
    return b"".join((render_info("pages.warc.gz"), *records))


@pytest.fixture
def serve(site):
    """Have the site give a file in the parts that are asked for; `marks` are its ETags, one a request."""

    def put(path, content, marks=None):
        waiting = iter(marks or ())

        def answer(handler):
            first, last = map(int, re.match(r"bytes=(\d+)-(\d+)", handler.headers["Range"]).groups())
            part = content[first : last + 1]
            handler.send_response(206 if part else 416)
            handler.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(content)}")
            handler.send_header("Content-Length", str(len(part)))
            handler.send_header("ETag", next(waiting, '"one"'))
            handler.end_headers()
            handler.wfile.write(part)

        site.answers[path] = answer

    return put


@pytest.fixture
def archive(crawl, site):
    """Write a source that reads what the site keeps."""

    def write(url, options="", homepage=OWN, base=site.base):
        (crawl.folder / "pages.yaml").write_text(
            f"id: pages\nname: Pages\nkind: news\nlanguages: [en]\ntimezone: UTC\nhomepage: {homepage}/\n"
            f'discovery: [{{strategy: warc, url: "{base}{url}"{options}}}]\n'
        )
        crawl.configure(
            sources=("pages",), allow_loopback_ports=(site.port,), min_interval=0.0, contact="test@example.org"
        )

    return write


def read_look(crawl):
    [look] = crawl.rows("select reach, problem, detail, requests from crawl.observations")
    return look


def read_urls(crawl):
    return [row["url"] for row in crawl.rows("select url from crawl.captures order by url")]


def list_paths(site):
    return [asked.path for asked in site.asked if asked.path != "/robots.txt"]


def test_a_file_is_read_in_pieces(crawl, archive, serve, site):
    noise = random.Random(1)  # what does not pack
    bodies = [f"<html>{noise.randbytes(700_000).hex()}</html>".encode() for _ in range(26)]
    content = bind(*(record(f"{OWN}/{number}", body) for number, body in enumerate(bodies)))
    assert len(content) > 16 * 1024 * 1024
    serve("/pages.warc.gz", content)
    archive("/pages.warc.gz")
    assert crawl.run()["captured"] == len(bodies)
    assert list_paths(site) == ["/pages.warc.gz"] * 2
    assert [asked.headers["Accept-Encoding"] for asked in site.asked if "Range" in asked.headers] == [
        "identity"
    ] * 2
    assert read_look(crawl) == {"reach": "full", "problem": None, "detail": None, "requests": 2}


def test_a_file_that_changes_while_it_is_read_is_said_and_what_came_first_is_kept(crawl, archive, serve):
    noise = random.Random(1)  # what does not pack
    bodies = [f"<html>{noise.randbytes(700_000).hex()}</html>".encode() for _ in range(26)]
    content = bind(*(record(f"{OWN}/{number}", body) for number, body in enumerate(bodies)))
    serve("/pages.warc.gz", content, marks=['"one"', '"two"'])
    archive("/pages.warc.gz")
    assert 20 <= crawl.run()["captured"] < len(bodies)
    look = read_look(crawl)
    assert (look["reach"], look["problem"]) == ("partial", "malformed")
    assert look["detail"].endswith("/pages.warc.gz changed while it was read")


def test_a_server_that_knows_no_ranges_may_give_the_whole_file(crawl, archive, site, page):
    site.answers["/pages.warc.gz"] = page(bind(record(f"{OWN}/a")))
    archive("/pages.warc.gz")
    assert crawl.run()["captured"] == 1
    assert read_look(crawl)["reach"] == "full"


@pytest.mark.parametrize(
    ("status", "headers", "problem"),
    [
        (404, {}, "missing"),
        (403, {}, "refused"),
        (500, {}, "server_error"),
        (302, {"Location": "file:///etc/passwd"}, "blocked"),
        (206, {"Content-Range": "bytes 5-9/10"}, "malformed"),
    ],
)
def test_a_file_that_cannot_be_had_is_said(crawl, archive, site, page, status, headers, problem):
    site.answers["/pages.warc.gz"] = page(b"nothing", status, headers)
    archive("/pages.warc.gz")
    crawl.run()
    look = read_look(crawl)
    assert (look["reach"], look["problem"]) == ("unreachable", problem)


def test_a_page_that_asks_not_to_be_archived_is_left_out(crawl, archive, serve):
    forbidding = b'<html><meta name="robots" content="noarchive">secret</html>'
    pages = (
        record(f"{OWN}/open"),
        record(f"{OWN}/header", X_Robots_Tag="noarchive"),
        record(f"{OWN}/a", forbidding),
    )
    serve("/pages.warc.gz", bind(*pages))
    archive("/pages.warc.gz")
    crawl.run()
    skipped = ("skipped", "noarchive")
    assert crawl.outcomes() == {"open": ("captured", ""), "header": skipped, "a": skipped}
    crawl.configure(honour_noarchive=False)
    crawl.run("command/two")
    assert [url.rpartition("/")[2] for url in read_urls(crawl)] == ["a", "header", "open"]


def test_robots_hold_for_archives_too(crawl, archive, site):
    archive("/private/pages.warc.gz")
    crawl.run()
    assert (read_look(crawl)["problem"], list_paths(site)) == ("refused", [])


def name_file(at, number=1):
    return f"crawl-data/CC-NEWS/{at:%Y/%m}/CC-NEWS-{at:%Y%m%d%H%M%S}-{number:05}.warc.gz"


def fill_month(serve, site, page, times, *, packed=True):
    """Put a month's list and its files onto the site, each with a page of ours and a foreign one."""
    names = [name_file(at, number) for number, at in enumerate(times)]
    text = "".join(f"{name}\n" for name in names).encode()
    site.answers[f"/crawl-data/CC-NEWS/{times[0]:%Y/%m}/warc.paths.gz"] = page(
        gzip.compress(text) if packed else text
    )
    for name, at in zip(names, times, strict=True):
        own, foreign = record(f"{OWN}/{at:%d-%H}"), record(f"https://foreign.example/{at:%d-%H}")
        serve(f"/{name}", bind(own, foreign))
    return names


def test_a_months_list_is_read_for_the_windows_files_and_the_sources_own_pages(crawl, archive, serve, site, page):
    times = [datetime(2026, 11, 1, 0, 30, tzinfo=UTC) + timedelta(hours=12 * number) for number in range(50)]
    names = fill_month(serve, site, page, times)
    archive("/crawl-data/CC-NEWS/{yyyy}/{mm}/warc.paths.gz", ", content: paths")
    # 21 November, and what was captured in the three days after it; the file before holds midnight.
    first, last = datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)
    wanted = [name for name, at in zip(names, times, strict=True) if first <= at <= last]
    assert 0 < len(wanted) < len(names)
    crawl.run()
    assert list_paths(site) == ["/crawl-data/CC-NEWS/2026/11/warc.paths.gz", *(f"/{name}" for name in wanted)]
    assert read_urls(crawl) == [
        f"{OWN}/{at:%d-%H}" for at in times if f"{name_file(at, times.index(at))}" in wanted
    ]
    assert read_look(crawl) == {"reach": "full", "problem": None, "detail": None, "requests": 1 + len(wanted)}
    assert crawl.rows("select reason, entries from crawl.pruned") == [
        {"reason": "excluded", "entries": len(wanted)}
    ]


def test_a_list_without_files_of_a_day_says_so(crawl, archive, serve, site, page):
    fill_month(serve, site, page, [datetime(2026, 11, 20, 0, 30, tzinfo=UTC)])
    archive("/crawl-data/CC-NEWS/{yyyy}/{mm}/warc.paths.gz", ", content: paths")
    crawl.run(window=Window(first_day=AT.date(), last_day=AT.date(), mode=Mode.EXACT))
    look = read_look(crawl)
    assert (look["reach"], look["problem"]) == ("partial", "listing_too_short")
    assert look["detail"].endswith("names no file of 2026-11-21")


def test_one_lost_file_leaves_the_others(crawl, archive, serve, site, page):
    times = [datetime(2026, 11, 21, hour, tzinfo=UTC) for hour in (1, 5, 9)]
    names = fill_month(serve, site, page, times, packed=False)
    site.answers[f"/{names[1]}"] = page(b"", 404)
    archive("/crawl-data/CC-NEWS/2026/11/warc.paths.gz", ", content: paths")
    assert crawl.run()["captured"] == 2
    look = read_look(crawl)
    assert (look["reach"], look["problem"]) == ("partial", "missing")
    assert look["detail"].startswith("1 of 3 files: ")


def test_files_that_began_at_the_same_moment_are_read_together(crawl, archive, serve, site, page):
    times = [datetime(2026, 11, 20, 12, tzinfo=UTC)] * 3 + [datetime(2026, 11, 21, 12, tzinfo=UTC)]
    names = [name_file(at, number) for number, at in enumerate(times)]
    site.answers["/paths"] = page("\n".join(names).encode())
    for number, name in enumerate(names):
        serve(f"/{name}", bind(record(f"{OWN}/{number}")))
    archive("/paths", ", content: paths")
    assert crawl.run()["captured"] == 4
    assert read_look(crawl)["reach"] == "full"


def test_a_window_from_a_months_first_day_asks_for_the_last_file_before_it(crawl, archive, serve, site, page):
    fill_month(serve, site, page, [datetime(2026, 10, 31, hour, tzinfo=UTC) for hour in (6, 18)])
    fill_month(serve, site, page, [datetime(2026, 11, 1, 6, tzinfo=UTC)])
    archive("/crawl-data/CC-NEWS/{yyyy}/{mm}/warc.paths.gz", ", content: paths")
    crawl.run(window=Window(first_day=date(2026, 11, 1), last_day=date(2026, 11, 1), mode=Mode.EXACT))
    assert read_urls(crawl) == [f"{OWN}/01-06", f"{OWN}/31-18"]
    assert read_look(crawl)["reach"] == "full"


def test_a_list_that_is_lost_is_said_though_others_were_read(crawl, archive, serve, site, page):
    fill_month(serve, site, page, [datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2026, 11, 2, 6, tzinfo=UTC)])
    archive("/crawl-data/CC-NEWS/{yyyy}/{mm}/warc.paths.gz", ", content: paths")
    window = Window(first_day=date(2026, 10, 31), last_day=date(2026, 11, 1), mode=Mode.EXACT)
    assert crawl.run(window=window)["captured"] == 2
    look = read_look(crawl)
    assert (look["reach"], look["problem"]) == ("partial", "missing")
    assert "CC-NEWS/2026/10/warc.paths.gz" in look["detail"]


@pytest.mark.parametrize(
    ("content", "status", "problem"),
    [
        (b"<html>no list</html>", 200, "malformed"),
        (b"\x1f\x8b\x08 torn", 200, "malformed"),
        (b"", 200, "empty"),
        (b"", 404, "missing"),
        (gzip.compress(b"a.warc.gz\n", mtime=0)[:-4], 200, "malformed"),
    ],
)
def test_a_list_that_is_none_is_said(crawl, archive, site, page, content, status, problem):
    site.answers["/warc.paths.gz"] = page(content, status)
    archive("/warc.paths.gz", ", content: paths")
    crawl.run()
    look = read_look(crawl)
    assert (look["reach"], look["problem"]) == ("unreachable", problem)


def test_a_list_names_no_files_beyond_its_base(crawl, archive, serve, site, page, make_site, tmp_path):
    other = make_site()
    (tmp_path / "secret.warc.gz").write_bytes(bind(record(f"{OWN}/secret")))
    lines = (
        f"{tmp_path}/secret.warc.gz",
        f"file://{tmp_path}/secret.warc.gz",
        "../up.warc.gz",
        f"{other.base}/x.warc.gz",
    )
    site.answers["/warc.paths"] = page("\n".join((*lines, "good.warc.gz")).encode())
    serve("/good.warc.gz", bind(record(f"{OWN}/good")))
    archive("/warc.paths", ", content: paths")
    crawl.run()
    assert (read_urls(crawl), other.asked) == ([f"{OWN}/good"], [])
    look = read_look(crawl)
    assert (look["reach"], look["problem"]) == ("partial", "malformed")
    assert "4 lines of" in look["detail"]


def test_a_list_of_ones_own_may_name_files_beside_it_or_on_the_web(crawl, archive, serve, site, tmp_path):
    (tmp_path / "beside.warc.gz").write_bytes(bind(record(f"{OWN}/beside")))
    (tmp_path / "beside.paths").write_text("beside.warc.gz\n")
    archive("/beside.paths", ", content: paths, dates: any", base=tmp_path)
    crawl.run()
    assert (read_urls(crawl), site.asked) == ([f"{OWN}/beside"], [])
    (tmp_path / "web.paths").write_text("web.warc.gz\n")
    serve("/web.warc.gz", bind(record(f"{OWN}/web")))
    archive("/web.paths", f', content: paths, base: "{site.base}/"', base=tmp_path)
    crawl.run("command/two")
    assert read_urls(crawl) == [f"{OWN}/beside", f"{OWN}/web"]


def test_a_silent_server_keeps_nobody_beyond_the_deadline(crawl, archive, site):
    site.answers["/pages.warc.gz"] = lambda handler: site.closed.wait(20)
    crawl.configure(crawl_deadline=2.0, request_timeout=30.0)
    archive("/pages.warc.gz")
    crawl.run()
    look = read_look(crawl)
    assert (look["reach"], look["problem"]) == ("unreachable", "deadline")

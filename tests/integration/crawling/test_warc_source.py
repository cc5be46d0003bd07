"""Web archives as a source: pages become captures of ours, damage is said, nothing is taken twice."""

import gzip
import os
import re
from datetime import UTC, datetime, timedelta

import pytest

from dateline.line import run_line
from scrapers.archive import read_response
from scrapers.warc import Exchange, render_exchange, render_info
from transforms.windows import Mode, Window

AT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def record(url, body=b"<html>page</html>", *, status=200, **headers):
    pairs = {"Content-Type": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
    response, _ = render_exchange(
        Exchange(url=url, fetched_at=AT, status=status, headers=tuple(pairs.items()), body=body)
    )
    return response


def redated(record, date):
    """The record under another WARC-Date; None leaves it out."""
    line = f"WARC-Date: {date}\r\n".encode() if date is not None else b""
    return gzip.compress(re.sub(rb"WARC-Date: [^\r]*\r\n", line, gzip.decompress(record), count=1))


@pytest.fixture
def warc(crawl, tmp_path):
    """Write a WARC file of records and a source that reads it."""

    def write(*records, options="", compressed=True, entry=""):
        path = tmp_path / "pages.warc.gz"
        joined = b"".join((render_info("pages.warc.gz"), *records))
        path.write_bytes(joined if compressed else gzip.decompress(joined))
        (crawl.folder / "pages.yaml").write_text(
            "id: pages\nname: Pages\nkind: news\nlanguages: [en]\ntimezone: UTC\nhomepage: https://example.org/\n"
            f'discovery: [{{strategy: warc, url: "{path}"{options}}}]\n{entry}'
        )
        crawl.configure(sources=("pages",))
        return path

    return write


def test_each_page_becomes_a_capture_with_the_archives_date(crawl, warc):
    warc(record("https://example.org/a"), record("https://example.org/b#x", b"<html>b</html>"))
    assert crawl.run()["captured"] == 2
    rows = crawl.rows(
        "select url, fetched_at, wanted_since = '-infinity' as any_date, claimed_by, warc_file, warc_offset,"
        " warc_length, body_digest from crawl.captures order by url"
    )
    assert [row["url"] for row in rows] == ["https://example.org/a", "https://example.org/b"]
    for row, body in zip(rows, (b"<html>page</html>", b"<html>b</html>"), strict=True):
        assert (row["fetched_at"], row["any_date"], row["claimed_by"]) == (AT, True, "command/one")
        place = {name: row[f"warc_{name}"] for name in ("file", "offset", "length")}
        assert read_response(crawl.settings.archive, digest=row["body_digest"], **place) == body
    [look] = crawl.rows("select reach, problem, entries, listing_ended, newest_at from crawl.observations")
    assert look == {"reach": "full", "problem": None, "entries": 2, "listing_ended": True, "newest_at": AT}


def test_a_local_file_is_the_users_own_copy_whatever_its_pages_ask_for(crawl, warc):
    warc(record("https://example.org/a", X_Robots_Tag="noarchive"))
    assert crawl.run()["captured"] == 1


def test_dates_window_hands_the_runs_window_on(crawl, warc):
    warc(record("https://example.org/a"), options=", dates: window")
    crawl.run()
    assert crawl.rows("select wanted_since from crawl.captures") == [
        {"wanted_since": datetime(2026, 11, 21, tzinfo=UTC)}
    ]


def test_what_is_no_page_is_counted(crawl, warc):
    warc(
        record("https://example.org/a"),
        record("https://example.org/a"),
        record("https://example.org/missing", status=404),
        record("https://example.org/picture", Content_Type="image/png"),
        record("dns:example.org"),
    )
    assert crawl.run()["captured"] == 1
    pruned = crawl.rows("select reason, entries from crawl.pruned order by reason")
    assert pruned == [{"reason": "excluded", "entries": 3}, {"reason": "not_html", "entries": 1}]


def test_chunked_bodies_are_put_together_in_one_pass(crawl, warc):
    def chunked(url, body):
        orig = record(url, body, X_Transfer_Coding="chunked")
        return gzip.compress(gzip.decompress(orig).replace(b"X-Transfer-Coding:", b"Transfer-Encoding:"))

    warc(
        chunked("https://example.org/many", b"1\r\nx\r\n" * 600_000 + b"0\r\n\r\n"),
        chunked("https://example.org/plain", b"<html>no chunks"),
    )
    crawl.run()
    bodies = crawl.rows("select url, body_bytes from crawl.captures order by url")
    assert [row["body_bytes"] for row in bodies] == [600_000, len(b"<html>no chunks")]


def decide_all(crawl, outcome="stored"):
    """What publishing does to the captures of a run."""
    crawl.database.execute("update crawl.captures set outcome = %s where outcome is null", (outcome,))
    crawl.database.execute("update crawl.runs set state = 'settled'")


def test_each_body_of_an_address_becomes_a_capture(crawl, warc):
    url = "https://example.org/a"
    edit = redated(record(url, b"<html>edited</html>"), "2024-05-07T00:00:00Z")
    warc(record(url), edit, record(url, b"<html>edited</html>"))
    assert crawl.run("command/one")["captured"] == 1  # one address
    days = crawl.rows("select fetched_at::date::text as day from crawl.captures order by fetched_at")
    assert [row["day"] for row in days] == ["2024-05-06", "2024-05-07"]
    assert crawl.rows("select reason, entries from crawl.pruned") == [{"reason": "excluded", "entries": 1}]
    decide_all(crawl)
    crawl.run("command/two")
    assert len(crawl.rows("select 1 from crawl.captures")) == 2
    assert crawl.outcomes("command/two") == {"a": ("unchanged", "")}


def test_a_body_that_comes_to_a_known_address_later_is_captured(crawl, warc):
    url = "https://example.org/a"
    warc(record(url))
    crawl.run("command/one")
    decide_all(crawl)
    warc(record(url), record(url, b"<html>edited</html>"))
    crawl.run("command/two")
    assert crawl.outcomes("command/two") == {"a": ("captured", "")}
    assert len(crawl.rows("select 1 from crawl.captures")) == 2


def test_each_run_gets_behind_the_last_ones_budget(crawl, warc):
    warc(*(record(f"https://example.org/{number}") for number in range(5)))
    crawl.configure(url_budget=2)
    for number, captures in enumerate((2, 4, 5)):
        crawl.run(f"command/{number}")
        assert len(crawl.rows("select 1 from crawl.captures")) == captures
        looks = crawl.rows("select reach, problem from crawl.observations where run_id = %s", f"command/{number}")
        assert looks == [
            {"reach": "full", "problem": None} if captures == 5 else {"reach": "partial", "problem": "budget"}
        ]
        decide_all(crawl)


def test_pages_that_wait_for_publication_do_not_use_up_the_next_runs_budget(crawl, warc):
    warc(*(record(f"https://example.org/{number}") for number in range(5)))
    crawl.configure(url_budget=2)
    for number, captures in enumerate((2, 4, 5)):
        crawl.run(f"command/{number}")
        assert len(crawl.rows("select 1 from crawl.captures")) == captures
        # Nothing was published: the captures have no outcome, and no run holds them any longer.
        crawl.database.execute("update crawl.runs set state = 'settled'")


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("kept", [30, 150, 400, -200, -40])
def test_a_file_that_ends_too_early_is_not_seen_whole(crawl, warc, compressed, kept):
    words = b"".join(b"<p>word %d</p>" % number for number in range(300))
    path = warc(record("https://example.org/a"), compressed=compressed)
    last = record("https://example.org/cut", words)
    path.write_bytes(path.read_bytes() + (last if compressed else gzip.decompress(last))[:kept])
    assert crawl.run()["captured"] == 1
    [look] = crawl.rows("select reach, problem, detail from crawl.observations")
    assert (look["reach"], look["problem"]) == ("partial", "malformed")
    assert look["detail"].startswith("1 damaged places")
    if kept < 0:  # else not even its address is there
        assert crawl.rows("select reason, entries from crawl.pruned") == [{"reason": "unreadable", "entries": 1}]


def test_damage_in_an_uncompressed_archive_costs_no_more_than_its_record(crawl, warc):
    bad = gzip.decompress(record("https://example.org/bad", b"<html>" + b"x" * 5000))
    whole = [gzip.decompress(record(f"https://example.org/{name}")) for name in "ab"]
    warc().write_bytes(whole[0] + bad.replace(b"WARC/1.1", b"\0\0\0\0\0\0\0\0", 1) + whole[1])
    assert crawl.run()["captured"] == 2
    assert crawl.outcomes() == {"a": ("captured", ""), "b": ("captured", "")}
    [look] = crawl.rows("select reach, problem from crawl.observations")
    assert look == {"reach": "partial", "problem": "malformed"}


def test_edits_that_an_archive_holds_become_versions_in_one_run(crawl, warc):
    url = "https://example.org/ferries-sail-again"
    words = "".join(
        f"<p>The harbour master said on day {day} that ferries would sail again soon.</p>" for day in range(9)
    )
    pages = [
        f"<html lang=en><head><title>Ferries sail again</title><meta property=article:published_time"
        f" content=2024-05-06><body><article><h1>Ferries sail again</h1>{words}<p>{last}</p></article>".encode()
        for last in ("Nobody was hurt, he said.", "Two people were hurt, he said on Tuesday.")
    ]
    later = redated(record(url, pages[1]), "2024-05-08T00:00:00Z")
    warc(record(url, pages[0]), later)
    window = Window(first_day=AT.date(), last_day=AT.date(), mode=Mode.LOOK_BACK)
    run_line(crawl.settings, run_id="command/1", window=window, selection=("pages",), say=lambda line: None)
    versions = crawl.rows(
        "select version_no, body, fetched_at::date::text as day from news.article_versions order by 1"
    )
    assert [(row["version_no"], row["day"]) for row in versions] == [(1, "2024-05-06"), (2, "2024-05-08")]
    assert ["Two people" in row["body"] for row in versions] == [False, True]
    assert crawl.rows("select version_no, title from news.articles") == [
        {"version_no": 2, "title": "Ferries sail again"}
    ]
    assert crawl.rows("select outcome, count(*) as captures from crawl.captures group by 1 order by 1") == [
        {"outcome": "stored", "captures": 1},
        {"outcome": "updated", "captures": 1},
    ]
    assert crawl.rows("select outcome, entries from quality.funnel where not pruned and entries > 0") == [
        {"outcome": "stored", "entries": 1}
    ]


def test_a_second_run_takes_over_what_waits_and_copies_nothing(crawl, warc):
    warc(record("https://example.org/a"))
    crawl.run("command/one")
    crawl.database.execute("update crawl.runs set state = 'settled'")
    crawl.run("command/two")
    assert crawl.rows("select claimed_by from crawl.captures") == [{"claimed_by": "command/two"}]


def test_a_published_page_with_the_same_body_is_unchanged(crawl, warc):
    warc(record("https://example.org/a"))
    crawl.run("command/one")
    crawl.database.execute(
        "update crawl.urls set article_id = gen_random_uuid(), outcome = 'stored', fetched_at = now(),"
        " body_digest = (select body_digest from crawl.captures)"
    )
    crawl.database.execute("update crawl.captures set outcome = 'stored'")
    crawl.run("command/two")
    assert crawl.outcomes("command/two") == {"a": ("unchanged", "")}
    assert len(crawl.rows("select 1 from crawl.captures")) == 1


def test_pages_that_were_put_off_are_read_from_the_file_and_never_from_the_network(crawl, warc, site):
    warc(record(f"{site.base}/a"))
    crawl.run("command/one")
    crawl.database.execute("update crawl.urls set deferred_at = now()")
    crawl.database.execute("update crawl.captures set erased_at = now(), outcome = 'failed'")
    crawl.run("command/two")
    assert site.asked == []


def test_an_uncompressed_archive_is_read(crawl, warc):
    warc(record("https://example.org/a"), compressed=False)
    assert crawl.run()["captured"] == 1


def test_damage_is_said_and_the_good_records_are_kept(crawl, warc):
    damaged = bytearray(record("https://example.org/bad", b"<html>" + b"x" * 5000))
    damaged[40:60] = b"\0" * 20
    path = warc(record("https://example.org/a"), bytes(damaged), record("https://example.org/b"))
    path.write_bytes(path.read_bytes() + record("https://example.org/cut")[:-30])
    assert crawl.run()["captured"] == 2
    assert crawl.outcomes() == {"a": ("captured", ""), "b": ("captured", "")}
    [look] = crawl.rows("select reach, problem, detail from crawl.observations")
    assert (look["reach"], look["problem"]) == ("partial", "malformed")
    assert "damaged places" in look["detail"]


@pytest.mark.parametrize(
    "date",
    [
        *(None, "", "yesterday", "2024-05-06", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
        *("2999-12-31T23:59:59Z", "1970-01-01T00:00:00Z"),
        "the day after tomorrow",
    ],
)
def test_a_record_without_a_date_that_can_be_is_left_out_alone(crawl, warc, date):
    if date == "the day after tomorrow":
        date = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
    odd = redated(record("https://example.org/odd"), date)
    warc(record("https://example.org/a"), odd, record("https://example.org/b"))
    assert crawl.run()["captured"] == 2
    assert crawl.outcomes() == {"a": ("captured", ""), "b": ("captured", "")}
    assert crawl.rows("select reason, entries from crawl.pruned") == [{"reason": "undated", "entries": 1}]
    [look] = crawl.rows("select reach, problem, entries, detail from crawl.observations")
    assert (look["reach"], look["problem"], look["entries"]) == ("partial", "malformed", 3)
    assert "the record of https://example.org/odd has no WARC-Date that can be" in look["detail"]


def test_many_records_without_a_date_do_not_end_the_reading(crawl, warc):
    odd = [redated(record(f"https://example.org/{number}"), None) for number in range(150)]
    warc(*odd, record("https://example.org/a"))
    assert crawl.run()["captured"] == 1
    [look] = crawl.rows("select detail from crawl.observations")
    assert look["detail"].startswith("150 damaged places in ")


def test_a_record_that_is_cut_off_is_no_page(crawl, warc):
    words = b"".join(b"<p>word %d</p>" % number for number in range(3000))
    path = warc(record("https://example.org/a"))
    path.write_bytes(path.read_bytes() + record("https://example.org/cut", words)[:-300])
    assert crawl.run()["captured"] == 1
    assert crawl.rows("select reason, entries from crawl.pruned") == [{"reason": "unreadable", "entries": 1}]
    [look] = crawl.rows("select problem, detail from crawl.observations")
    assert look["problem"] == "malformed"
    assert "https://example.org/cut ends after" in look["detail"]


@pytest.mark.parametrize(
    ("options", "entry", "taken"),
    [
        ("", "", ["https://example.org/a", "https://foreign.example/a"]),
        (", hosts: own", "", ["https://example.org/a"]),
        ("", "hosts: [blog.example.org]\n", ["https://blog.example.org/a", "https://example.org/a"]),
    ],
)
def test_an_archive_may_be_read_for_the_pages_of_some_hosts_alone(crawl, warc, options, entry, taken):
    urls = {"https://example.org/a", "https://foreign.example/a", *taken}
    warc(*(record(url) for url in sorted(urls)), options=options, entry=entry)
    assert crawl.run()["captured"] == len(taken)
    assert [row["url"] for row in crawl.rows("select url from crawl.captures order by url")] == taken
    left_out = [{"reason": "excluded", "entries": 1}] if len(taken) < len(urls) else []
    assert crawl.rows("select reason, entries from crawl.pruned") == left_out


def test_a_reader_that_never_comes_back_keeps_nobody_beyond_the_deadline(crawl, warc):
    path = warc()
    path.unlink()
    os.mkfifo(path)  # nobody writes into it: opening it waits for ever
    crawl.configure(crawl_deadline=2.0)
    nothing = {"captured": 0, "unchanged": 0, "skipped": 0, "deferred": 0, "failed": 0}
    assert crawl.run() == nothing | {"unreachable (deadline)": 1}
    [look] = crawl.rows("select reach, problem, detail from crawl.observations")
    assert (look["reach"], look["problem"]) == ("unreachable", "deadline")
    assert "the crawl's deadline came while it was opened" in look["detail"]
    assert crawl.rows("select state from crawl.shards") == [{"state": "done"}]


@pytest.mark.parametrize(
    ("content", "problem"), [(b"<html>no archive</html>" * 50, "malformed"), (b"", "empty"), (None, "missing")]
)
def test_a_file_that_is_no_archive_is_said(crawl, warc, content, problem):
    path = warc()
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert crawl.run()["captured"] == 0
    [look] = crawl.rows("select reach, problem from crawl.observations")
    assert look == {"reach": "unreachable", "problem": problem}


@pytest.mark.parametrize(
    "address",
    [
        "simplecache::{base}/pages.warc.gz",
        "zip://pages.warc.gz::{base}/pages.zip",
        "tar://pages.warc.gz::simplecache::{base}/pages.tar",
        "reference://pages::{base}/references.json",
        "webhdfs://{host}/pages.warc.gz",
        "webdav://{host}/pages.warc.gz",
        "filecache::webhdfs://{host}/pages.warc.gz",
    ],
)
def test_archives_are_not_fetched_past_the_guards(crawl, warc, site, address):
    path = warc()
    entry = crawl.folder / "pages.yaml"
    address = address.format(base=site.base, host=site.base.partition("://")[2])
    entry.write_text(entry.read_text().replace(str(path), address))
    crawl.run()
    [look] = crawl.rows("select reach, problem from crawl.observations")
    assert look == {"reach": "unreachable", "problem": "blocked"}
    assert site.asked == []


def test_the_archive_may_be_an_object_store(crawl, warc, tmp_path):
    # fsspec's own scheme for local files stands for an object store: whole files are handed to it.
    warc(*(record(f"https://example.org/{number}") for number in range(5)))
    crawl.configure(archive_url=f"local://{tmp_path}/store")
    assert crawl.run()["captured"] == 5
    for row in crawl.rows("select warc_file, warc_offset, warc_length, body_digest from crawl.captures"):
        read_response(
            crawl.settings.archive,
            file=row["warc_file"],
            offset=row["warc_offset"],
            length=row["warc_length"],
            digest=row["body_digest"],
        )


@pytest.mark.shared
def test_real_pages_go_through(crawl, warc, shared_folder):
    path = warc()
    entry = crawl.folder / "pages.yaml"
    entry.write_text(entry.read_text().replace(str(path), str(shared_folder / "extraction" / "dev.warc.gz")))
    assert crawl.run()["captured"] == 313

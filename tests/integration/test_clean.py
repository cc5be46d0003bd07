import threading
from datetime import UTC, date, datetime

import pytest

from dateline.steps.batches import plan_batches
from dateline.steps.clean import clean_batch
from scrapers.archive import ArchiveDamaged, ArchiveWriter, digest_body
from scrapers.warc import Exchange
from sql.connection import connect
from sql.errors import StaleAttempt
from sql.staging import StagedArticle, begin_cleaning, finish_cleaning, stage_articles

RUN = "command/now"
FETCHED = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)
PARAGRAPHS = """\
The two delegations met in Halmar on Saturday to settle how the crossing will be watched once the repairs to the \
bridge over the Dren are finished, and neither side called the talks a success.
Officials said that monitors would return to the eastern bank before the end of the month, and that traders who \
had waited for a week could cross between dawn and dusk, although lorries still need a permit.
Farmers in the villages along the road told reporters that prices had doubled since the summer, and that most of \
the families who fled in spring had not come back.""".splitlines()
ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>{title} - Meridian</title>
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{published}"></head>
<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"""
UNDATED = ARTICLE.replace('<meta property="article:published_time" content="{published}">', "")


def make_page(title="Talks in Halmar end without a deal", published="2026-11-21T10:00:00Z", template=ARTICLE):
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return template.format(title=title, published=published, paragraphs=paragraphs).encode()


@pytest.fixture
def keep(settings, rows):
    """Put a page into the archive and return its capture."""
    writer = ArchiveWriter(settings.archive, "2026-11-22/test.warc.gz")

    def keep_page(body, run_id=RUN, **columns):
        url = columns.pop("url", f"https://meridian.example/{len(body)}/{next(rows.numbers)}")
        exchange = Exchange(
            url=url,
            fetched_at=FETCHED,
            status=200,
            headers=(("Content-Type", columns.get("content_type", "text/html; charset=utf-8")),),
            body=body,
        )
        place = writer.append(exchange)
        return rows.capture(
            run_id,
            **{
                "url": url,
                "final_url": url,
                "fetched_at": FETCHED,
                "body_digest": digest_body(body),
                "warc_file": place.file,
                "warc_offset": place.offset,
                "warc_length": place.length,
            }
            | columns,
        )

    yield keep_page
    writer.close()


def staged(fetch):
    return {row["capture_id"]: row for row in fetch("select * from staging.articles")}


def test_a_page_becomes_a_staged_article(settings, rows, keep, fetch):
    rows.source("meridian")
    rows.run(RUN)
    capture = keep(make_page())
    plan_batches(settings, run_id=RUN)
    assert clean_batch(settings, run_id=RUN, batch=0) == {"articles": 1}
    row = staged(fetch)[capture]
    assert (row["outcome"], row["title"], row["published_day"], row["language"]) == (
        None,
        "Talks in Halmar end without a deal",
        date(2026, 11, 21),
        "en",
    )
    assert row["published_at"] == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert row["body"] == "\n\n".join(PARAGRAPHS)
    assert row["extractor"]
    assert len(row["content_digest"]) == 64
    assert fetch("select cleaned_at is not null as clean from staging.batches") == [{"clean": True}]


def test_a_bare_day_is_staged_without_an_instant(settings, rows, keep, fetch):
    rows.source("meridian", timezone="Asia/Tokyo")
    rows.run(RUN)
    capture = keep(make_page(published="2026-11-21"))
    plan_batches(settings, run_id=RUN)
    clean_batch(settings, run_id=RUN, batch=0)
    row = staged(fetch)[capture]
    assert (row["published_at"], row["published_day"], row["published_precision"]) == (
        None,
        date(2026, 11, 21),
        "day",
    )


def test_time_zone_and_overrides_come_from_the_source(settings, rows, keep, fetch):
    from psycopg.types.json import Jsonb

    rows.source("meridian", timezone="America/New_York", entry=Jsonb({"overrides": {"title": "h2.headline"}}))
    rows.run(RUN)
    page = make_page(published="2026-11-20T21:30:00").replace(
        b"<article>", b"<h2 class=headline>Own words</h2><article>"
    )
    capture = keep(page)
    plan_batches(settings, run_id=RUN)
    clean_batch(settings, run_id=RUN, batch=0)
    row = staged(fetch)[capture]
    assert row["published_at"] == datetime(2026, 11, 21, 2, 30, tzinfo=UTC), "half past nine in New York"
    assert (row["title"], row["outcome"]) == ("Own words", None)


@pytest.mark.parametrize(
    ("page", "columns", "outcome", "reason"),
    [
        (b"", {}, "rejected", "empty"),
        (b"%PDF-1.7 nothing", {"content_type": "application/pdf"}, "rejected", "not_html"),
        (make_page(published="2026-11-20T23:59:59Z"), {}, "skipped", "outside_window"),
        (make_page(template=UNDATED), {}, "skipped", "undated"),
        (make_page(template=UNDATED), {"wanted_since": "-infinity", "wanted_until": None}, None, None),
        (
            make_page(published="2026-11-18T08:00:00Z"),
            {"wanted_since": datetime(2026, 11, 18, tzinfo=UTC), "wanted_until": None},
            None,
            None,
        ),
    ],
)
def test_pages_that_the_run_does_not_want_say_why(settings, rows, keep, fetch, page, columns, outcome, reason):
    rows.source("meridian")
    rows.run(RUN)
    capture = keep(page, **columns)
    plan_batches(settings, run_id=RUN)
    clean_batch(settings, run_id=RUN, batch=0)
    row = staged(fetch)[capture]
    assert (row["outcome"], row["reason"]) == (outcome, reason)
    assert (row["detail"] is None) == (outcome is None)


def test_a_look_back_run_takes_undated_articles(settings, rows, keep, fetch):
    rows.source("meridian")
    rows.run(RUN, mode="look_back")
    keep(make_page(template=UNDATED))
    plan_batches(settings, run_id=RUN)
    assert clean_batch(settings, run_id=RUN, batch=0) == {"articles": 1}


def test_a_source_that_is_no_longer_known_is_read_as_utc(settings, rows, keep, fetch):
    rows.run(RUN)
    capture = keep(make_page(published="2026-11-21T23:30:00"))
    plan_batches(settings, run_id=RUN)
    clean_batch(settings, run_id=RUN, batch=0)
    assert staged(fetch)[capture]["published_at"] == datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


def test_a_damaged_record_fails_alone(settings, rows, keep, fetch):
    rows.source("meridian")
    rows.run(RUN)
    sound, flipped = keep(make_page()), keep(make_page(title="Another deal"), body_digest="sha256:" + "0" * 64)
    lost = rows.capture(RUN, warc_file="2026-11-22/lost.warc.gz")
    plan_batches(settings, run_id=RUN)
    assert str(clean_batch(settings, run_id=RUN, batch=0)) == "{'articles': 1, 'failed': 2}"
    found = staged(fetch)
    assert found[sound]["outcome"] is None
    assert [(found[one]["outcome"], found[one]["reason"]) for one in (flipped, lost)] == [
        ("failed", "unreadable")
    ] * 2
    assert "lost.warc.gz" in found[lost]["detail"]


def test_an_archive_that_is_not_there_is_an_error_and_no_batch_is_clean(settings, rows, fetch):
    rows.run(RUN)
    for _ in range(5):
        rows.capture(RUN)
    plan_batches(settings, run_id=RUN)
    with pytest.raises(ArchiveDamaged, match="is the archive mounted"):
        clean_batch(settings, run_id=RUN, batch=0)
    assert fetch("select cleaned_at from staging.batches") == [{"cleaned_at": None}]


def test_characters_that_postgres_refuses_are_replaced(settings, rows, keep, fetch):
    rows.source("meridian")
    rows.run(RUN)
    linked = '{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Mara\\u0000 V\\ud83delin"}}'
    script = f'<script type="application/ld+json">{linked}</script></head>'.encode()
    capture = keep(make_page().replace(b"</head>", script))
    plan_batches(settings, run_id=RUN)
    assert clean_batch(settings, run_id=RUN, batch=0) == {"articles": 1}
    assert staged(fetch)[capture]["authors"] == ["Mara\ufffd V\ufffdelin"]


def test_cleaning_again_gives_the_same_rows(settings, rows, keep, fetch):
    rows.source("meridian")
    rows.run(RUN)
    for number in range(3):
        keep(make_page(title=f"Talks in Halmar, day {number}"))
    keep(b"")
    plan_batches(settings, run_id=RUN)

    def snapshot():
        ignored = {"attempt_token", "staged_at"}
        return [{k: v for k, v in row.items() if k not in ignored} for row in staged(fetch).values()]

    clean_batch(settings, run_id=RUN, batch=0)
    first = snapshot()
    clean_batch(settings, run_id=RUN, batch=0)
    assert snapshot() == first
    assert len(first) == 4


def test_a_stale_attempt_cannot_write(settings, rows, keep, database_url):
    rows.run(RUN)
    capture = keep(make_page())
    plan_batches(settings, run_id=RUN)
    with connect(database_url, autocommit=True) as old, connect(database_url, autocommit=True) as new:
        stale = begin_cleaning(old, RUN, 0)
        begin_cleaning(new, RUN, 0)
        row = StagedArticle(capture_id=capture, source_id="meridian", url="https://meridian.example/x")
        with pytest.raises(StaleAttempt, match="newer attempt"):
            stage_articles(old, stale, [row])
        with pytest.raises(StaleAttempt):
            finish_cleaning(old, stale)


def test_a_new_attempt_waits_for_a_write_under_way_and_then_drops_it(settings, rows, keep, database_url, fetch):
    rows.run(RUN)
    capture = keep(make_page())
    plan_batches(settings, run_id=RUN)
    with connect(database_url, autocommit=True) as old:
        attempt = begin_cleaning(old, RUN, 0)
        with old.transaction():
            row = StagedArticle(capture_id=capture, source_id="meridian", url="https://meridian.example/x")
            stage_articles(old, attempt, [row])
            second = threading.Thread(target=clean_batch, args=(settings,), kwargs={"run_id": RUN, "batch": 0})
            second.start()
            second.join(0.5)
            assert second.is_alive(), "the token is locked while an attempt writes"
        second.join(30)
    assert staged(fetch)[capture]["url"] != "https://meridian.example/x"


def test_twice_at_once_gives_one_set_of_rows(settings, rows, keep, fetch):
    rows.source("meridian")
    rows.run(RUN)
    captures = [keep(make_page(title=f"Talks in Halmar, day {number}")) for number in range(60)]
    plan_batches(settings, run_id=RUN)
    ends = []

    def attempt():
        try:
            ends.append(clean_batch(settings, run_id=RUN, batch=0))
        except StaleAttempt as error:
            ends.append(error)

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {"articles": 60} in ends
    assert sorted(staged(fetch)) == captures
    tokens = fetch("select distinct attempt_token from staging.articles")
    assert tokens == fetch("select attempt_token from staging.batches")


def test_a_batch_that_was_planned_anew_is_stale(settings, rows):
    rows.run(RUN)
    with pytest.raises(StaleAttempt, match="no batch 7"):
        clean_batch(settings, run_id=RUN, batch=7)


def test_a_page_that_takes_too_long_fails_alone(settings, rows, keep, fetch, monkeypatch):
    from dateline.steps import clean

    monkeypatch.setattr(clean, "LONGEST_PAGE", 0.25)
    rows.source("meridian")
    rows.run(RUN)
    heavy = keep(make_page().replace(b"</article>", b"<div><b>a</b> or <i>b</i></div>" * 19_000 + b"</article>"))
    light = keep(make_page())
    plan_batches(settings, run_id=RUN)
    clean_batch(settings, run_id=RUN, batch=0)
    found = staged(fetch)
    assert (found[heavy]["outcome"], found[heavy]["reason"], found[heavy]["detail"]) == (
        "failed",
        "extractor_error",
        "the page took longer than 0.25 s",
    )
    assert found[light]["outcome"] is None


def test_each_page_that_takes_too_long_leaves_less_to_the_next_of_its_source(
    settings, rows, keep, fetch, monkeypatch
):
    from dateline.steps import clean

    monkeypatch.setattr(clean, "LONGEST_PAGE", 0.4)
    rows.run(RUN)
    trap = make_page().replace(b"</article>", b"<div><b>a</b> or <i>b</i></div>" * 19_000 + b"</article>")
    captures = []
    for source_id, traps in (("meridian", 3), ("harbour", 1)):
        rows.source(source_id)
        captures += [keep(trap, source_id=source_id) for _ in range(traps)]
    plan_batches(settings, run_id=RUN)
    clean_batch(settings, run_id=RUN, batch=0)
    found = staged(fetch)
    told = [found[capture]["detail"].removeprefix("the page took longer than ")[:7] for capture in captures]
    assert told == ["0.4 s", "0.25 s,", "0.25 s,", "0.4 s"]

"""`dateline takedown`: nothing of the page is left, nothing else is lost, and it does not come back."""

import json
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastwarc.warc import ArchiveIterator
from psycopg.types.json import Jsonb

from dateline.commands.takedown import command
from dateline.errors import UserError
from dateline.steps.settle import settle_run
from scrapers.archive import ArchiveDamaged
from scrapers.stores import open_store
from sql.connection import connect
from sql.loader import read_query
from sql.takedowns import take_down

LINK = "https://alpha.example/go?7"
PAGE = "https://alpha.example/world/the-secret-of-the-islands"
CANONICAL = "https://alpha.example/the-secret"
OTHER = "https://alpha.example/world/ferries-run-again"
SECRET = "Ferries carried Wilhelmina Quux to the islands, the harbour office said, and nobody was to know."
WHY = ("--reason", "by request of Ms Q.")
CHECKOUT = Path(__file__).parents[3]


@pytest.fixture
def takedown(night, monkeypatch):
    """Run the command and return what it prints; a user error is raised."""
    monkeypatch.setenv("DATELINE_DATABASE_URL", night.settings.database_url)
    monkeypatch.setenv("DATELINE_HOME", str(night.settings.home))

    def run(*words):
        done = CliRunner().invoke(command, words)
        if done.exception:
            raise done.exception
        return done.output

    return run


def tell_story(night, vault):
    """An article behind a redirecting link, edited once, beside another; a copy elsewhere; a held case."""
    entity = {
        "entity_id": "00000000-0000-0000-0000-00000000000a",
        "kind": "PER",
        "name": "Wilhelmina Quux",
        "aliases": ["Quux"],
        "method": "test",
    }
    mention = {"start": 16, "end": 31, "text": "Wilhelmina Quux", "label": "PER", "kind": "PER"}
    found = {
        "mentions": Jsonb([mention | {"entity_id": entity["entity_id"]}]),
        "entities": Jsonb([entity]),
    }
    for run, words in (("n/1", SECRET), ("n/2", SECRET + " She left.")):
        night.plan(run, sources=("alpha", "beta"))
        secret = vault.page(
            run, LINK, words, final_url=PAGE, canonical_url=CANONICAL, title="Quux on the islands", analysis=found
        )
        other = vault.page(run, OTHER, "Ferries run again to the islands, all of them, from tomorrow on.")
        if run == "n/1":
            copied = "The islands: Wilhelmina Quux was there, an agency says, and Beta has copied it."
            vault.page(run, "https://beta.example/copy", copied, source="beta", canonical_url=PAGE)
        night.publish(run)
        settle_run(night.settings, run_id=run, task_states={})
    night.connection.execute(
        "insert into quality.quarantine"
        " (run_id, source_id, capture_id, url, reason, expectation, in_words, row_as_staged)"
        " select run_id, source_id, capture_id, url, 'expectation_failed', 'x', 'x', to_jsonb(articles)"
        " from staging.articles where capture_id = %s",
        [secret],
    )
    night.connection.execute(
        "insert into quality.rederivations (run_id, capture_id, source_id, url, result, before)"
        " values ('n/2', %s, 'alpha', %s, 'changed', %s)",
        [secret, PAGE, Jsonb({"body": SECRET})],
    )
    vault.close()
    return secret, other


@pytest.fixture
def story(night, vault):
    return tell_story(night, vault)


def freeze(night):
    """What must be the same however often a takedown was killed."""
    return [
        night.fetch(query)
        for query in (
            (
                "select url, asked_url, article_id, source_id, because, content_digests, wiped_at is not null"
                " from crawl.takedowns order by 1"
            ),
            (
                "select capture_id, url, outcome, reason, headers, erased_at is null, wiped_at is null, warc_file"
                " from crawl.captures order by 1"
            ),
            "select run_id, url, outcome, reason, detail from crawl.ledger order by 1, 2",
            "select article_id, title, body, duplicate_of, taken_down_at is null from news.articles order by 1",
            "select url, outcome, article_id, etag from crawl.urls order by 1",
            "select article_id, version_no, title, body from news.article_versions order by 1, 2",
            "select * from news.mentions order by 1, 2",
            "select name from news.entities order by 1",
            "select capture_id, outcome, reason, title, body from staging.articles order by 1",
            "select quarantine_id, state, row_as_staged from quality.quarantine order by 1",
        )
    ] + [night.hash]


@pytest.mark.parametrize("form", [LINK, PAGE, CANONICAL, f"{PAGE}#top", f"{PAGE}?utm_source=x"])
def test_nothing_is_left_whichever_address_is_named(night, vault, story, takedown, form):
    secret, other = story
    assert {"news.articles", "news.article_versions", "news.entities", "archive"} <= set(vault.tell("Quux"))
    printed = takedown(form, *WHY)
    assert "erased: 1 article, 2 captures" in printed
    assert "https://beta.example/copy" in printed
    left = vault.tell("Quux")
    # What stays is the copy of the other source, in a file of its own run, named and not erased.
    rows = night.fetch("select source_id from news.articles where body like '%%Quux%%'")
    assert rows == [{"source_id": "beta"}]
    assert set(left) <= {"news.articles", "news.article_versions", "staging.articles", "archive"}
    assert SECRET not in vault.texts().decode()
    with pytest.raises(ArchiveDamaged):
        vault.read(secret)
    assert b"Ferries run again" in vault.read(other)
    assert night.fetch("select name from news.entities") == []
    forms = night.fetch("select url, because from crawl.takedowns order by url")
    assert [row["url"] for row in forms] == sorted([LINK, PAGE, CANONICAL])
    assert {row["because"] for row in forms} == {"by request of Ms Q."}
    assert night.fetch("select 1 from report.search_articles('Quux') where source_id = 'alpha'") == []


def test_the_copies_go_too_when_asked(night, vault, story, takedown):
    printed = takedown(PAGE, "--copies", *WHY)
    assert "erased: 2 articles, 3 captures" in printed
    assert vault.tell("Quux") == []
    sources = night.fetch("select distinct url, source_id from crawl.takedowns where url like '%%beta%%'")
    assert sources == [{"url": "https://beta.example/copy", "source_id": "beta"}]


def test_the_copies_go_even_after_the_original_went(vault, story, takedown):
    takedown(PAGE, *WHY)
    assert vault.tell("Quux") != []
    takedown(PAGE, "--copies", *WHY)
    assert vault.tell("Quux") == []


def test_a_dry_run_erases_nothing(night, vault, story, takedown):
    before = freeze(night), vault.texts()
    printed = takedown(PAGE, "--dry-run")
    assert "would be erased: 1 article, 2 captures" in printed
    assert f"  {LINK}" in printed
    assert (freeze(night), vault.texts()) == before


def test_other_readers_still_read_the_file(vault, story, takedown):
    store = open_store(vault.archive)
    before = {file: store.size(file) for file in store.files()}
    takedown(PAGE, *WHY)
    assert {file: store.size(file) for file in store.files()} == before
    for file in store.files():
        records = ArchiveIterator(store.open_read(file), parse_http=False)
        kinds = [record.headers["WARC-Type"] for record in records]
        assert kinds[0] == "warcinfo"
        assert kinds.count("metadata") == 2  # the page and its request
        assert "response" in kinds


@pytest.mark.parametrize("scheme", ["memory", "local"])
def test_object_stores_are_cleaned_too(night, vault, takedown, tmp_path, monkeypatch, scheme):
    vault.archive = f"{scheme}://{tmp_path}/bucket"
    monkeypatch.setenv("DATELINE_ARCHIVE_URL", vault.archive)
    _secret, other = tell_story(night, vault)
    files = list(open_store(vault.archive).files())
    takedown(PAGE, "--copies", *WHY)
    assert vault.tell("Quux") == []
    assert b"Ferries run again" in vault.read(other)
    assert list(open_store(vault.archive).files()) == files


def test_again_is_the_same(night, vault, story, takedown):
    takedown(PAGE, *WHY)
    once = freeze(night), vault.texts()
    printed = takedown(LINK, "--reason", "another")
    assert "taken down already" in printed
    assert "by request of Ms Q." in printed
    assert freeze(night) == once[0]


KILLER = """
import os, signal, sys
import dateline.steps.erasure as erasure, scrapers.stores as stores, sql.takedowns as takedowns
def die(): os.kill(os.getpid(), signal.SIGKILL)
real, read, write = erasure.erase_records, takedowns.read_query, stores.write_patches
def erase(*words, **named):
    if {where!r} == "before the rewrite": die()
    done = real(*words, **named)
    if {where!r} == "after the rewrite": die()
    return done
def read_query(name):
    if {where!r} == "within the tables" and name == "erase_frontier": die()
    if {where!r} == "before the last word" and name == "finish_takedown": die()
    return read(name)
def write_patches(opened, patches):
    if {where!r} == "within a file":
        write(opened, patches[:1])
        die()
    write(opened, patches)
erasure.erase_records, takedowns.read_query, stores.write_patches = erase, read_query, write_patches
from dateline.cli import main
main()
"""


@pytest.mark.parametrize("archive", ["folder", "local"])
@pytest.mark.parametrize(
    "where",
    ["within the tables", "before the rewrite", "within a file", "after the rewrite", "before the last word"],
)
def test_killed_anywhere_and_done_again_is_the_same(night, vault, takedown, tmp_path, monkeypatch, archive, where):
    if archive == "local":
        vault.archive = f"local://{tmp_path}/bucket"
        monkeypatch.setenv("DATELINE_ARCHIVE_URL", vault.archive)
    tell_story(night, vault)
    words = ["takedown", PAGE, "--copies", *WHY]
    killed = subprocess.run([sys.executable, "-c", KILLER.format(where=where), *words], cwd=CHECKOUT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert bool(night.fetch("select 1 from crawl.takedowns")) is (where != "within the tables")
    if where == "before the rewrite":
        assert vault.tell("Quux") == ["archive"]
    takedown(*words[1:])
    assert vault.tell("Quux") == []
    assert all(row["wiped_at"] for row in night.fetch("select wiped_at from crawl.takedowns"))
    again = freeze(night)
    takedown(*words[1:])
    assert freeze(night) == again


def test_a_record_that_no_row_points_to_goes_too(night, vault, takedown):
    night.plan("n/1")
    vault.keep("n/1", PAGE, SECRET)  # the crawl was killed before it could write the row
    other = vault.page("n/1", OTHER)
    night.note("n/1", "alpha", PAGE)
    night.publish("n/1")
    night.connection.execute("update crawl.runs set state = 'settled'")
    vault.close()
    takedown(PAGE, *WHY)
    assert vault.tell("Quux") == []
    assert vault.read(other)


def test_while_a_run_is_under_way_housekeeping_is_to_look_again(night, vault, takedown):
    night.plan("n/1")
    secret = vault.page("n/1", PAGE, SECRET, title="Quux")
    vault.page("n/1", OTHER)
    vault.close()
    printed = takedown(PAGE, *WHY)
    assert "housekeeping looks through its files once more" in printed
    assert vault.tell("Quux") == []
    assert night.fetch("select wiped_at from crawl.takedowns") == [{"wiped_at": None}]
    assert night.publish("n/1") == {"stored": 1}
    assert night.outcomes("n/1") == {PAGE: ("skipped", "taken_down"), OTHER: ("stored", None)}
    assert settle_run(night.settings, run_id="n/1", task_states={}) == {"skipped": 1, "stored": 1}
    [row] = night.fetch("select outcome, reason from crawl.captures where capture_id = %s", secret)
    assert row == {"outcome": "skipped", "reason": "taken_down"}


@pytest.mark.parametrize(
    "came",
    [
        {"url": PAGE},
        {"url": "https://alpha.example/elsewhere", "final_url": PAGE},
        {
            "url": "https://alpha.example/elsewhere",
            "canonical_url": PAGE,
            "words": "Edited beyond recognition, Quux.",
        },
        {"url": "https://alpha.example/elsewhere"},
    ],
    ids=["its address", "a redirect to it", "its canonical link", "its very words"],
)
def test_what_was_captured_already_is_not_published(night, vault, story, takedown, came):
    takedown(PAGE, *WHY)
    night.plan("n/3")
    # As a crawl that began before it was taken down, and whose row came after.
    words = came.pop("words", SECRET)
    night.page("n/3", came.pop("url"), text=words, title="Quux on the islands", **came)
    night.publish("n/3")
    assert [*night.outcomes("n/3").values()] == [("skipped", "taken_down")]
    assert (
        night.fetch(
            "select 1 from news.article_versions v join news.articles a using (article_id)"
            " where v.body like '%%Quux%%' and a.source_id = 'alpha'"
        )
        == []
    )


def test_a_dead_address_that_led_to_another_article_does_not_take_that_with_it(night, vault, takedown):
    night.plan("n/1")
    vault.page("n/1", PAGE, SECRET, title="Quux")
    other = vault.page("n/1", OTHER, "Ferries run again, all of them.", title="Ferries")
    night.publish("n/1")
    night.plan("n/2")
    led = vault.page("n/2", PAGE, "Ferries run again, all of them.", final_url=OTHER, title="Ferries")
    home = vault.page(
        "n/2", LINK, "Welcome", final_url="https://alpha.example/", outcome="rejected", reason="home_page"
    )
    night.publish("n/2")
    vault.close()
    takedown(PAGE, *WHY)
    forms = [row["url"] for row in night.fetch("select url from crawl.takedowns")]
    assert forms == [PAGE]
    assert vault.read(other)
    assert vault.read(home)
    assert night.fetch("select title from news.articles where taken_down_at is null") == [{"title": "Ferries"}]
    with pytest.raises(ArchiveDamaged):
        vault.read(led)


def test_an_archive_that_is_not_there_leaves_the_rest_for_later(
    night, vault, story, takedown, tmp_path, monkeypatch
):
    (tmp_path / "empty").mkdir()
    for place, why in (("nowhere", "is no folder"), ("empty", "holds no WARC file at all")):
        monkeypatch.setenv("DATELINE_ARCHIVE_URL", str(tmp_path / place))
        with pytest.raises(UserError, match=f"the raw pages are not erased yet: the archive .*{why}"):
            takedown(PAGE, *WHY)
        assert night.fetch("select 1 from crawl.takedowns where wiped_at is not null") == []
    monkeypatch.delenv("DATELINE_ARCHIVE_URL")
    takedown(PAGE, *WHY)
    assert SECRET not in vault.texts().decode()


def test_an_address_that_nobody_met_needs_a_word_more(night, vault, story, takedown):
    unseen = "https://alpha.example/never-seen"
    with pytest.raises(UserError, match=r"no run has met https://alpha\.example/never-seen: .*--unseen"):
        takedown(unseen, *WHY)
    printed = takedown(unseen, "--unseen", *WHY)
    assert "erased: 0 articles, 0 captures" in printed
    assert [row["url"] for row in night.fetch("select url from crawl.takedowns")] == [unseen]


@pytest.mark.parametrize("words", [(), (PAGE,), (PAGE, "--reason", " "), ("islands", *WHY)])
def test_what_is_missing_is_one_line(night, vault, story, takedown, words):
    with pytest.raises(UserError, match=r"say which address|say why|is no web address"):
        takedown(*words)
    assert night.fetch("select 1 from crawl.takedowns") == []


def test_the_list_says_what_was_taken_down_by_whom_and_why(night, vault, story, takedown):
    assert takedown("--list") == "Nothing was taken down.\n"
    takedown(PAGE, "--by", "legal", *WHY)
    [row] = json.loads(takedown("--list", "--json"))
    assert (row["url"], row["addresses"], row["taken_down_by"], row["because"]) == (
        PAGE,
        3,
        "legal",
        "by request of Ms Q.",
    )
    assert row["wiped_at"]
    assert "Ms Q." in takedown("--list")


def test_the_trace_tells_it_at_every_address(night, vault, story, takedown, monkeypatch):
    from dateline.commands.trace import command as trace

    takedown(PAGE, *WHY)
    for url in (LINK, PAGE, CANONICAL):
        rows = json.loads(CliRunner().invoke(trace, [url, "--json"]).output)
        assert [row["detail"] for row in rows if row["step"] == "takedown"] == ["by request of Ms Q."] * 3
        assert "Quux" not in json.dumps(rows)


def test_it_waits_for_a_publication_and_then_erases_what_that_wrote(night, vault):
    night.plan("n/1")
    secret = vault.page("n/1", PAGE, SECRET, title="Quux")
    vault.close()
    with connect(night.settings.database_url) as publication:
        publication.execute("select pg_advisory_xact_lock(hashtext('dateline publish'), hashtext('alpha'))")

        def run():
            with connect(night.settings.database_url, autocommit=True) as connection:
                take_down(connection, PAGE, because="x", by="x", with_copies=False)

        thread = threading.Thread(target=run)
        thread.start()
        while not night.fetch("select 1 from pg_locks where not granted and locktype = 'advisory'"):
            pass
        publication.execute(
            "insert into news.articles (article_id, source_id, url, title, body, words, version_no, methods,"
            " extractor, capture_id, first_published_run_id, run_id, fetched_at)"
            " values ('00000000-0000-0000-0000-000000000001',"
            " 'alpha', %s, 'Quux', 'Quux', 1, 1, '{}', 'x', %s, 'n/1', 'n/1', now())",
            [PAGE, secret],
        )
        publication.execute(
            "insert into news.article_urls (url, article_id, kind)"
            " values (%s, '00000000-0000-0000-0000-000000000001', 'requested')",
            [PAGE],
        )
        publication.commit()
        thread.join()
    assert [name for name in vault.tell("Quux") if name != "archive"] == []


def test_what_is_staged_after_it_was_taken_down_is_erased_at_once(night, vault):
    from sql.staging import StagedArticle, begin_cleaning, stage_articles
    from transforms.extract import extract_article
    from transforms.records import Page

    night.plan("n/1")
    capture = vault.page("n/1", PAGE, SECRET, title="Quux")
    vault.close()
    take_down(night.connection, PAGE, because="x", by="x", with_copies=False)
    attempt = begin_cleaning(night.connection, "n/1", 0)
    html = (
        f"<html lang='en'><head><title>Quux</title></head><body><article><p>{SECRET}</p></article></body></html>"
    )
    article = extract_article(Page(url=PAGE, body=html.encode())).article
    stage_articles(
        night.connection,
        attempt,
        [StagedArticle(capture_id=capture, source_id="alpha", url=PAGE, article=article, content_digest="x")],
    )
    assert [name for name in vault.tell("Quux") if name != "archive"] == []
    assert night.fetch("select outcome, reason from staging.articles") == [
        {"outcome": "skipped", "reason": "taken_down"}
    ]


def test_copies_are_looked_for_through_indexes_since_publication_waits_meanwhile(night):
    night.page(night.plan("n/1"), PAGE, text=SECRET)
    night.publish("n/1")
    fill = (
        "insert into news.articles (article_id, source_id, url, title, body, words, version_no, methods,"
        " extractor, capture_id, first_published_run_id, run_id, fetched_at, language)"
        " select gen_random_uuid(), 'alpha', 'https://alpha.example/' || n, 'Report ' || n, md5(n::text),"
        " 1, 1, '{}', 'x', capture_id, 'n/1', 'n/1', now(), 'en' from generate_series(1, 5000) as n, news.articles"
    )
    night.connection.execute(fill)
    night.connection.execute("analyze news.articles")
    asked = {"article_ids": [], "urls": [PAGE]}
    query = "explain (format json) " + read_query("select_takedown_copies")
    plan = night.connection.execute(query, asked).fetchone()
    assert not re.search(r'"Seq Scan", [^{}]*"Relation Name": "articles"', json.dumps(plan))

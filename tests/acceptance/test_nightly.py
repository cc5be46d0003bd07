"""The nightly run on the real Airflow, against the demo outlets over HTTP: what the issue calls done."""

import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from dateline.demo.truth import ExpectedArticle, truth
from sql.connection import connect

TODAY = datetime.now(UTC).date()
LAST_DAY = TODAY - timedelta(days=1)
SUPPORT = Path(__file__).parents[1] / "support"
QUERIES = Path(__file__).parents[2] / "sql" / "queries"
FIELDS = ("title", "authors", "published_at", "published_day", "language", "text", "truncated", "tags", "section")
PUBLISHED = """
    select url, title, authors, published_at, published_day, language, body as text, truncated, tags, section,
        source_id, article_id, methods, capture_id
    from news.articles
"""

QUOTED = """
    select articles.url, coalesce(entities.name, quotes.speaker_name) as speaker, said.words
    from news.quotes
    inner join news.articles on quotes.article_id = articles.article_id
    left join news.entities on quotes.speaker_entity_id = entities.entity_id
    cross join lateral (
        select string_agg(substr(articles.body, lower(span) + 1, upper(span) - lower(span)), ' ') as words
        from unnest(quotes.content_spans) as span
    ) as said
"""


def expect_published(stack, wanted: Callable[[ExpectedArticle], bool]) -> dict[str, ExpectedArticle]:
    """The truth's listed articles that a run should publish, by address."""
    return {
        stack.demo.url(article.source_id, article.path): article
        for article in truth(TODAY)
        if article.is_reachable and article.rejected is None and wanted(article)
    }


def is_wanted_by_night(article: ExpectedArticle) -> bool:
    """What a first look back wants: from three days before the window's end until now, and what has no date."""
    return article.published_day is None or article.published_day >= TODAY - timedelta(days=3)


def hash_published(stack) -> str:
    rows = stack.rows((SUPPORT / "hash_published.sql").read_text())
    return str(rows)


def list_published(stack) -> dict[str, dict]:
    return {row["url"]: row for row in stack.rows(PUBLISHED)}


def read_funnel(stack, run) -> Counter:
    found = stack.rows(
        "select outcome, reason, sum(entries)::int as entries from quality.funnel "
        "where run_id = %(run)s and not pruned group by 1, 2",
        run=stack.step_id(run),
    )
    return Counter({(row["outcome"], row["reason"]): row["entries"] for row in found})


def wait_until(condition: Callable[[], object], patience: float = 60) -> object:
    deadline = time.monotonic() + patience
    while not (met := condition()):
        assert time.monotonic() < deadline, "what the test waits for did not happen"
        time.sleep(0.02)
    return met


@pytest.fixture(scope="module")
def night(live_stack):
    """One night over the four outlets from nothing; tests that only read share it."""
    live_stack.reset()
    run = live_stack.run()
    assert run.state == "success", live_stack.message(run)
    return run


def test_the_truths_values_arrive_in_sql(live_stack, night):
    published = list_published(live_stack)
    expected = expect_published(live_stack, is_wanted_by_night)
    assert published.keys() == expected.keys()
    for url, article in expected.items():
        # The wire names its section only in a trail of links that no metadata marks as one.
        for field in FIELDS if article.source_id != "northwire" else FIELDS[:-1]:
            found, true = published[url][field], getattr(article, field)
            assert (tuple(found) if isinstance(found, list) else found) == true, f"{field} of {url}"


def test_every_row_can_be_traced_to_its_raw_page(live_stack, night):
    untraced = live_stack.rows(
        "select v.article_id from news.article_versions v left join crawl.captures c using (capture_id) "
        "where c.warc_file is null or c.body_digest is null"
    )
    assert untraced == []
    assert live_stack.rows("select count(*)::int as n from news.article_versions")[0]["n"] > 0
    wrong = live_stack.rows(
        "select m.article_id from news.mentions m join news.articles a using (article_id) "
        "where substr(a.body, m.start_at + 1, m.end_at - m.start_at) <> m.surface"
    )
    assert wrong == []
    assert live_stack.rows("select count(*)::int as n from news.mentions")[0]["n"] > 0


def test_the_funnel_adds_up(live_stack, night):
    looked_at = live_stack.rows(
        "select count(*)::int as urls, count(outcome)::int as decided from crawl.ledger where run_id = %(run)s",
        run=live_stack.step_id(night),
    )[0]
    assert looked_at["urls"] == looked_at["decided"] == sum(read_funnel(live_stack, night).values())
    assert read_funnel(live_stack, night)["rejected", "soft_404"] == sum(
        article.rejected == "soft_404" and article.is_reachable and is_wanted_by_night(article)
        for article in truth(TODAY)
    )


def test_what_the_articles_say_arrives_in_sql_and_is_grouped(live_stack, night):
    expected = {
        url: one for url, one in expect_published(live_stack, is_wanted_by_night).items() if one.language == "en"
    }
    articles = {row["url"]: str(row["article_id"]) for row in live_stack.rows(PUBLISHED)}
    for _ in range(2):  # as events wake it, once too often
        assert live_stack.run("stories").state == "success"
        assert live_stack.rows("select count(*)::int as n from news.story_articles")[0]["n"] == len(articles)
    named = live_stack.rows(
        "select distinct m.article_id::text, e.name, e.kind, e.aliases from news.mentions m"
        " inner join news.entities e using (entity_id)"
    )
    persons = {one for article in expected.values() for one in article.persons}
    for url, article in expected.items():
        found = {row["name"] for row in named if row["article_id"] == articles[url] and row["kind"] == "PER"}
        assert set(article.persons) <= found, url
    # No two of the demo's persons were taken for one.
    assert not [row for row in named if len(persons & {row["name"], *row["aliases"]}) > 1]
    places = live_stack.rows("select article_id::text, country from news.places where country is not null")
    for url, article in expected.items():
        assert set(article.countries) <= {
            row["country"] for row in places if row["article_id"] == articles[url]
        }, url
    copies = live_stack.rows("select copy_url, original_url from report.syndication")
    assert {(row["copy_url"], row["original_url"]) for row in copies} == {
        (live_stack.demo.url(one.source_id, one.path), live_stack.demo.url(*one.copy_of))
        for one in truth(TODAY)
        if one.copy_of
        and live_stack.demo.url(one.source_id, one.path) in articles
        and live_stack.demo.url(*one.copy_of) in articles
    }


def test_quotes_and_figures_arrive_in_sql_with_who_says_them(live_stack, night):
    expected = {
        url: one for url, one in expect_published(live_stack, is_wanted_by_night).items() if one.language == "en"
    }
    quotes = live_stack.rows(QUOTED)
    assert 0 < live_stack.rows("select count(*)::int as n from report.quotes_by_speaker")[0]["n"] <= len(quotes)
    wanted = [(url, quote) for url, article in expected.items() for quote in article.quotes]
    known = {
        (url, quote): {row["speaker"] for row in quotes if row["url"] == url and quote.content in row["words"]}
        for url, quote in wanted
    }
    assert sum(map(bool, known.values())) >= 0.9 * len(wanted)
    assert sum(quote.speaker in speakers for (_, quote), speakers in known.items()) >= 0.9 * len(wanted)
    claims = live_stack.rows(
        "select a.url, f.happened, f.low, f.high, f.bound from news.figures f"
        " inner join news.articles a using (article_id)"
    )
    told = {tuple(row.values()) for row in claims}
    figures = [(url, figure) for url, article in expected.items() for figure in article.figures]
    right = [(url, one.happened, one.low, one.high, one.bound) in told for url, one in figures]
    assert sum(right) >= 0.85 * len(right)
    sides = live_stack.rows("select count(distinct claimant)::int as n from report.casualty_claims")[0]["n"]
    assert sides >= 3


def test_the_same_window_again_is_green_changes_no_row_and_says_so(live_stack, night):
    first = hash_published(live_stack)
    # As on the next night: what was fetched within recheck_after would not be fetched again at all.
    live_stack.rows("update crawl.urls set fetched_at = fetched_at - interval '1 day' returning url")
    run = live_stack.run()
    assert run.state == "success", live_stack.message(run)
    assert hash_published(live_stack) == first
    assert "nothing new" in live_stack.message(run).lower()
    funnel = read_funnel(live_stack, run)
    assert {outcome for outcome, _ in funnel} <= {"unchanged", "rejected", "skipped"}
    assert funnel["unchanged", ""] >= len(list_published(live_stack)) > 0
    assert funnel["unchanged", "not_due"] == 0


def test_an_article_edited_after_publication_gets_a_second_version(stack):
    before = {(article.source_id, article.path): article for article in truth(TODAY)}
    after = next(
        article
        for article in truth(TODAY, edited=True)
        if article != before[article.source_id, article.path] and article.published_day > TODAY - timedelta(days=7)
    )
    conf = {"window": after.published_day.isoformat(), "sources": [after.source_id]}
    stack.run(**conf)
    stack.rows("update crawl.urls set fetched_at = fetched_at - interval '1 day' returning url")
    stack.demo.edit()
    try:
        run = stack.run(**conf)
    finally:
        stack.demo.edit(edited=False)
    assert run.state == "success", stack.message(run)
    versions = stack.rows(
        "select version_no, v.body, changed from news.article_versions v "
        "join news.article_urls u using (article_id) where u.url = %(url)s order by 1",
        url=stack.demo.url(after.source_id, after.path),
    )
    assert [version["version_no"] for version in versions] == [1, 2]
    assert [version["body"] for version in versions] == [before[after.source_id, after.path].text, after.text]
    assert "text" in versions[1]["changed"]
    assert read_funnel(stack, run)["updated", ""] == 1


def test_a_red_night_is_told_once_by_airflows_notifiers(stack):
    mailbox = stack.local.home / "mailbox.txt"
    mailbox.unlink(missing_ok=True)
    stack.demo.fail("northwire", 500)
    run = stack.run(sources=["northwire"])
    assert run.state == "failed"
    assert mailbox.read_text() == f"failed {stack.message(run)}\n"
    stack.clear(run, "settle")
    assert stack.wait(run) == "failed"
    assert len(mailbox.read_text().splitlines()) == 1


def test_a_crawl_killed_after_its_first_durable_record_gives_the_same_rows(stack):
    conf = {"window": f"{TODAY - timedelta(days=10)}..{LAST_DAY}", "sources": ["northwire"]}
    stack.run(**conf)
    expected = hash_published(stack)
    stack.reset()
    run = stack.trigger(**conf)
    wait_until(lambda: stack.rows("select 1 as one from crawl.captures limit 1"))
    find_crawl_child(stack).kill()
    assert stack.wait(run) == "success", stack.message(run)
    attempts = stack.rows("select attempts from crawl.shards where run_id = %(run)s", run=stack.step_id(run))
    assert attempts == [{"attempts": 2}]
    assert stack.attempts(run, "crawl") == 2
    assert hash_published(stack) == expected


def test_a_publish_killed_between_two_sources_gives_the_same_rows(stack):
    stack.run()
    expected = hash_published(stack)
    stack.reset()
    with closing(connect(stack.settings.database)) as holder:
        # Publish goes through the sources in sorted order: it commits two of them, then waits here.
        holder.execute((QUERIES / "lock_publication.sql").read_text(), {"source_id": "meridian"})
        run = stack.trigger()
        wait_until(lambda: find_waiting(stack, "dateline publish"), patience=120).kill()
        assert {row["source_id"] for row in list_published(stack).values()} == {"fourthquarter", "harbourpost"}
        holder.rollback()
    assert stack.wait(run) == "success", stack.message(run)
    assert stack.attempts(run, "publish") > 1
    assert hash_published(stack) == expected


def test_a_replacement_killed_between_two_sources_is_tried_again_and_gives_the_same_rows(stack):
    stack.run()
    expected = hash_published(stack)
    stack.rows("update news.articles set body = 'derived badly' returning article_id")
    stack.rows("update news.article_versions set body = 'derived badly' returning article_id")
    with closing(connect(stack.settings.database)) as holder:
        holder.execute((QUERIES / "lock_publication.sql").read_text(), {"source_id": "meridian"})
        run = stack.trigger("reprocess", sources=["all"])
        wait_until(lambda: find_waiting(stack, "dateline replace"), patience=120).kill()
        bad = stack.rows("select distinct source_id from news.articles where body = 'derived badly' order by 1")
        assert [row["source_id"] for row in bad] == ["meridian", "northwire"]
        holder.rollback()
    assert stack.wait(run) == "success", stack.message(run)
    assert stack.attempts(run, "replace") > 1
    assert stack.attempts(run, "clean") == stack.attempts(run, "analyse") == 1
    assert hash_published(stack) == expected


def test_one_outlet_down_leaves_the_others_published_and_the_run_failed(stack):
    stack.demo.fail("northwire", 500)
    run = stack.run()
    assert run.state == "failed"
    assert "northwire" in stack.message(run)
    published = {row["source_id"] for row in list_published(stack).values()}
    assert published == {article.source_id for article in truth(TODAY)} - {"northwire"}
    seen = stack.rows(
        "select reach, problem from report.coverage where source_id = 'northwire' and day = %(day)s", day=LAST_DAY
    )
    assert seen == [{"reach": "unreachable", "problem": "server_error"}]


def test_a_three_day_backfill_holds_each_days_own_articles(stack):
    first = LAST_DAY - timedelta(days=5)
    days = stack.backfill(first, first + timedelta(days=2))
    assert [day.state for day in days] == ["success"] * 3
    for number in range(3):
        day = first + timedelta(days=number)
        expected = expect_published(stack, lambda article, day=day: article.published_day == day)
        assert expected
        found = stack.rows(PUBLISHED + "where published_day = %(day)s", day=day)
        assert {row["url"] for row in found} == expected.keys()


def test_a_web_archive_goes_through_nightly(stack, shared_folder):
    archive = (shared_folder / "extraction" / "dev.warc.gz").resolve().as_uri()
    (stack.settings.catalog_folder / "dev-pages.yaml").write_text(
        "id: dev-pages\nname: Pages of an archive\nkind: news\ncountry: null\nlanguages: []\ntimezone: UTC\n"
        "homepage: https://archive.invalid/\nverified: never\nrights: Evaluation only\n"
        "evidence: {on: 2026-11-22, of: A file on this machine}\n"
        f"discovery: [{{strategy: warc, url: '{archive}'}}]\n"
    )
    run = stack.run(sources=["dev-pages"])
    assert run.state == "success", stack.message(run)
    funnel = read_funnel(stack, run)
    assert sum(funnel.values()) == 313
    assert funnel["stored", ""] >= 300


def find_waiting(stack, step: str) -> psutil.Process | None:
    """The process of a step that waits for a source's lock."""
    waiting = stack.rows(
        "select 1 from pg_stat_activity where application_name = %(step)s and wait_event = 'advisory'", step=step
    )
    return find_running_task(stack) if waiting else None


def find_running_task(stack) -> psutil.Process:
    """The process of the one task that runs below this stack's Airflow.

    It goes by its title: whose sockets are whose, Airflow hides from all but root.
    """
    below = [
        process
        for child in stack.local.airflow.children
        for process in psutil.Process(child.process.pid).children(recursive=True)
    ]
    tasks = [process for process in below if re.match(r"airflow worker -- [0-9a-f-]{36}", read_title(process))]
    assert len(tasks) == 1, list(map(read_title, below))
    return tasks[0]


def read_title(process: psutil.Process) -> str:
    """What the process calls itself; nothing if it has ended."""
    with suppress(psutil.NoSuchProcess):
        return " ".join(process.cmdline())
    return ""


def find_crawl_child(stack) -> psutil.Process:
    """The Scrapy child that runs below this stack's Airflow."""
    ours = {child.process.pid for child in stack.local.airflow.children}
    for process in psutil.process_iter(["cmdline"]):
        if "scrapers.child" in (process.info["cmdline"] or []) and ours & {up.pid for up in process.parents()}:
            return process
    raise AssertionError("the Scrapy child had ended before it could be killed")

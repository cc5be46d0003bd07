"""Effectively once: twice at once, killed between two sources, in another order: the same published rows."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from psycopg.errors import LockNotAvailable, UniqueViolation

from dateline.steps.publish import PublishFailed, judge_batches, publish_run
from sql.connection import connect
from sql.errors import StaleAttempt
from sql.loader import read_query
from sql.publish import Target, publish_in_transaction, select_batches
from sql.staging import begin_cleaning, replace_batches

SOURCES = ("alpha", "beta", "gamma")


def fill(night, run="n/1"):
    night.plan(run, SOURCES)
    for source in SOURCES:
        for number in range(4):
            url = f"https://{source}.example/report-number-{number}"
            night.page(run, url, source=source, batch=number % 2, canonical_url=url)
        own = f"https://{source}.example/report-number-0"
        night.page(run, own + "?from=feed", source=source, canonical_url=own)
    return run


def wait_for(condition, what, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.02)


def wipe(night):
    """Empty the database as if nothing had run; the next captures get the same numbers again."""
    for table in ("mentions", "article_urls", "article_versions", "articles"):
        night.connection.execute(f"delete from news.{table}")
    for table in ("ledger", "urls", "looks", "runs", "captures"):
        night.connection.execute(f"delete from crawl.{table}")
    night.connection.execute("alter sequence crawl.captures_capture_id_seq restart")
    night.numbers = count(1)


@pytest.fixture
def expected(night):
    """The hash of an undisturbed publication of the same rows."""
    night.publish(fill(night))
    hashed = night.hash
    wipe(night)
    return hashed


def test_two_publications_at_once_give_the_rows_of_one(night, expected):
    run = fill(night)
    start = threading.Barrier(2)

    def publish():
        start.wait()
        return publish_run(night.settings, run_id=run)

    with ThreadPoolExecutor(2) as pool:
        counts = [one.result() for one in [pool.submit(publish), pool.submit(publish)]]
    assert sum(count.get("stored", 0) for count in counts) == 12
    assert night.hash == expected


def test_two_runs_with_the_same_pages_at_once_publish_each_article_once(night, expected):
    fill(night, "n/1")
    fill(night, "n/2")
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(publish_run, night.settings, run_id=run) for run in ("n/1", "n/2")]
        counts = [one.result() for one in done]
    assert sum(count.get("stored", 0) for count in counts) == 12
    assert night.fetch("select count(*) as n from news.article_versions") == [{"n": 12}]
    assert {row["outcome"] for row in night.fetch("select outcome from crawl.ledger")} <= {
        "stored", "unchanged", "duplicate",
    }  # fmt: skip


def test_a_publication_killed_between_two_sources_gives_the_same_rows_when_it_is_run_again(night, expected):
    run = fill(night)
    with connect(night.settings.database) as other:
        # Another publication holds beta: this one commits alpha, then waits, and is killed there.
        other.execute(read_query("lock_publication"), {"source_id": "beta"})
        script = (
            "from dateline.settings import Settings; from dateline.steps.publish import publish_run; "
            f"publish_run(Settings(), run_id={run!r})"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", script], env={**os.environ, "DATELINE_DATABASE_URL": night.settings.database}
        )
        waiting = (
            "select 1 from pg_stat_activity"
            " where application_name = 'dateline publish' and wait_event = 'advisory'"
        )
        wait_for(lambda: night.fetch(waiting + " and datname = current_database()"), "publish waits for beta")
        process.kill()
        process.wait()
    wait_for(
        lambda: not night.fetch(waiting + " and datname = current_database()"),
        "the server notices that it was killed",
    )
    published = {row["source_id"] for row in night.fetch("select distinct source_id from news.articles")}
    assert published == {"alpha"}
    assert night.publish(run) == {"stored": 8, "duplicate": 2}
    assert night.hash == expected


def test_the_order_of_fetching_does_not_matter(night):
    # The hash names each version's raw page, and these differ by their order: here all look alike.
    night.publish(fill(night))
    night.connection.execute("update crawl.captures set body_digest = 'a page'")
    expected = night.hash
    wipe(night)
    night.plan("n/1", SOURCES)
    for source in reversed(SOURCES):
        own = f"https://{source}.example/report-number-0"
        night.page("n/1", own + "?from=feed", source=source, canonical_url=own)
        for number in reversed(range(4)):
            url = f"https://{source}.example/report-number-{number}"
            night.page("n/1", url, source=source, batch=1 - number % 2, canonical_url=url)
    night.publish("n/1")
    night.connection.execute("update crawl.captures set body_digest = 'a page'")
    assert night.hash == expected


def test_a_source_whose_transaction_fails_does_not_stop_the_others_and_is_named(night, expected):
    run = fill(night)
    night.connection.execute(
        "alter table news.articles add constraint trouble check (source_id <> 'beta') not valid"
    )
    with pytest.raises(PublishFailed, match='not published: beta: new row for relation "articles" violates'):
        night.publish(run)
    published = {row["source_id"] for row in night.fetch("select distinct source_id from news.articles")}
    assert published == {"alpha", "gamma"}
    pending = night.fetch("select distinct source_id from crawl.ledger where outcome is null")
    assert pending == [{"source_id": "beta"}]
    night.connection.execute("alter table news.articles drop constraint trouble")
    night.publish(run)
    assert night.hash == expected


def test_a_lost_race_for_an_address_is_tried_again(night):
    tries = []

    def lose_once():
        tries.append(1)
        if len(tries) == 1:
            raise UniqueViolation
        return {"stored": 1}

    target = Target(run_id="n/1", source_id="alpha", batches={})
    assert publish_in_transaction(night.connection, target, lose_once) == {"stored": 1}
    assert len(tries) == 2


@pytest.mark.parametrize("newer", ["clean", "plan"])
def test_batches_that_were_taken_since_they_were_judged_are_not_published(night, newer):
    run = fill(night)
    judged = judge_batches(select_batches(night.connection, run)).whole
    if newer == "clean":
        begin_cleaning(night.connection, run, 0)
    else:
        replace_batches(night.connection, run, [])
    target = Target(run_id=run, source_id="alpha", batches=judged)
    with pytest.raises(StaleAttempt, match="newer attempts"):
        publish_in_transaction(night.connection, target, lambda: pytest.fail("published"))


def test_a_batch_is_not_cleaned_anew_while_it_is_published(night, database_url):
    run = fill(night)
    judged = judge_batches(select_batches(night.connection, run)).whole

    def clean():
        with connect(database_url, autocommit=True) as other:
            other.execute("set lock_timeout = '300ms'")
            with pytest.raises(LockNotAvailable):
                begin_cleaning(other, run, 0)
        return {"held": 1}

    target = Target(run_id=run, source_id="alpha", batches=judged)
    assert publish_in_transaction(night.connection, target, clean) == {"held": 1}

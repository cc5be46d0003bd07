"""What is known decides what is fetched: conditions, waiting captures, tombstones, ages, windows."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from transforms.windows import Mode, Window


@pytest.fixture
def known(crawl, site):
    """A source with one published article at /a."""
    crawl.source("known", site)
    site.article("/a", ETag='"one"', **{"Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT"})
    crawl.run("command/zero")
    publish(crawl, "/a")
    site.asked.clear()
    return crawl


def publish(crawl, path, *, fetched_ago="1 day", published_day=None):
    """Advance the frontier as the publish transaction does."""
    crawl.database.execute(
        """
        update crawl.urls set article_id = %s, outcome = 'stored', etag = captures.headers ->> 'etag',
            last_modified = captures.headers ->> 'last-modified', body_digest = captures.body_digest,
            fetched_at = now() - %s::interval, published_day = %s, capture_id = captures.capture_id
        from crawl.captures where captures.url = urls.url and urls.url like '%%' || %s
        """,
        (uuid4(), fetched_ago, published_day or datetime.now(UTC).date(), path),
    )
    crawl.database.execute("update crawl.captures set outcome = 'stored', claimed_by = null")
    crawl.database.execute("update crawl.runs set state = 'settled'")


def forget_article(crawl):
    """Leave the frontier as if the capture had never been published."""
    crawl.database.execute(
        "update crawl.urls set article_id = null, outcome = null, fetched_at = null, body_digest = null"
    )


def test_a_known_article_is_asked_for_conditionally(known, site, page):
    site.answers["/a"] = page(b"", 304, {"ETag": '"one"'})
    known.run("command/one")
    assert known.outcomes("command/one") == {"a": ("unchanged", "")}
    [ledger] = known.rows("select article_id from crawl.ledger where run_id = 'command/one'")
    assert ledger == known.rows("select article_id from crawl.urls")[0]
    headers = site.asked[-1].headers
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"one"', "Sat, 21 Nov 2026 10:00:00 GMT")


def test_the_same_body_is_unchanged_and_not_archived_again(known):
    known.run("command/one")
    assert known.outcomes("command/one") == {"a": ("unchanged", "")}
    assert len(known.rows("select * from crawl.captures")) == 1


def test_another_body_becomes_another_capture(known, site, page):
    site.answers["/a"] = page(b"<html>corrected</html>")
    known.run("command/one")
    assert known.outcomes("command/one") == {"a": ("captured", "")}
    assert len(known.rows("select * from crawl.captures")) == 2


def test_nothing_of_the_frontiers_state_advances_before_it_is_published(known, site, page):
    before = known.rows("select etag, last_modified, body_digest, fetched_at, outcome from crawl.urls")
    site.answers["/a"] = page(b"<html>corrected</html>", 200, {"ETag": '"two"', "Content-Type": "text/html"})
    known.run("command/one")
    assert known.rows("select etag, last_modified, body_digest, fetched_at, outcome from crawl.urls") == before


@pytest.mark.parametrize(("fetched_ago", "days_old"), [("1 hour", 0), ("3 days", 8)])
def test_an_article_that_is_not_due_is_not_asked_for(known, site, fetched_ago, days_old):
    day = datetime.now(UTC).date() - timedelta(days=days_old)
    publish(known, "/a", fetched_ago=fetched_ago, published_day=day)
    known.run("command/one")
    assert known.outcomes("command/one") == {"a": ("unchanged", "not_due")}
    assert site.count("/a") == 0


def test_a_rejected_page_is_not_asked_for_again_at_once(known, site):
    known.database.execute("update crawl.urls set article_id = null, outcome = 'rejected', fetched_at = now()")
    known.run("command/one")
    assert known.outcomes("command/one") == {"a": ("unchanged", "not_due")}
    assert site.count("/a") == 0


def test_what_was_taken_down_is_not_asked_for_nor_reached_by_a_redirect(known, site, page):
    known.database.execute(
        "insert into crawl.takedowns (url, asked_url, because) values (%s, %s, 'by request')",
        (f"{site.base}/a", f"{site.base}/a"),
    )
    site.mischief("/leads-there", page(b"", 301, {"Location": "/a"}))
    known.run("command/one")
    gone = ("skipped", "taken_down")
    assert known.outcomes("command/one") == {"a": gone, "leads-there": gone}
    assert known.rows("select count(*) as captures from crawl.captures") == [{"captures": 1}]


@pytest.mark.parametrize(
    ("outcome", "reason", "day", "expected", "claimed"),
    [
        (None, None, None, ("captured", ""), "command/one"),
        ("skipped", "outside_window", date(2020, 1, 1), ("skipped", "outside_window"), None),
    ],
)
def test_a_capture_that_waits_is_taken_over_without_a_fetch(known, site, outcome, reason, day, expected, claimed):
    forget_article(known)
    known.database.execute(
        "update crawl.captures set outcome = %s, reason = %s, published_day = %s", (outcome, reason, day)
    )
    known.run("command/one")
    assert known.outcomes("command/one") == {"a": expected}
    assert site.count("/a") == 0
    [capture] = known.rows("select claimed_by, outcome from crawl.captures")
    assert capture == {"claimed_by": claimed, "outcome": None if claimed else outcome}


def test_a_capture_that_a_live_run_works_on_is_left_to_it(known, site):
    known.database.execute("update crawl.captures set outcome = null, claimed_by = 'command/zero'")
    known.database.execute("update crawl.runs set state = 'running', dag_id = 'nightly'")
    forget_article(known)
    known.run("command/one")
    assert site.count("/a") == 1
    claims = known.rows("select claimed_by from crawl.captures order by capture_id")
    assert [row["claimed_by"] for row in claims] == ["command/zero", "command/one"]


def test_exact_runs_prune_by_listed_date_and_fetch_the_undated_once(crawl, site):
    crawl.source("mixed", site)
    site.article("/inside")
    site.article("/before", published=datetime(2026, 11, 20, 23, 59, tzinfo=UTC))
    site.article("/after", published=datetime(2026, 11, 22, tzinfo=UTC))
    site.article("/undated", published=None)
    crawl.run()
    assert crawl.outcomes() == {"inside": ("captured", ""), "undated": ("captured", "")}
    [capture, _] = crawl.rows("select wanted_since, wanted_until from crawl.captures")
    assert capture["wanted_since"] == datetime(2026, 11, 21, tzinfo=UTC)
    assert capture["wanted_until"] == datetime(2026, 11, 22, tzinfo=UTC)
    pruned = crawl.rows("select reason, entries from crawl.pruned")
    assert pruned == [{"reason": "outside_window", "entries": 3}]


def test_look_back_reaches_behind_the_last_look(crawl, site):
    crawl.source("late", site)
    site.article("/late", published=datetime(2026, 11, 17, 12, tzinfo=UTC))
    window = Window(first_day=date(2026, 11, 21), last_day=date(2026, 11, 21), mode=Mode.LOOK_BACK)
    crawl.run("command/one", window)
    assert crawl.outcomes("command/one") == {}
    crawl.database.execute(
        "insert into crawl.looks (source_id, strategy, looked_at, run_id)"
        " values ('late', 'feed', '2026-11-19T02:00Z', 'command/zero')"
    )
    crawl.run("command/two", window)
    assert crawl.outcomes("command/two") == {"late": ("captured", "")}


def test_the_next_strategy_is_tried_when_the_first_does_not_reach(crawl, site, page):
    feeds = f'[{{strategy: feed, url: "{site.base}/broken.xml"}}, {{strategy: feed, url: "{site.base}/feed.xml"}}]'
    crawl.source("two-ways", site, discovery=feeds)
    site.answers["/broken.xml"] = page(b"<html>a page</html>")
    site.article("/a")
    crawl.run()
    looks = crawl.rows("select position, reach, problem from crawl.observations order by position")
    assert [look["reach"] for look in looks] == ["unreachable", "full"]
    assert looks[0]["problem"] is not None
    assert crawl.outcomes() == {"a": ("captured", "")}


def test_the_same_address_in_two_spellings_is_one_url(crawl, site):
    crawl.source("spelt", site)
    site.article("/a")
    site.list("/a?utm_source=feed#top")
    crawl.run()
    assert crawl.outcomes() == {"a": ("captured", "")}
    assert site.count("/a") == 1


def test_addresses_that_no_table_takes_are_counted(crawl, site):
    crawl.source("long", site)
    site.list("/" + "x" * 3000)
    site.article("/a")
    crawl.run()
    assert crawl.outcomes() == {"a": ("captured", "")}
    assert {"reason": "excluded", "entries": 1} in crawl.rows("select reason, entries from crawl.pruned")


def test_candidates_beyond_the_budget_are_put_off(crawl, site):
    crawl.source("large", site)
    for number in range(8):
        site.article(f"/{number}")
    crawl.configure(url_budget=3)
    crawl.run()
    assert Counter(crawl.outcomes().values()) == {("captured", ""): 3, ("deferred", "budget"): 3}
    assert {"reason": "budget", "entries": 2} in crawl.rows("select reason, entries from crawl.pruned")
    waiting = crawl.rows("select url from crawl.urls where deferred_at is not null order by url")
    site.asked.clear()
    crawl.run("command/two")
    asked = [site.base + asked.path for asked in site.asked]
    assert asked[1:4] == [row["url"] for row in waiting]
    assert crawl.rows("select reach, problem from crawl.observations") == [
        {"reach": "partial", "problem": "budget"},
        {"reach": "partial", "problem": "budget"},
    ]


def test_pages_beyond_the_byte_budget_are_put_off(crawl, site):
    crawl.source("heavy", site)
    for number in range(3):
        site.article(f"/{number}")
    crawl.configure(byte_budget=1)
    crawl.run()
    assert sorted(crawl.outcomes().values()) == [("captured", ""), ("deferred", "budget"), ("deferred", "budget")]

"""What was put off is wanted for as long as it waits: a later run judges it as the one that wanted it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dateline.steps.batches import plan_batches
from dateline.steps.clean import clean_batch
from dateline.steps.settle import RunUnwell, settle_run
from transforms.windows import Mode, Window

EARLIER = datetime(2026, 11, 15, 12, tzinfo=UTC)


def look_back(day):
    return Window(first_day=date(2026, 11, day), last_day=date(2026, 11, day), mode=Mode.LOOK_BACK)


def exact(day):
    return Window(first_day=date(2026, 11, day), last_day=date(2026, 11, day), mode=Mode.EXACT)


def settle(crawl, run):
    with suppress(RunUnwell):
        settle_run(crawl.settings, run_id=run, task_states={})


def clean(crawl, run):
    """Clean what a run has fetched and return outcome and reason by path."""
    for batch in plan_batches(crawl.settings, run_id=run):
        clean_batch(crawl.settings, run_id=run, batch=batch)
    rows = crawl.rows("select url, outcome, reason from staging.articles where run_id = %s", run)
    return {row["url"].rpartition("/")[2]: (row["outcome"], row["reason"]) for row in rows}


def publish_article(site, path, at, *, listed=True):
    text = "Ferries to the islands run again after the storm, the harbour office said on Monday. " * 12
    stated = f'<meta property="article:published_time" content="{at.isoformat()}">' if at else ""
    kind = '<meta property="og:type" content="article">'
    site.article(path, published=at if listed else None)
    site.answers[path].body = (
        f'<html lang="en"><head><title>Ferries run again</title>{kind}{stated}'
        f"</head><body><article><h1>Ferries run again</h1><p>{text}</p></article></body></html>"
    ).encode()


@dataclass
class Shut:
    """A source whose pages lie on a host of their own, whose robots.txt cannot be had for now."""

    crawl: Any
    site: Any
    pages: Any

    def list_page(self, path, at, *, listed=True):
        publish_article(self.pages, path, at, listed=listed)
        self.site.list(self.pages.base + path, at if listed else None)

    def let_in(self):
        """From now on pages can be had, and the listing shows others only."""
        self.pages.robots("User-agent: *\nDisallow:\n")
        self.crawl.database.execute("update crawl.hosts set robots_expires_at = now()")
        self.site.items.clear()
        self.site.article("/other")


@pytest.fixture
def shut(crawl, make_site):
    shut = Shut(crawl, make_site(), make_site())
    crawl.source("shut", shut.site, hosts=f'"127.0.0.1:{shut.pages.port}"')
    crawl.configure(allow_loopback_ports=(shut.site.port, shut.pages.port))
    shut.pages.robots("", status=503)
    return shut


def test_a_page_is_judged_by_the_wish_of_the_run_that_put_it_off(crawl, shut):
    shut.list_page("/x", EARLIER)
    crawl.run("command/one", look_back(15))
    settle(crawl, "command/one")
    assert crawl.outcomes("command/one") == {"x": ("deferred", "robots_unreachable")}
    shut.let_in()
    crawl.run("command/two", look_back(21))
    assert crawl.outcomes("command/two")["x"] == ("captured", "")
    [capture] = crawl.rows("select wanted_since, wanted_until from crawl.captures where url like '%%/x'")
    assert capture == {"wanted_since": datetime(2026, 11, 13, tzinfo=UTC), "wanted_until": None}
    assert clean(crawl, "command/two")["x"] == (None, None)


def test_a_look_back_takes_what_an_exact_run_put_off(crawl, shut):
    shut.list_page("/x", datetime(2026, 3, 3, 12, tzinfo=UTC))
    day = date(2026, 3, 3)
    crawl.run("command/one", Window(first_day=day, last_day=day, mode=Mode.EXACT))
    settle(crawl, "command/one")
    shut.let_in()
    crawl.run("command/two", look_back(21))
    assert clean(crawl, "command/two")["x"] == (None, None)


@pytest.mark.parametrize("at", [EARLIER, None])
def test_an_exact_run_takes_only_what_it_wants_and_loses_nothing(crawl, shut, at):
    shut.list_page("/x", at, listed=at is None)
    crawl.run("command/one", look_back(15))
    settle(crawl, "command/one")
    shut.let_in()
    crawl.run("command/far", exact(1))
    assert "x" not in crawl.outcomes("command/far")
    # Its listing gave no date, so the run of a day on which it may have been published asks for it.
    crawl.run("command/near", exact(16))
    assert clean(crawl, "command/near")["x"] == (None, None)


def test_what_no_step_got_to_waits_with_its_wish(crawl, shut):
    shut.list_page("/x", EARLIER)
    crawl.run("command/one", look_back(15))
    crawl.database.execute("update crawl.ledger set outcome = null, reason = null")
    crawl.database.execute("update crawl.urls set deferred_at = null")
    settle(crawl, "command/one")
    assert crawl.outcomes("command/one") == {"x": ("deferred", "not_processed")}
    shut.let_in()
    crawl.run("command/two", look_back(21))
    assert clean(crawl, "command/two")["x"] == (None, None)


def test_a_parked_page_that_was_put_off_is_taken_over_with_the_wider_wish(crawl, site):
    crawl.source("alpha", site)
    publish_article(site, "/x", EARLIER, listed=False)
    crawl.run("command/zero", exact(1))
    assert clean(crawl, "command/zero")["x"] == ("skipped", "outside_window")
    crawl.database.execute(
        "update crawl.captures set outcome = 'skipped', reason = 'outside_window', published_day = '2026-11-15',"
        " claimed_by = null"
    )
    crawl.database.execute(
        "update crawl.urls set deferred_at = now(), wanted_since = '2026-11-13', wanted_until = null"
    )
    settle(crawl, "command/zero")
    site.items.clear()
    site.article("/other")
    site.asked.clear()
    crawl.run("command/two", look_back(21))
    assert clean(crawl, "command/two")["x"] == (None, None)
    assert site.count("/x") == 0


def test_what_was_answered_waits_no_longer_and_is_wanted_anew(crawl, site):
    crawl.source("alpha", site)
    site.article("/a")
    crawl.run("command/one", look_back(21))
    crawl.run("command/two", exact(21))
    [url] = crawl.rows("select deferred_at, wanted_since, wanted_until from crawl.urls")
    midnight = datetime(2026, 11, 21, tzinfo=UTC)
    assert url == {
        "deferred_at": None,
        "wanted_since": midnight,
        "wanted_until": midnight + timedelta(days=1),
    }

"""A good guest: slots across processes, robots.txt by RFC 9309, Retry-After, noarchive."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from dateline.steps.crawl import crawl_shard
from scrapers.deadline import Deadline
from scrapers.desk import Desk
from sql.hosts import ensure_host, set_retry_after, take_slot


def test_two_children_at_once_keep_one_hosts_interval(crawl, site):
    for source_id in ("one", "other"):
        crawl.source(source_id, site, interval=0.4)
    for number in range(4):
        site.article(f"/{number}")
    shards = crawl.plan()
    threads = [
        threading.Thread(
            target=crawl_shard, args=(crawl.settings,), kwargs={"run_id": "command/one", "shard": shard["shard"]}
        )
        for shard in shards
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(asked.at for asked in site.asked)
    # Two children, two feeds, eight pages; robots.txt by one child or by both.
    assert len(times) >= 11
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.25
    assert times[-1] - times[0] >= 0.35 * (len(times) - 1)


def test_a_slow_host_does_not_hold_up_another(crawl, site, make_site):
    slow = make_site()
    slow.robots("User-agent: *\nCrawl-delay: 30\n")
    crawl.configure(crawl_deadline=8.0)
    crawl.source("both", site, hosts=f"127.0.0.1:{slow.port}")
    crawl.configure(allow_loopback_ports=(site.port, slow.port))
    site.list(f"{slow.base}/first")
    site.list(f"{slow.base}/second")
    slow.article("/first")
    slow.article("/second")
    for number in range(3):
        site.article(f"/{number}")
    crawl.run()
    outcomes = crawl.outcomes()
    assert outcomes.pop("first") == ("captured", "")
    assert outcomes.pop("second") == ("deferred", "deadline")
    assert set(outcomes.values()) == {("captured", "")}
    assert slow.count("/second") == 0


def test_slots_are_kept_by_the_databases_clock(database):
    ensure_host(database, "example.org:443")
    assert take_slot(database, "example.org:443", 60).taken
    answer = take_slot(database, "example.org:443", 60)
    assert (answer.taken, answer.asked) == (False, False)
    assert 50 < answer.wait <= 60
    assert database.execute("select last_at <= clock_timestamp() as past from crawl.hosts").fetchone()["past"]


def test_sources_of_one_host_are_as_polite_as_the_politest_of_them(database):
    ensure_host(database, "example.org:443")
    assert take_slot(database, "example.org:443", 0).taken
    # The patient one keeps away from what the hasty one did, and the hasty one from what the patient one did.
    assert 50 < take_slot(database, "example.org:443", 60).wait <= 60
    database.execute("update crawl.hosts set last_at = now() - interval '61 s'")
    assert take_slot(database, "example.org:443", 60).taken
    assert 50 < take_slot(database, "example.org:443", 0).wait <= 60
    database.execute("update crawl.hosts set last_at = now() - interval '61 s'")
    assert take_slot(database, "example.org:443", 0).taken
    assert 50 < take_slot(database, "example.org:443", 0).wait <= 60


def test_an_interval_that_nobody_keeps_any_more_is_forgotten(database):
    ensure_host(database, "example.org:443")
    assert take_slot(database, "example.org:443", 60).taken
    database.execute("update crawl.hosts set interval_at = now() - interval '3 hours'")
    assert take_slot(database, "example.org:443", 0).taken
    [host] = database.execute("select interval_seconds from crawl.hosts").fetchall()
    assert host == {"interval_seconds": 0}


def test_a_hasty_source_beside_a_patient_one_keeps_the_patient_ones_interval(crawl, site):
    crawl.source("hasty", site, discovery=f'[{{strategy: feed, url: "{site.base}/hasty.xml"}}]')
    crawl.source("patient", site, interval=0.8)
    for number in range(3):
        site.article(f"/{number}")
    site.answers["/hasty.xml"] = site.answers["/feed.xml"]
    shards = crawl.plan()
    threads = [
        threading.Thread(
            target=crawl_shard, args=(crawl.settings,), kwargs={"run_id": "command/one", "shard": shard["shard"]}
        )
        for shard in shards
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = sorted((asked.at, asked.path) for asked in site.asked)
    first = next(number for number, (_, path) in enumerate(asked) if path == "/feed.xml")
    times = [at for at, _ in asked[max(first - 1, 0) :]]
    assert len(times) > 3
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.5


def test_a_wish_to_be_left_alone_holds_for_everybody(database):
    set_retry_after(database, "example.org:443", 100)
    set_retry_after(database, "example.org:443", 10)
    answer = take_slot(database, "example.org:443", 1)
    assert (answer.taken, answer.asked) == (False, True)
    assert 90 < answer.wait <= 100


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_within_the_deadline_is_waited_for(crawl, site, page, form):
    crawl.source("tired", site)
    url = site.article("/a")
    good = site.answers["/a"]
    answered = []

    def tired(handler):
        answered.append(time.monotonic())
        later = datetime.now(UTC) + timedelta(seconds=3)
        wish = "2" if form == "seconds" else format_datetime(later, usegmt=True)
        handler.send_page(page(b"", 503, {"Retry-After": wish}) if len(answered) == 1 else good)

    site.answers["/a"] = tired
    crawl.run()
    assert crawl.outcomes() == {"a": ("captured", "")}
    assert answered[1] - answered[0] > 1.0
    assert url


def test_retry_after_beyond_the_deadline_puts_off_the_hosts_other_pages_too(crawl, site, page):
    crawl.source("tired", site)
    site.mischief("/a", page(b"", 429, {"Retry-After": "9000"}))
    site.article("/b")
    crawl.run()
    assert crawl.outcomes() == {"a": ("deferred", "retry_after"), "b": ("deferred", "retry_after")}
    assert site.count("/b") == 0
    [host] = crawl.rows("select retry_after > now() + interval '2 hours' as later from crawl.hosts")
    assert host["later"]


def test_what_was_put_off_goes_first_next_time_even_when_no_longer_listed(crawl, site, page):
    crawl.source("tired", site)
    site.mischief("/a", page(b"", 503, {"Retry-After": "9000"}))
    crawl.run("command/one")
    assert crawl.rows("select deferred_at is not null as waits from crawl.urls") == [{"waits": True}]
    crawl.database.execute("update crawl.hosts set retry_after = null")
    site.items.clear()
    site.article("/b")
    site.article("/a")
    site.items.pop()
    site.asked.clear()
    crawl.run("command/two")
    assert crawl.outcomes("command/two") == {"a": ("captured", ""), "b": ("captured", "")}
    assert [asked.path for asked in site.asked] == ["/feed.xml", "/a", "/b"]
    assert crawl.rows("select * from crawl.urls where deferred_at is not null") == []


def test_robots_rules_are_obeyed_for_pages(crawl, site):
    crawl.source("shy", site)
    site.robots("User-agent: dateline\nDisallow: /private/\n\nUser-agent: *\nDisallow: /\n")
    site.article("/private/a")
    site.article("/b")
    crawl.run()
    assert crawl.outcomes() == {"private/a": ("skipped", "robots_disallowed"), "b": ("captured", "")}
    assert site.count("/private/a") == 0
    assert site.count("/robots.txt") == 1


def test_robots_rules_are_obeyed_for_listings(crawl, site):
    crawl.source("closed", site)
    site.robots("User-agent: *\nDisallow: /feed.xml\n")
    site.article("/a")
    crawl.run()
    [look] = crawl.rows("select reach, problem from crawl.observations")
    assert look == {"reach": "unreachable", "problem": "refused"}
    assert site.count("/feed.xml") == 0


def test_robots_that_cannot_be_had_disallow_everything(crawl, site):
    crawl.source("ill", site)
    site.robots("", 500)
    crawl.configure(crawl_deadline=5.0)
    site.article("/a")
    crawl.run()
    [look] = crawl.rows("select reach, problem from crawl.observations")
    assert look == {"reach": "unreachable", "problem": "server_error"}
    assert site.count("/feed.xml") == 0


def test_robots_that_are_not_there_allow_everything(crawl, site):
    crawl.source("open", site)
    site.robots("User-agent: *\nDisallow: /\n", 403)
    site.article("/a")
    crawl.run()
    assert crawl.outcomes() == {"a": ("captured", "")}


def test_robots_are_asked_for_once_a_day(crawl, site):
    crawl.source("kept", site)
    site.article("/a")
    crawl.run("command/one")
    crawl.run("command/two")
    assert site.count("/robots.txt") == 1
    crawl.database.execute("update crawl.hosts set robots_expires_at = now() - interval '1 second'")
    crawl.run("command/three")
    assert site.count("/robots.txt") == 2


def test_crawl_delay_wins_over_a_shorter_interval(crawl, site):
    crawl.source("slow", site)
    site.robots("User-agent: *\nCrawl-delay: 0.6\n")
    site.article("/a")
    site.article("/b")
    crawl.run()
    times = [asked.at for asked in site.asked if asked.path != "/robots.txt"]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.5
    assert crawl.rows("select crawl_delay from crawl.hosts") == [{"crawl_delay": 0.6}]


def test_pages_that_ask_not_to_be_archived_are_left_out(crawl, site, page):
    crawl.source("private", site)
    site.article("/by-header", **{"X-Robots-Tag": "noarchive"})
    meta = b'<html><head><meta content="index, NOARCHIVE" name="robots"></head><body>x</body></html>'
    site.mischief("/by-meta", page(meta, 200, {"Content-Type": "text/html"}))
    site.article("/for-others", **{"X-Robots-Tag": "otherbot: noarchive"})
    crawl.run("command/one")
    left_out = ("skipped", "noarchive")
    expected = {"by-header": left_out, "by-meta": left_out, "for-others": ("captured", "")}
    assert crawl.outcomes("command/one") == expected


def test_a_transient_error_is_tried_again(crawl, site, page):
    crawl.source("shaky", site)
    site.article("/a")
    good = site.answers["/a"]
    calls = []

    def shaky(handler):
        calls.append(1)
        handler.send_page(page(b"", 500) if len(calls) < 3 else good)

    site.answers["/a"] = shaky
    crawl.run()
    assert crawl.outcomes() == {"a": ("captured", "")}


def test_no_secret_stands_in_the_childs_arguments(crawl, site, page):
    crawl.source("slow", site)
    seen = []

    def look(handler):
        seen.append(subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout)
        handler.send_page(page(b"<html></html>"))

    site.mischief("/a", look)
    crawl.run()
    password = crawl.settings.database.partition("@")[0].rpartition(":")[2]
    assert f"{sys.executable} -m scrapers.child" in seen[0]
    assert password not in seen[0]


def test_the_desk_answers_in_the_order_of_asking(database_url):
    import asyncio

    async def ask() -> list[int]:
        desk = Desk(database_url, name="test")
        answers = await asyncio.gather(*(desk.ask(lambda connection, n=n: n) for n in range(20)))
        desk.close()
        return answers

    assert asyncio.run(ask()) == list(range(20))
    assert not Deadline(60).is_over

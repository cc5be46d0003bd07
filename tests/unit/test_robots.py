"""What robots.txt means to us (RFC 9309), and what Retry-After asks."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scrapers.robots import LONGEST_DELAY, read_rules
from scrapers.slots import read_retry_after

PAGE = "https://example.org/news/a"


@pytest.mark.parametrize("status", [0, 429, 500, 503, 599])
def test_unreachable_robots_stop_everything(status):
    assert read_rules(status, "").unreachable


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410])
def test_robots_that_are_not_there_allow_everything(status):
    rules = read_rules(status, "User-agent: *\nDisallow: /")
    assert not rules.unreachable
    assert rules.allows(PAGE)


def test_our_own_group_wins_over_the_general_one():
    assert read_rules(200, "User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nAllow: /").allows(PAGE)
    assert not read_rules(200, "User-agent: *\nAllow: /\n\nUser-agent: DATELINE\nDisallow: /news/").allows(PAGE)


def test_the_longest_match_wins_and_wildcards_count():
    rules = read_rules(200, "User-agent: *\nDisallow: /news/\nAllow: /news/a$\nDisallow: /*.pdf$")
    assert rules.allows(PAGE)
    assert not rules.allows("https://example.org/news/b")
    assert not rules.allows("https://example.org/report.pdf")


@pytest.mark.parametrize(
    ("text", "delay"), [("2.5", 2.5), ("0", 0), ("-3", 0), ("soon", 0), ("nan", 0), ("999999", LONGEST_DELAY)]
)
def test_crawl_delay_is_a_sane_number(text, delay):
    assert read_rules(200, f"User-agent: *\nCrawl-delay: {text}").crawl_delay == delay


@given(some.text(max_size=400))
def test_any_text_can_be_read(text):
    rules = read_rules(200, text)
    assert isinstance(rules.allows(PAGE), bool)
    assert 0 <= rules.crawl_delay <= LONGEST_DELAY


def test_retry_after_in_seconds_as_a_date_and_in_nonsense():
    now = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
    assert read_retry_after("120", now=now) == 120
    assert read_retry_after("Sat, 21 Nov 2026 12:02:00 GMT", now=now) == 120
    assert read_retry_after("Sat, 21 Nov 2020 12:02:00 GMT", now=now) == 0
    for nonsense in (None, "", "soon", "-5", "1.5.2", "9" * 400 + "x"):
        assert read_retry_after(nonsense, now=now) is None


@given(some.text(max_size=60))
def test_any_retry_after_gives_seconds_or_nothing(text):
    seconds = read_retry_after(text, now=0)
    assert seconds is None or seconds >= 0

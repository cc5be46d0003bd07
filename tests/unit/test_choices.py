"""What is done with a URL, by what is known of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from scrapers.choices import Terms, choose_conditions, choose_step, judge_answer, read_status, widen_terms
from scrapers.fetcher import Answer
from scrapers.ledger import join_headers, sift_candidates, storable
from scrapers.orders import CrawlOrder
from scrapers.warc import digest_body
from sql.crawl import UrlOutcome, UrlState
from sql.shards import Attempt
from transforms.outcomes import OUTCOME_REASONS, Outcome, Reason
from transforms.records import Candidate, Source, Strategy
from transforms.window_check import Wish
from transforms.windows import Mode, Window

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
DAY = date(2026, 11, 21)
ARTICLE = UUID(int=7)


def terms(mode=Mode.EXACT, *, everything=False):
    return Terms(
        now=NOW,
        window=Window(first_day=DAY, last_day=DAY, mode=mode),
        wish=Wish(everything=everything),
        recheck_after=12 * 3600,
        honour_noarchive=True,
    )


def state(**known):
    unknown = {
        **dict.fromkeys(("taken_down", "done"), False),
        **dict.fromkeys(("waiting_capture", "waiting_outcome", "waiting_reason", "waiting_day", "article_id")),
        **dict.fromkeys(("outcome", "etag", "last_modified", "body_digest", "fetched_at", "published_day")),
        "first_seen_at": NOW,
    }
    return UrlState(**{**unknown, **known})


def name(step):
    return (step.outcome, step.reason) if isinstance(step, UrlOutcome) else step


PARKED = {"waiting_capture": 1, "waiting_outcome": "skipped"}
PUBLISHED = {
    "article_id": ARTICLE,
    "outcome": "stored",
    "fetched_at": NOW - timedelta(days=1),
    "published_day": DAY,
}
NOT_DUE = (Outcome.UNCHANGED, Reason.NOT_DUE)


@pytest.mark.parametrize(
    ("known", "step"),
    [
        ({}, "fetch"),
        ({"done": True, "taken_down": True}, "done"),
        ({"taken_down": True, "waiting_capture": 1}, (Outcome.SKIPPED, Reason.TAKEN_DOWN)),
        ({"waiting_capture": 1}, "adopt"),
        ({**PARKED, "waiting_day": DAY}, "adopt"),
        ({**PARKED, "waiting_day": date(2020, 1, 1)}, (Outcome.SKIPPED, Reason.OUTSIDE_WINDOW)),
        ({**PARKED}, (Outcome.SKIPPED, Reason.UNDATED)),
        (PUBLISHED, "fetch"),
        ({**PUBLISHED, "fetched_at": NOW - timedelta(hours=11)}, NOT_DUE),
        ({**PUBLISHED, "published_day": NOW.date() - timedelta(days=7)}, "fetch"),
        ({**PUBLISHED, "published_day": NOW.date() - timedelta(days=8)}, NOT_DUE),
        ({**PUBLISHED, "published_day": None, "first_seen_at": NOW - timedelta(days=9)}, NOT_DUE),
        ({"outcome": "rejected", "fetched_at": NOW - timedelta(hours=1)}, NOT_DUE),
        ({"outcome": "quarantined", "fetched_at": NOW - timedelta(hours=1)}, NOT_DUE),
        ({"outcome": "failed", "fetched_at": NOW - timedelta(hours=1)}, "fetch"),
    ],
)
def test_the_step_before_a_fetch(known, step):
    assert name(choose_step(state(**known), terms())) == step


def test_a_look_back_takes_parked_pages_without_a_date_and_archives_take_everything():
    assert choose_step(state(**PARKED), terms(Mode.LOOK_BACK)) == "adopt"
    old = state(**PARKED, waiting_day=date(2020, 1, 1))
    assert choose_step(old, terms(everything=True)) == "adopt"


def test_conditions_are_sent_only_for_what_is_published():
    assert choose_conditions(state(etag='"x"')) == ()
    known = state(article_id=ARTICLE, etag='"x"', last_modified="then")
    assert choose_conditions(known) == (("If-None-Match", '"x"'), ("If-Modified-Since", "then"))


def answer(status=200, body=b"<html></html>", **headers):
    return Answer(
        url="https://example.org/a",
        final_url="https://example.org/a",
        redirects=(),
        status=status,
        headers={"content-type": "text/html", **headers},
        header_pairs=(),
        request_headers=(),
        body=body,
        fetched_at=NOW,
    )


def test_what_the_answer_itself_decides():
    known = state(article_id=ARTICLE, etag='"x"', body_digest=digest_body(b"same"))
    assert judge_answer(answer(), known, terms()) is None
    unchanged = UrlOutcome(outcome=Outcome.UNCHANGED, article_id=ARTICLE)
    assert judge_answer(answer(304), known, terms()) == unchanged
    assert judge_answer(answer(body=b"same"), known, terms()) == unchanged
    forbidden = judge_answer(answer(**{"x-robots-tag": "noarchive"}), known, terms())
    assert name(forbidden) == (Outcome.SKIPPED, Reason.NOARCHIVE)


@pytest.mark.parametrize("known", [{}, {"article_id": ARTICLE}, {"etag": '"x"', "outcome": "rejected"}])
def test_not_modified_is_no_answer_to_a_request_without_conditions(known):
    decided = judge_answer(answer(304), state(**known), terms())
    assert name(decided) == (Outcome.FAILED, Reason.UNREADABLE)
    assert "304" in decided.detail


@pytest.mark.parametrize(
    "status", [100, 199, 201, 202, 204, 206, 299, 300, 301, 303, 305, 400, 404, 410, 499, 500, 599, 999]
)
def test_every_other_status_is_a_failure_with_a_reason(status):
    decided = judge_answer(answer(status), state(), terms())
    assert decided.outcome is Outcome.FAILED
    assert decided.reason in OUTCOME_REASONS[Outcome.FAILED]
    assert read_status(status) is decided.reason


def test_text_that_postgres_cannot_hold_is_mended_or_counted():
    assert storable("a\0b\ud800") == "ab?"
    hostile = Candidate(source_id="s", url="https://e.org/\0a", strategy="feed", title="t\0\ud83d")
    long = Candidate(source_id="s", url="https://e.org/" + "x" * 2000, strategy="feed")
    [kept], too_long = sift_candidates([hostile, long])
    assert (kept.url, kept.title, too_long) == ("https://e.org/a", "t?", 1)
    pairs = (("A", "1"), ("a", "2"), ("Set-Cookie", "x"), ("B", "\0"))
    assert join_headers(pairs) == {"a": "1, 2", "b": ""}


def test_an_order_comes_back_from_json_as_it_was():
    source = Source(
        source_id="s",
        name="S",
        kind="news",
        country="FI",
        languages=("en", "fi"),
        timezone="UTC",
        homepage="https://e.org/",
        strategies=(Strategy(kind="feed", url="https://e.org/feed", options={"paged": "wordpress"}),),
        hosts=("e.org:443",),
        exclude=("/video/",),
        overrides={"title": "h1"},
        evidence_on=DAY,
        tags=("demo",),
    )
    order = CrawlOrder(
        attempt=Attempt(run_id="nightly/x", shard_id=3, token=UUID(int=5), started_on=DAY),
        number=2,
        window=Window(first_day=DAY, last_day=DAY, mode=Mode.LOOK_BACK),
        sources=(source,),
        last_looks={"s": NOW},
        database_url="postgresql://u:p@127.0.0.1/db",
        archive="/archive",
        user_agent="Dateline",
        deadline=60.0,
        request_timeout=5.0,
        recheck_after=3600.0,
        max_body=1000,
        max_listing=4000,
        url_budget=10,
        listing_budget=10,
        byte_budget=10**9,
        loopback_ports=(8000,),
        honour_noarchive=True,
        parent=1,
    )
    assert CrawlOrder.from_json(order.to_json()) == order


def test_an_article_that_its_listing_calls_modified_is_due_whatever_its_age():
    known = state(**{**PUBLISHED, "published_day": date(2020, 1, 1)})
    assert name(choose_step(known, terms())) == NOT_DUE
    assert choose_step(known, terms(), modified_at=NOW - timedelta(hours=1)) == "fetch"
    assert name(choose_step(known, terms(), modified_at=NOW - timedelta(days=5))) == NOT_DUE


@pytest.mark.parametrize(("mode", "wanted"), [(Mode.LOOK_BACK, True), (Mode.EXACT, False)])
def test_a_look_back_wants_what_changed_of_a_known_article_whatever_its_day(mode, wanted):
    day = date(2026, 3, 1)
    narrow = replace(terms(mode), wish=Wish(since=NOW - timedelta(days=3)))
    widened = widen_terms(
        narrow, state(**{**PUBLISHED, "published_day": day}, wanted_since=None, wanted_until=None)
    )
    assert widened.wish.contains(day) is wanted

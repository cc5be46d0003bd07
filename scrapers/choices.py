"""What to do with a URL, decided by what is known of it: pure rules between frontier and fetch."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal

from scrapers.content import forbids_archiving
from scrapers.fetcher import Answer, Headers
from scrapers.orders import CrawlOrder
from scrapers.robots import PRODUCT
from scrapers.warc import digest_body
from sql.crawl import UrlOutcome, UrlState
from transforms.outcomes import Outcome, Reason
from transforms.records import Source
from transforms.window_check import Wish, check_window
from transforms.windows import Mode, Window, wanted_since, wanted_until

LOOKED_AT_AGAIN: Final = timedelta(days=7)
"""Articles up to this age are fetched again, to see whether they changed."""
KNOWN_WITHOUT_ARTICLE: Final = frozenset({"rejected", "quarantined"})
KEPT_STATUSES: Final = frozenset({200, 203})


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under which terms a run decides: its clock, its window and how soon it looks again."""

    now: datetime
    window: Window
    wish: Wish
    recheck_after: float
    honour_noarchive: bool


Step = UrlOutcome | Literal["done", "adopt", "fetch"]


def choose_step(state: UrlState, terms: Terms, *, modified_at: datetime | None = None) -> Step:
    """Return what to do before anything is fetched: an outcome, or done, adopt (a waiting capture) or fetch.

    `modified_at` is when its listing says that it was changed.
    """
    if state.done:
        return "done"
    if state.taken_down:
        return UrlOutcome(outcome=Outcome.SKIPPED, reason=Reason.TAKEN_DOWN, detail="the address was taken down")
    if state.waiting_capture is not None:
        return _choose_waiting(state, terms)
    if _is_not_due(state, terms, modified_at):
        return UrlOutcome(outcome=Outcome.UNCHANGED, reason=Reason.NOT_DUE, article_id=state.article_id)
    return "fetch"


def _choose_waiting(state: UrlState, terms: Terms) -> Step:
    """Take a waiting capture, unless this run would only park it again."""
    if state.waiting_outcome is None:
        return "adopt"
    unwanted = check_window(state.waiting_day, window=terms.window, wish=terms.wish)
    if unwanted is None:
        return "adopt"
    return UrlOutcome(outcome=Outcome.SKIPPED, reason=unwanted.reason, detail=unwanted.detail)


def _is_not_due(state: UrlState, terms: Terms, modified_at: datetime | None) -> bool:
    if state.fetched_at is None or (state.article_id is None and state.outcome not in KNOWN_WITHOUT_ARTICLE):
        return False
    if terms.now - state.fetched_at < timedelta(seconds=terms.recheck_after):
        return True
    if modified_at is not None and modified_at > state.fetched_at:
        return False
    first_seen = state.first_seen_at.astimezone(UTC).date() if state.first_seen_at else terms.now.date()
    return (state.published_day or first_seen) < terms.now.date() - LOOKED_AT_AGAIN


def choose_conditions(state: UrlState) -> Headers:
    """Return the headers that let a server say that nothing changed."""
    if state.article_id is None:
        return ()
    pairs = (("If-None-Match", state.etag), ("If-Modified-Since", state.last_modified))
    return tuple((name, value) for name, value in pairs if value)


def widen_terms(terms: Terms, state: UrlState) -> Terms:
    """Return the terms under which a URL is decided: one that was put off is wanted as it was wanted then, too.

    What a look back finds changed of an article that is known already is wanted whatever its day.
    """
    wish = terms.wish.widen(Wish(since=state.wanted_since, until=state.wanted_until))
    if terms.window.mode is Mode.LOOK_BACK and state.article_id is not None and state.published_day is not None:
        wish = wish.widen(Wish(since=datetime.combine(state.published_day, time.min, UTC)))
    return replace(terms, wish=wish)


def judge_answer(answer: Answer, state: UrlState, terms: Terms) -> UrlOutcome | None:
    """Return the outcome that the answer itself decides; None for a page to keep."""
    if answer.status == 304 and choose_conditions(state):
        return UrlOutcome(outcome=Outcome.UNCHANGED, article_id=state.article_id)
    if answer.status not in KEPT_STATUSES:
        reason = read_status(answer.status)
        what = "304, though nothing was known that could be unchanged" if answer.status == 304 else answer.status
        return UrlOutcome(outcome=Outcome.FAILED, reason=reason, detail=f"the site answered {what}")
    if digest_body(answer.body) == state.body_digest:
        return UrlOutcome(outcome=Outcome.UNCHANGED, article_id=state.article_id)
    return judge_archiving(answer.headers, answer.body, terms)


def judge_archiving(headers: Mapping[str, str], body: bytes, terms: Terms) -> UrlOutcome | None:
    """Return the outcome of a page that asks not to be archived, where that is honoured; None for others."""
    if not (terms.honour_noarchive and forbids_archiving(headers, body, product=PRODUCT)):
        return None
    return UrlOutcome(outcome=Outcome.SKIPPED, reason=Reason.NOARCHIVE, detail="the page asks not to be archived")


def read_status(status: int) -> Reason:
    """Return the reason that an HTTP status which gives no page stands for."""
    match status:
        case 404:
            return Reason.NOT_FOUND
        case 410:
            return Reason.GONE
        case _ if 400 <= status < 500:
            return Reason.CLIENT_ERROR
        case _ if status >= 500:
            return Reason.SERVER_ERROR
        case _:
            return Reason.UNREADABLE


def open_terms(order: CrawlOrder, source: Source) -> Terms:
    """Return under which terms a run decides about a source's URLs."""
    since = wanted_since(order.window, order.last_looks.get(source.source_id))
    return Terms(
        now=datetime.now(UTC),
        window=order.window,
        wish=Wish(since=since, until=wanted_until(order.window)),
        recheck_after=order.recheck_after,
        honour_noarchive=order.honour_noarchive,
    )

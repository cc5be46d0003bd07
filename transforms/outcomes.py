"""The closed vocabulary of the funnel: every URL that a run looks at ends in exactly one outcome."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Outcome(StrEnum):
    """What became of one URL in one run."""

    STORED = "stored"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"
    DEFERRED = "deferred"
    FAILED = "failed"


class Reason(StrEnum):
    """Why, for the outcomes that need a reason; one closed list for code, tables and reports."""

    # skipped: nothing is wrong, this run does not want it
    OUTSIDE_WINDOW = "outside_window"
    UNDATED = "undated"
    ROBOTS_DISALLOWED = "robots_disallowed"
    NOARCHIVE = "noarchive"
    TAKEN_DOWN = "taken_down"
    EXCLUDED = "excluded"
    NOT_DUE = "not_due"
    # rejected: fetched, and not an article that we can use
    HOME_PAGE = "home_page"
    SECTION_PAGE = "section_page"
    SEARCH_PAGE = "search_page"
    VIDEO = "video"
    GALLERY = "gallery"
    LOGIN = "login"
    CONSENT_WALL = "consent_wall"
    CAPTCHA = "captcha"
    SOFT_404 = "soft_404"
    EMPTY = "empty"
    NOT_HTML = "not_html"
    WRONG_LANGUAGE = "wrong_language"
    # quarantined: an expectation failed; a person decides
    EXPECTATION_FAILED = "expectation_failed"
    SOURCE_HELD = "source_held"
    # deferred: goes first next run
    DEADLINE = "deadline"
    RETRY_AFTER = "retry_after"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    BUDGET = "budget"
    NOT_PROCESSED = "not_processed"
    # failed: the site or the network did not answer as it should
    NOT_FOUND = "not_found"
    GONE = "gone"
    CLIENT_ERROR = "client_error"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    DNS = "dns"
    TLS = "tls"
    CONNECTION = "connection"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BLOCKED_ADDRESS = "blocked_address"
    BLOCKED_SCHEME = "blocked_scheme"
    BAD_ENCODING = "bad_encoding"
    UNREADABLE = "unreadable"
    EXTRACTOR_ERROR = "extractor_error"


class Reach(StrEnum):
    """How far a discovery strategy saw into a window."""

    FULL = "full"
    PARTIAL = "partial"
    UNREACHABLE = "unreachable"


class StrategyProblem(StrEnum):
    """Why a discovery strategy did not reach, or gave less than it should."""

    REFUSED = "refused"  # 401, 403 or robots
    MISSING = "missing"  # 404, 410
    SERVER_ERROR = "server_error"
    NETWORK = "network"
    NOT_A_FEED = "not_a_feed"
    NOT_A_SITEMAP = "not_a_sitemap"
    MALFORMED = "malformed"
    EMPTY = "empty"
    LISTING_TOO_SHORT = "listing_too_short"  # the list ends before the window's start, and is not the whole list
    BUDGET = "budget"
    DEADLINE = "deadline"
    BLOCKED = "blocked"  # a guard refused it


OUTCOME_REASONS: Final = MappingProxyType(
    {
        Outcome.SKIPPED: frozenset(
            {
                Reason.OUTSIDE_WINDOW,
                Reason.UNDATED,
                Reason.ROBOTS_DISALLOWED,
                Reason.NOARCHIVE,
                Reason.TAKEN_DOWN,
                Reason.EXCLUDED,
            }
        ),
        Outcome.UNCHANGED: frozenset({Reason.NOT_DUE}),
        Outcome.REJECTED: frozenset(
            {
                Reason.HOME_PAGE,
                Reason.SECTION_PAGE,
                Reason.SEARCH_PAGE,
                Reason.VIDEO,
                Reason.GALLERY,
                Reason.LOGIN,
                Reason.CONSENT_WALL,
                Reason.CAPTCHA,
                Reason.SOFT_404,
                Reason.EMPTY,
                Reason.NOT_HTML,
                Reason.WRONG_LANGUAGE,
            }
        ),
        Outcome.QUARANTINED: frozenset({Reason.EXPECTATION_FAILED, Reason.SOURCE_HELD}),
        Outcome.DEFERRED: frozenset(
            {
                Reason.DEADLINE,
                Reason.RETRY_AFTER,
                Reason.ROBOTS_UNREACHABLE,
                Reason.BUDGET,
                Reason.NOT_PROCESSED,
            }
        ),
        Outcome.FAILED: frozenset(
            {
                Reason.NOT_FOUND,
                Reason.GONE,
                Reason.CLIENT_ERROR,
                Reason.SERVER_ERROR,
                Reason.TIMEOUT,
                Reason.DNS,
                Reason.TLS,
                Reason.CONNECTION,
                Reason.TOO_LARGE,
                Reason.TOO_MANY_REDIRECTS,
                Reason.BLOCKED_ADDRESS,
                Reason.BLOCKED_SCHEME,
                Reason.BAD_ENCODING,
                Reason.UNREADABLE,
                Reason.EXTRACTOR_ERROR,
            }
        ),
    }
)
"""Which reasons each outcome may carry; stored, updated and duplicate carry none."""

OUTCOME_OF: Final = MappingProxyType(
    {reason: outcome for outcome, reasons in OUTCOME_REASONS.items() for reason in reasons}
)
"""The one outcome that each reason belongs to."""
BARE: Final = frozenset({Outcome.STORED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.DUPLICATE})
"""Outcomes that may stand without a reason."""


def check_outcome(outcome: Outcome, reason: Reason | None) -> None:
    """Raise ValueError for a pair that is not of the closed list."""
    if outcome not in BARE if reason is None else OUTCOME_OF[reason] is not outcome:
        raise ValueError(f"{outcome}({reason or ''}) is no outcome")

"""What an HTTP status says about a listing, and how an answer is named in a sentence."""

from collections.abc import Mapping
from typing import Final

from scrapers.discovery.base import ListingPage
from transforms.outcomes import StrategyProblem

Fault = tuple[StrategyProblem, str]

REFUSALS: Final = frozenset({401, 402, 403, 407, 429, 451})
WORDS: Final[Mapping[int, str]] = {
    401: "asks for a login",
    403: "refuses us",
    404: "is not there",
    410: "is gone",
    429: "asks us to come less often",
}


def find_fault(page: ListingPage) -> Fault | None:
    """Return what is wrong with an answer by its status alone; None for success."""
    return name_fault(page.url, page.status)


def name_fault(url: str, status: int) -> Fault | None:
    """Return what a status says of an address; None for success."""
    if 200 <= status < 300:
        return None
    if status in {404, 410}:
        problem = StrategyProblem.MISSING
    elif status >= 500:
        problem = StrategyProblem.SERVER_ERROR
    elif status in REFUSALS:
        problem = StrategyProblem.REFUSED
    else:
        problem = StrategyProblem.MALFORMED
    words = WORDS.get(status, "does not answer as it should")
    return problem, f"{url} {words} (HTTP {status})"


def describe_body(page: ListingPage) -> str:
    """Say what kind of thing a body is."""
    head = page.body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "an empty answer"
    if head.startswith((b"<!doctype html", b"<html")):
        return "a web page (HTML)"
    kind = page.headers.get("content-type", "").partition(";")[0].strip()[:60]
    return f"something of type {kind}" if kind else "something without a type"

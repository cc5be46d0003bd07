"""What a strategy's last look vouches for: a listing that is the same as then need not be read again."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from scrapers.choices import Terms
from scrapers.fetcher import Answer, Headers
from scrapers.looks import lost_look
from scrapers.warc import digest_body
from sql.looks import RememberedLook, StrategyLook
from transforms.outcomes import Reach, StrategyProblem
from transforms.records import Source, Strategy
from transforms.windows import Mode

TRUSTED: Final = timedelta(days=3)
"""How long a reading is trusted: some sites answer 304 although something was added behind its date."""


def vouches(look: RememberedLook, terms: Terms, rules: str) -> bool:
    """Whether an unchanged listing holds nothing that was not taken when it was last read.

    So in look-back runs alone, where that reading went past its window's start, took all that this run wants,
    under the same rules, and is not too long ago.
    """
    since = terms.wish.since
    return (
        terms.window.mode is Mode.LOOK_BACK
        and look.tells
        and look.reach is Reach.FULL
        and look.rules == rules
        and look.read_since is not None
        and since is not None
        and since >= look.read_since
        and terms.now - look.read_at <= TRUSTED
    )


def list_conditions(look: RememberedLook | None) -> Headers:
    """Return the headers that let a server say that its listing is the same."""
    if look is None:
        return ()
    pairs = (("If-None-Match", look.etag), ("If-Modified-Since", look.last_modified))
    return tuple((name, value) for name, value in pairs if value)


def is_unchanged(look: RememberedLook, answer: Answer) -> bool:
    """Whether an answer is the listing that was read then: the server says so, or its bytes do."""
    if answer.status == 304:
        return bool(list_conditions(look))
    return answer.status == 200 and digest_body(answer.body) == look.body_digest


def describe_rules(source: Source, strategy: Strategy) -> str:
    """Return a digest of what the catalog says of how a listing is read and what is taken from it."""
    said = [dict(strategy.options), source.exclude, source.hosts, source.homepage, source.timezone]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:16]


def repeat_look(
    look: RememberedLook, answer: Answer, source: Source, strategy: Strategy, position: int, started: datetime
) -> StrategyLook:
    """Return the look at a listing that is unchanged: it sees what the last reading saw.

    What the site says of it may have changed all the same, and is what it is asked with next time.
    """
    return replace(
        lost_look(source, strategy, position, started, StrategyProblem.EMPTY, ""),
        requests=1,
        entries=look.entries,
        oldest_at=look.oldest_at,
        newest_at=look.newest_at,
        listing_ended=look.listing_ended,
        reach=look.reach,
        problem=None,
        detail=f"unchanged since {look.read_at:%Y-%m-%d %H:%M} UTC",
        etag=answer.headers.get("etag") or look.etag,
        last_modified=answer.headers.get("last-modified") or look.last_modified,
        body_digest=look.body_digest,
        unchanged=True,
        read_at=look.read_at,
        read_since=look.read_since,
        tells=look.tells,
        rules=look.rules,
    )

"""When a listing's entry was published: what stands beside it, else what is known or its address says."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final
from urllib.parse import urlsplit

from scrapers.discovery.base import Ask, ListingPage
from scrapers.discovery.cards import LinkEntry
from scrapers.discovery.sieve import Listed, read_date
from transforms.dates import ParsedDate, load_zone

ADDRESS_DAY: Final = re.compile(r"/(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?!\d)")
"""`/2026/11/21/` or `/2026-11-21-title`; eight digits in a row may be any number."""


def list_entry(entry: LinkEntry, page: ListingPage, ask: Ask, *, page_day: date | None = None) -> Listed:
    """Return an entry as the sieve takes it; `page_day` is the one day that the page is about, if it is."""
    raw, published = read_first_date(entry.dates, page, timezone=ask.source.timezone)
    hint = find_hint(entry.url, page, ask) or write_day(page_day, timezone=ask.source.timezone)
    return Listed(
        url=entry.url, title=entry.title, raw=raw, published=published, hinted=None if published else hint
    )


def read_first_date(
    dates: Iterable[str], page: ListingPage, *, timezone: str
) -> tuple[str | None, ParsedDate | None]:
    """Return the first words that are a possible date, and what they mean; the first words if none are."""
    first: str | None = None
    for words in dates:
        first = first or words
        published = read_date(words, timezone=timezone, fetched_at=page.fetched_at)
        if published:
            return words, published
    return first, None


def find_hint(url: str, page: ListingPage, ask: Ask) -> ParsedDate | None:
    """Return the day on which an address is known to be published, else the one that it names."""
    known = ask.known.get(url)
    named = ADDRESS_DAY.search(urlsplit(url).path)
    days = (known and known.isoformat(), named and f"{named[1]}-{named[3]}-{named[4]}")
    read = (read_date(day, timezone=ask.source.timezone, fetched_at=page.fetched_at) for day in days if day)
    return next((parsed for parsed in read if parsed), None)


def write_day(day: date | None, *, timezone: str) -> ParsedDate | None:
    """Return a day of which the hour is not known."""
    if day is None:
        return None
    return ParsedDate(at=datetime.combine(day, time.min, load_zone(timezone)), precision="day")

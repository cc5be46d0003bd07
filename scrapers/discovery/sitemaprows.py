"""The pages that a sitemap lists: most are told by their day alone, the others are worth sifting."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from scrapers.discovery.addressdates import Period, find_path_period
from scrapers.discovery.base import Ask, ListingPage
from scrapers.discovery.feedreader import NotReadable, join_url
from scrapers.discovery.sieve import Listed, Sieve, clean_title, find_instant, is_older, read_date
from scrapers.discovery.sitemapchoice import Bounds, add_days
from scrapers.discovery.sitemapreach import Span, Tally
from scrapers.discovery.sitemapreader import read_sitemap
from scrapers.discovery.sitemapxml import Row
from transforms.dates import EARLIEST, ParsedDate, load_zone
from transforms.identity import is_listing_path, normalise_url

MOST_CHILDREN: Final = 50_000
"""Sitemaps that one index may name, by the protocol."""


class RowReader:
    """Reads the sitemaps of one ask, entry by entry; `span` takes in the dates of what may be an article."""

    def __init__(self, ask: Ask, sieve: Sieve, bounds: Bounds, span: Span) -> None:
        self._ask = ask
        self._sieve = sieve
        self._bounds = bounds
        self._span = span
        self._zone = load_zone(ask.source.timezone)
        pattern = ask.strategy.options.get("article")
        self._articles = re.compile(pattern) if pattern else None

    def list_rows(self, page: ListingPage, tally: Tally) -> Iterator[Listed]:
        """Yield the entries that are worth sifting; count the others, and set further sitemaps aside."""
        latest = add_days(page.fetched_at.astimezone(UTC).date(), 1)
        try:
            for row in read_sitemap(page, largest=self._ask.largest):
                if not row.is_sitemap:
                    listed = self._list_row(row, page, latest, tally)
                    if listed is not None:
                        yield listed
                elif len(tally.children) < MOST_CHILDREN:
                    tally.children.append(row)
                else:
                    tally.is_crowded = True
        except NotReadable as error:
            tally.fault = error.fault

    def _list_row(self, row: Row, page: ListingPage, latest: date, tally: Tally) -> Listed | None:
        """Return an entry to sift; None where its address or its day says that it is not wanted."""
        tally.rows += 1
        url = locate(row.loc, page)
        if url is None or (self._articles and not self._articles.search(url)):
            tally.excluded += 1
            return None
        if row.published is not None:
            tally.news += 1
            return self._list_news(url, row, page, tally)
        hint = find_path_period(url)
        if hint and hint.first > latest:
            hint = None
        day = hint.last if hint else read_day(row.lastmod, latest)
        if day is not None and self._bounds.is_before(day):
            self._leave_out_older(url, day, tally)
            return None
        if hint and self._bounds.is_after(hint.first):
            self._leave_out_newer(url, hint.first, tally)
            return None
        return self._list_page(url, row, page, hint, tally)

    def _list_news(self, url: str, row: Row, page: ListingPage, tally: Tally) -> Listed:
        listed = Listed(
            url=url,
            title=clean_title(row.title),
            raw=" ".join((row.published or "").split())[:200],
            published=self._read_date(row.published, page),
            modified=self._read_date(row.lastmod, page),
        )
        self._note(listed, tally, is_dated=listed.newest is not None)
        return listed

    def _list_page(self, url: str, row: Row, page: ListingPage, hint: Period | None, tally: Tally) -> Listed:
        modified = self._read_date(row.lastmod, page)
        listed = Listed(url=url, hinted=self._date_hint(url, hint), modified=modified)
        self._note(listed, tally, is_dated=hint is not None or modified is not None)
        return listed

    def _date_hint(self, url: str, hint: Period | None) -> ParsedDate | None:
        """Return the day in an address, else that on which its article is known to be published."""
        if hint:
            day = hint.first if hint.first == hint.last else None
        else:
            day = self._ask.known.get(normalise_url(url)) if self._ask.known else None
        if day is None:
            return None
        return ParsedDate(at=datetime(day.year, day.month, day.day, tzinfo=self._zone), precision="day")

    def _leave_out_older(self, url: str, day: date, tally: Tally) -> None:
        """Count an entry from before the window; if it may be an article, it shows how far back they go."""
        tally.outside += 1
        if not tally.goes_back and self._may_be_article(url):
            tally.dated = tally.goes_back = True
        if tally.goes_back:
            self._span.widen_to_day(day)

    def _leave_out_newer(self, url: str, day: date, tally: Tally) -> None:
        tally.outside += 1
        if not tally.is_fresh and self._may_be_article(url):
            tally.dated = tally.is_fresh = True
        if tally.is_fresh:
            self._span.widen_to_day(day)

    def _note(self, listed: Listed, tally: Tally, *, is_dated: bool) -> None:
        """Take note of what an entry shows; looked at closely only where it shows something new."""
        at, older = find_instant(listed.newest), is_older(listed, self._ask.since)
        is_new = (is_dated and not tally.dated) or not (tally.goes_back if older else tally.is_fresh)
        if (is_new or (at and not self._span.holds(at))) and self._may_be_article(listed.url):
            tally.dated |= is_dated
            tally.goes_back |= older
            tally.is_fresh |= not older
            self._span.widen(at)

    def _may_be_article(self, url: str | None) -> bool:
        """Whether an address is the source's own, and looks neither like a home page nor like a section."""
        return url is not None and not self._sieve.excludes(url) and not is_listing_path(url)

    def _read_date(self, raw: str | None, page: ListingPage) -> ParsedDate | None:
        return read_date(raw, timezone=self._ask.source.timezone, fetched_at=page.fetched_at)


def locate(loc: str | None, page: ListingPage) -> str | None:
    """Return an address in full; None if it is none."""
    if loc is None or loc.startswith(("https://", "http://")):
        return loc
    return join_url(page.final_url, None, loc)


def read_day(lastmod: str | None, latest: date) -> date | None:
    """Return the day of a last change as it is written, whatever its zone; None if it cannot be."""
    day = read_iso_day(lastmod[:10]) if lastmod else None
    return day if day is not None and EARLIEST.date() <= day <= latest else None


@lru_cache(maxsize=4096)
def read_iso_day(text: str) -> date | None:
    """Return the day of `2026-11-21`; None for anything else."""
    try:
        return date.fromisoformat(text) if text[4:5] == text[7:8] == "-" else None
    except ValueError:
        return None

"""When a page was published and changed: what it states, what it shows at its headline, and last a guess."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement, tostring

from transforms.dates import (
    DateEvidence,
    DateFinding,
    ParsedDate,
    choose_date,
    is_written,
    load_zone,
    parse_date,
)
from transforms.evidence import Evidence, read_text, read_value
from transforms.jsonld import texts_of
from transforms.landmarks import is_beside
from transforms.titles import pick_heading

PUBLISHED_META: Final = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published",
    "datepublished", "date.published", "published_time", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "date", "article.published",
    "citation_publication_date",
    "citation_date", "rnews:datepublished", "last-published", "displaydate", "originalpublicationdate",
)  # fmt: skip
MODIFIED_META: Final = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
)
URL_DAY: Final = re.compile(r"/(20\d\d|19\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|\b)")
LONGEST_GUESSED: Final = 2_000_000
"""Bytes of a page in which a date is guessed."""
MOST_TIMES: Final = 4
MOST_LOOKED_AT: Final = 40
LINES_BEFORE: Final = 25
LINES_AFTER: Final = 60
"""Elements around the headline among which a short line that is a date says when."""
LONGEST_LINE: Final = 80
PUBLISHED_CLASS: Final = re.compile(r"publi|entry-date|post-date|pubdate|date-?created|posted")
UPDATED: Final = re.compile(
    r"updat|modif|aktualis|actuali[sz]|aggiorn|atuali[sz]|mis à jour|stand\b|bearbeitet|ge[aä]ndert|reviewed"
    r"|last edit",
    re.IGNORECASE,
)
"""Words beside a date that is the one of a change."""


def find_published(evidence: Evidence) -> DateFinding:
    """Return the publication date.

    The source's own selector beats all; then what the page states, then the listing. A guess from the page's
    words (htmldate) is asked for only where nobody states a date: beside an impossible one it would cover up.
    """
    page = evidence.page
    override = evidence.overridden("published")
    if override:
        stated = [DateEvidence(raw=override[0], method="override")]
    else:
        stated = [*_published_evidence(evidence), *_listing_evidence(evidence)]
    finding = choose_date(stated, timezone=page.timezone, fetched_at=page.fetched_at)
    if finding.problem in {"absent", "unreadable"}:
        return guess_published(evidence) or finding
    return finding


def find_modified(evidence: Evidence, published_at: datetime | None) -> tuple[datetime | None, str | None]:
    """Return when the page says it was last changed after its publication, and the method that found it.

    Many sites state the publication again as modification: that is no change.
    """
    stated = [
        DateEvidence(raw=raw, method="json_ld")
        for node in (evidence.article, evidence.webpage)
        for raw in texts_of((node or {}).get("dateModified"))
    ]
    for name, raw in evidence.meta_values(*MODIFIED_META):
        stated.append(DateEvidence(raw=raw, method="open_graph" if ":" in name else "meta"))
    finding = choose_date(stated, timezone=evidence.page.timezone, fetched_at=evidence.page.fetched_at)
    if finding.parsed is None or (published_at is not None and finding.parsed.at <= published_at):
        return None, None
    return finding.parsed.at, finding.method


def guess_published(evidence: Evidence) -> DateFinding | None:
    """Ask htmldate, bounded by the fetch and never by today, and keep its answer only if the page spells it.

    It searches the whole page many times over, in steps that nothing can interrupt: never pages of megabytes.
    """
    page = evidence.page
    if len(page.body) > LONGEST_GUESSED:
        return None
    from htmldate import find_date

    latest = (page.fetched_at + timedelta(days=1)).date() if page.fetched_at else date(2100, 1, 1)
    try:
        found = find_date(
            evidence.tree,
            original_date=True,
            url=page.url,
            min_date="1990-01-01",
            max_date=latest.isoformat(),
            deferred_url_extractor=True,
        )
    except (ValueError, TypeError, AttributeError, IndexError, OverflowError, etree.LxmlError):
        # htmldate's ways of stumbling over odd markup; a guess that fails is no guess
        return None
    if found is None:
        return None
    day = date.fromisoformat(found)
    source = f"{page.url or ''}\n{tostring(evidence.tree, encoding='unicode')}"
    if not is_written(day, source):
        return None
    at = datetime(day.year, day.month, day.day, tzinfo=load_zone(page.timezone))
    return DateFinding(parsed=ParsedDate(at=at, precision="day"), raw=found, method="htmldate")


def _published_evidence(evidence: Evidence) -> Iterator[DateEvidence]:
    """Yield what the page states, the best first."""
    for node in (evidence.article, evidence.webpage):
        for raw in texts_of((node or {}).get("datePublished")):
            yield DateEvidence(raw=raw, method="json_ld")
    for name, raw in evidence.meta_values(*PUBLISHED_META):
        yield DateEvidence(raw=raw, method="open_graph" if ":" in name else "meta")
    for raw in texts_of((evidence.article or {}).get("dateCreated")):
        yield DateEvidence(raw=raw, method="json_ld")
    if match := URL_DAY.search(urlsplit(evidence.page.url or "").path):
        yield DateEvidence(raw="-".join(match.groups()), method="url")
    for raw in _shown_times(evidence):
        yield DateEvidence(raw=raw, method="html_time")
    for raw in _written_dates(evidence):
        yield DateEvidence(raw=raw, method="written")


def _shown_times(evidence: Evidence) -> Iterator[str]:
    """Yield what time elements say: those called a publication first, then those behind the headline."""
    yield from _read_dates(_find_microdata(evidence))
    elements = evidence.marks.elements
    places = [place for place in evidence.marks.time_places[:MOST_LOOKED_AT] if not is_beside(elements[place])]
    heading = pick_heading(evidence)
    start = heading.place if heading else 0
    ranked = sorted(places, key=lambda place: (not _is_publication(elements[place]), place < start, place))
    yield from _read_dates([elements[place] for place in ranked])


def _find_microdata(evidence: Evidence) -> list[HtmlElement]:
    """Return the elements that microdata calls a publication date."""
    if b"datePublished" not in evidence.page.body:
        return []
    return [one for one in evidence.marks.elements if one.get("itemprop") == "datePublished"][:MOST_TIMES]


def _is_publication(element: HtmlElement) -> bool:
    words = f"{element.get('class') or ''} {element.get('pubdate') is not None and 'pubdate'}"[:300].lower()
    return PUBLISHED_CLASS.search(words) is not None and not UPDATED.search(words)


def _read_dates(elements: list[HtmlElement]) -> Iterator[str]:
    """Yield the words of these elements that are dates, as far as they are no dates of a change."""
    for element in elements[:MOST_TIMES]:
        if not UPDATED.search((element.get("class") or "")[:300]) and parse_date(raw := read_value(element)):
            yield raw


def _written_dates(evidence: Evidence) -> Iterator[str]:
    """Yield the short lines around the headline that are dates: below it first, then above."""
    heading = pick_heading(evidence)
    if heading is None:
        return
    elements = evidence.marks.elements
    below = elements[heading.place + 1 : heading.place + LINES_AFTER]
    above = elements[max(0, heading.place - LINES_BEFORE) : heading.place][::-1]
    for element in (*below, *above):
        own = element.text or ""
        tails = [child.tail or "" for child in element[:3]]
        if element.tag in {"script", "style", "a", "option"} or not any(map(str.isdigit, own + "".join(tails))):
            continue
        text = read_text(element)
        if len(text) <= LONGEST_LINE and not UPDATED.search(text) and parse_date(text) and not is_beside(element):
            yield text
            return


def _listing_evidence(evidence: Evidence) -> Iterator[DateEvidence]:
    page = evidence.page
    if page.listed_published_at is None:
        return
    raw = page.listed_published_raw or page.listed_published_at.isoformat()
    written = parse_date(raw, page.timezone)
    is_bare_day = written is not None and written.precision == "day"
    local = page.listed_published_at.astimezone(load_zone(page.timezone) if is_bare_day else UTC)
    yield DateEvidence(
        raw=raw, method="listing", known=ParsedDate(at=local, precision="day" if is_bare_day else "second")
    )

"""When a page was published and changed: what it states, what it shows at its headline, and last a guess."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from typing import Final

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
from transforms.evidence import Evidence, Heading, read_text, read_value
from transforms.jsonld import texts_of
from transforms.landmarks import is_beside
from transforms.links import read_path

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
LONGEST_LINK: Final = 30
"""Letters of a link that is a date: longer ones are headlines."""
LONGEST_OWN: Final = 300
DIGIT: Final = re.compile(r"\d")
LEADING_DATE: Final = re.compile(r"\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]{3,12})\s?\d{4}(?=\s?[-–—:|,/])")  # noqa: RUF001
SILENT: Final = frozenset({"script", "style", "option", "noscript"})
PUBLISHED_CLASS: Final = re.compile(r"publi|entry-date|post-date|pubdate|date-?created|posted")
UPDATED: Final = re.compile(
    r"updat|modif|aktualis|actuali[sz]|aggiorn|atuali[sz]|mis à jour|stand\b|bearbeitet|ge[aä]ndert|reviewed"
    r"|last edit",
    re.IGNORECASE,
)
"""Words beside a date that is the one of a change."""


def find_published(evidence: Evidence, heading: Heading | None) -> DateFinding:
    """Return the publication date.

    The source's own selector beats all; then what the page states, then the listing. What is written at the
    headline, and last a guess from the page's words (htmldate), count only where nobody states a date: beside
    an impossible one they would cover it up.
    """
    page = evidence.page
    override = evidence.overridden("published")
    if override:
        values, method = override
        stated = iter([DateEvidence(raw=values[0], method=method)])
    else:
        stated = chain(_published_evidence(evidence, heading), _listing_evidence(evidence))
    finding = choose_date(stated, timezone=page.timezone, fetched_at=page.fetched_at)
    if finding.problem not in {"absent", "unreadable"}:
        return finding
    written = choose_date(_written_evidence(evidence, heading), timezone=page.timezone, fetched_at=page.fetched_at)
    return written if written.parsed else guess_published(evidence) or finding


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


def _published_evidence(evidence: Evidence, heading: Heading | None) -> Iterator[DateEvidence]:
    """Yield what the page states, the best first."""
    for node in (evidence.article, evidence.webpage):
        for raw in texts_of((node or {}).get("datePublished")):
            yield DateEvidence(raw=raw, method="json_ld")
    for name, raw in evidence.meta_values(*PUBLISHED_META):
        yield DateEvidence(raw=raw, method="open_graph" if ":" in name else "meta")
    for raw in texts_of((evidence.article or {}).get("dateCreated")):
        yield DateEvidence(raw=raw, method="json_ld")
    if match := URL_DAY.search(read_path(evidence.page.url)):
        yield DateEvidence(raw="-".join(match.groups()), method="url")
    for raw in _shown_times(evidence, heading):
        yield DateEvidence(raw=raw, method="html_time")


def _shown_times(evidence: Evidence, heading: Heading | None) -> Iterator[str]:
    """Yield what time elements say: those called a publication first, then those behind the headline."""
    yield from _read_dates(_find_microdata(evidence))
    elements = evidence.marks.elements
    places = [place for place in evidence.marks.time_places[:MOST_LOOKED_AT] if not is_beside(elements[place])]
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


def _written_evidence(evidence: Evidence, heading: Heading | None) -> Iterator[DateEvidence]:
    """Yield the dates that readers see: at the headline, else what is marked as a date, else one of a change."""
    lines = list(_read_lines(evidence, _around(heading))) if heading else []
    marked = _read_lines(evidence, evidence.marks.date_places[:MOST_LOOKED_AT])
    first = (text for text in lines if not UPDATED.search(text))
    last = (text for text in lines if UPDATED.search(text))
    for text in islice(chain(first, (text for text in marked if not UPDATED.search(text)), last), MOST_TIMES):
        yield DateEvidence(raw=text, method="written")


def _around(heading: Heading) -> list[int]:
    """Return the places around the headline: below it first, then above."""
    below = range(heading.place + 1, heading.place + LINES_AFTER)
    above = range(heading.place - 1, max(-1, heading.place - LINES_BEFORE - 1), -1)
    return [*below, *above]


def _read_lines(evidence: Evidence, places: Iterable[int]) -> Iterator[str]:
    """Yield the short lines among these elements that are dates, and the dates with which a paragraph starts."""
    elements = evidence.marks.elements
    for place in places:
        element = elements[place] if place < len(elements) else None
        if element is None or element.tag in SILENT or not _has_digit(element):
            continue
        text = read_text(element)
        if len(text) > LONGEST_LINE:
            start = LEADING_DATE.match(text)
            text = start[0] if start else ""
        if element.tag == "a" and len(text) > LONGEST_LINK:
            continue
        if text and parse_date(text) and not is_beside(element):
            yield text


def _has_digit(element: HtmlElement) -> bool:
    own = [element.text or "", *(child.tail or "" for child in element[:3])]
    return DIGIT.search("".join(own), 0, LONGEST_OWN) is not None


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

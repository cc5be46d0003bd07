"""Authors, dates, tags, section, image and canonical link, each by the best evidence that the page gives."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

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
from transforms.jsonld import resolve, texts_of, types_of, urls_of
from transforms.names import fold_name, split_names
from transforms.titles import fold_title, site_names

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
AUTHOR_META: Final = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "citation_author", "article.author", "cxenseparse:author", "creator",
)  # fmt: skip
TAG_META: Final = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags", "og:article:tag")
SECTION_META: Final = ("article:section", "parsely-section", "og:article:section", "section")
IMAGE_META: Final = (
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "thumbnail",
)
TIME_ELEMENTS: Final = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate or contains(@class, 'publish') or contains(@class, 'entry-date')]",
    "//article//header//time | //header//time[ancestor::article]",
    "//main//time[not(ancestor::aside or ancestor::footer or ancestor::nav)]",
    "//article//time[not(ancestor::aside or ancestor::footer)]",
)
BYLINES: Final = (
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//a[@rel='author' or contains(concat(' ', @rel, ' '), ' author ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]",
    "//*[contains(@class, 'author-name') or contains(@class, 'author__name') or contains(@class, 'byline-name')]",
    "//*[contains(@class, 'article-author') or contains(@class, 'author-link')]",
)
URL_DAY: Final = re.compile(r"/(20\d\d|19\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|\b)")
LONGEST_BYLINE: Final = 200
LONGEST_GUESSED: Final = 2_000_000
"""Bytes of a page in which a date is guessed."""
MOST_TAGS: Final = 40
ORGANISATIONS: Final = frozenset(
    {"organization", "newsmediaorganization", "corporation", "ngo", "governmentorganization"}
)


def find_authors(evidence: Evidence) -> tuple[tuple[str, ...], str | None]:
    """Return the names of people who wrote it, and the method that found them."""
    override = evidence.overridden("authors")
    if override:
        return split_names(override), "override"
    house = {fold_name(name) for name in _house_names(evidence)} | site_names(evidence)
    for method, bylines in _bylines(evidence):
        names = tuple(
            name for name in split_names(bylines) if fold_name(name) not in house and fold_title(name) not in house
        )
        if names:
            return names, method
    return (), None


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


def find_tags(evidence: Evidence) -> tuple[tuple[str, ...], str | None]:
    """Return the page's keywords, each once, and the method that found them."""
    keywords = list(texts_of((evidence.article or {}).get("keywords")))
    if tags := _split_tags(keywords):
        return tags, "json_ld"
    for name in TAG_META:
        if tags := _split_tags(list(evidence.meta.get(name, ()))):
            return tags, "open_graph" if ":" in name else "meta"
    return (), None


def find_section(evidence: Evidence) -> tuple[str | None, str | None]:
    """Return the section that the page says it stands in."""
    for section in texts_of((evidence.article or {}).get("articleSection")):
        return section[:200], "json_ld"
    section_value = evidence.first_meta(*SECTION_META)
    return (section_value[:200], "open_graph") if section_value else (None, None)


def find_image(evidence: Evidence) -> tuple[str | None, str | None]:
    """Return the lead image's absolute address."""
    for name in IMAGE_META:
        for value in evidence.meta.get(name, ()):
            if image := absolute_url(evidence, value):
                return image, "open_graph" if name.startswith("og:") else "meta"
    image_node = resolve((evidence.article or {}).get("image"), evidence.nodes)
    for value in urls_of(image_node):
        if image := absolute_url(evidence, value):
            return image, "json_ld"
    return None, None


def find_canonical(evidence: Evidence) -> tuple[str | None, str | None]:
    """Return the address that the page calls its own, absolute."""
    links = evidence.tree.xpath(
        "//link[contains(concat(' ', translate(@rel, 'CANOIL', 'canoil'), ' '), ' canonical ')]/@href"
    )
    for link in links[:3]:
        if canonical := absolute_url(evidence, str(link)):
            return canonical, "link_canonical"
    for value in evidence.meta.get("og:url", ()):
        if canonical := absolute_url(evidence, value):
            return canonical, "open_graph"
    return None, None


def is_behind_paywall(evidence: Evidence) -> bool:
    """Whether the page says that this is not the whole text for everyone."""
    nodes = [node for node in (evidence.article, evidence.webpage) if node]
    if any(str(node.get("isAccessibleForFree", "")).strip().lower() == "false" for node in nodes):
        return True
    tier = (evidence.first_meta("article:content_tier", "og:article:content_tier") or "").lower()
    if tier in {"locked", "metered"}:
        return tier == "locked"
    markup = "//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'subscribe-wall')]"
    return any(read_text(element) for element in evidence.tree.xpath(markup)[:10])


def absolute_url(evidence: Evidence, link: str) -> str | None:
    """Return a link as an absolute http(s) address; None if it is none."""
    if not link.strip():
        return None
    try:
        address = urljoin(evidence.page.url or "", link.strip())
        parts = urlsplit(address)
    except ValueError:  # a bracket or port that no address can have
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname and len(address) < 2048 else None


def _bylines(evidence: Evidence) -> Iterator[tuple[str, list[str]]]:
    """Yield the method and bylines of each kind of evidence, the best first."""
    author = resolve((evidence.article or {}).get("author"), evidence.nodes)
    yield "json_ld", list(texts_of(_people(author)))
    for name in AUTHOR_META:
        yield "open_graph" if ":" in name else "meta", list(evidence.meta.get(name, ()))
    for path in BYLINES:
        texts = [read_value(element) for element in evidence.tree.xpath(path)[:6]]
        yield "byline", [text for text in dict.fromkeys(texts) if len(text) <= LONGEST_BYLINE]
    yield "trafilatura", _guess_bylines(evidence)


def _guess_bylines(evidence: Evidence) -> list[str]:
    """Ask trafilatura's own list of places where names stand."""
    from trafilatura.metadata import extract_author

    found = extract_author(evidence.tree)
    return [found] if found and len(found) <= LONGEST_BYLINE else []


def _people(author: Any) -> Any:  # noqa: ANN401 - JSON may be anything
    """Leave out organisations where people are named beside them, and where they are all there is."""
    items = author if isinstance(author, list) else [author]
    return [item for item in items if not (isinstance(item, dict) and types_of(item) & ORGANISATIONS)]


def _house_names(evidence: Evidence) -> Iterator[str]:
    yield from evidence.meta.get("og:site_name", ())
    for node in (evidence.article, evidence.webpage):
        yield from texts_of(resolve((node or {}).get("publisher"), evidence.nodes))


def _published_evidence(evidence: Evidence) -> Iterator[DateEvidence]:
    """Yield what the page states, the best first."""
    for node in (evidence.article, evidence.webpage):
        for raw in texts_of((node or {}).get("datePublished")):
            yield DateEvidence(raw=raw, method="json_ld")
    for name, raw in evidence.meta_values(*PUBLISHED_META):
        yield DateEvidence(raw=raw, method="open_graph" if ":" in name else "meta")
    for raw in texts_of((evidence.article or {}).get("dateCreated")):
        yield DateEvidence(raw=raw, method="json_ld")
    for path in TIME_ELEMENTS:
        for element in evidence.tree.xpath(path)[:3]:
            if parse_date(raw := read_value(element)):
                yield DateEvidence(raw=raw, method="html_time")
    if match := URL_DAY.search(urlsplit(evidence.page.url or "").path):
        yield DateEvidence(raw="-".join(match.groups()), method="url")


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


def _split_tags(values: list[str]) -> tuple[str, ...]:
    """Split comma lists, once each, in order; what is longer than a tag is none."""
    separator = r"\s*;\s*" if len(values) == 1 and values[0].count(";") > values[0].count(",") else r"\s*,\s*"
    tags: dict[str, str] = {}
    for value in values:
        for tag in re.split(separator, value):
            if tag and len(tag) <= 80:
                tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())[:MOST_TAGS]


def first_language(tree: HtmlElement) -> str | None:
    """Return the language tag that the page's html element (or its body) declares."""
    for element in (tree, tree.find("body")):
        if element is not None and (tag := element.get("lang") or element.get("xml:lang")):
            return str(tag)
    return None

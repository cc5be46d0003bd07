"""Versions derived again before they are compared: a better extractor is no change at the source."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from hashlib import sha256

from dateline.steps.clean import LONGEST_PAGE, make_page
from dateline.steps.overtime import Overtime, limit_time
from scrapers.archive import ArchiveDamaged, read_response
from sql.connection import Connection, Row
from sql.publish import Known, Target, select_captures, update_derivation
from transforms.extract import extract_article
from transforms.identity import digest_content
from transforms.publication import KnownArticle, find_stale, replace_contents
from transforms.records import Article
from transforms.resolution import Arrival, Content, Resolution
from transforms.storable import make_storable

log = logging.getLogger(__name__)


def derive_stale(
    connection: Connection,
    target: Target,
    known: Known,
    resolution: Resolution,
    arrivals: Sequence[Arrival],
    *,
    archive: str,
) -> Known:
    """Derive stored versions again where another extractor now reads a page that seems to have changed.

    A page that can no longer be read keeps its derivation: the difference then counts as a change.
    """
    articles = dict(known.articles)
    for article_id, article in known.articles.items():
        group = [one for one in arrivals if resolution.articles[one.capture_id] == article_id]
        if group and article.versions and article.source_id == target.source_id:
            articles[article_id] = _derive_versions(connection, target, article, group, archive)
    return replace(known, articles=articles)


def _derive_versions(
    connection: Connection, target: Target, article: KnownArticle, group: Sequence[Arrival], archive: str
) -> KnownArticle:
    stale = {version.capture_id: version.version_no for version in find_stale(group, article)}
    derived: dict[int, tuple[Content, str]] = {}
    for capture in select_captures(connection, stale) if stale else ():
        again = derive_again(archive, capture)
        if again is None:
            continue
        number = stale[capture["capture_id"]]
        derived[number] = (describe_content(again), again.extractor)
        update_derivation(
            connection,
            run_id=target.run_id,
            article_id=article.article_id,
            version_no=number,
            article=again,
            digest=digest_content(again.title, again.authors, again.published_at, again.text),
        )
    return replace_contents(article, derived)


def derive_again(archive: str, capture: Row) -> Article | None:
    """Return the article of an old capture by today's extractor; None if its page is unreadable, none, a trap."""
    try:
        body = read_response(
            archive,
            file=capture["warc_file"],
            offset=capture["warc_offset"],
            length=capture["warc_length"],
            digest=capture["body_digest"],
        )
    except ArchiveDamaged as error:
        log.warning("source=%s step=publish capture=%d %s", capture["source_id"], capture["capture_id"], error)
        return None
    try:
        with limit_time(LONGEST_PAGE):
            found = extract_article(make_page(capture, body))
    except Overtime:
        log.warning(
            "source=%s step=publish capture=%d took longer than %g s",
            capture["source_id"],
            capture["capture_id"],
            LONGEST_PAGE,
        )
        return None
    return None if found.rejection else make_storable(found.article)


def describe_content(article: Article) -> Content:
    """Return what makes a version of an extracted article, as it would be stored."""
    published_at = None if article.published_precision == "day" else article.published_at
    return Content(
        title=article.title,
        authors=article.authors,
        published_at=published_at.astimezone(UTC) if published_at else None,
        published_day=article.published_day,
        text_digest=sha256(article.text.encode()).hexdigest(),
    )

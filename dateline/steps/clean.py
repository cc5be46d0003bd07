"""clean_batch: raw pages into articles, or into why they are none."""

import logging
from collections import Counter
from collections.abc import Iterator

from dateline.settings import Settings
from dateline.steps.overtime import Overtime, Patience, limit_time
from scrapers.archive import ArchiveDamaged, read_response
from sql.connection import Connection, Row, connect
from sql.staging import (
    Attempt,
    StagedArticle,
    begin_cleaning,
    finish_cleaning,
    select_batch_captures,
    select_run_window,
    stage_articles,
)
from transforms.extract import extract_article, load_libraries
from transforms.identity import digest_content
from transforms.outcomes import OUTCOME_OF, Outcome, Reason
from transforms.records import Article, Page, Rejection
from transforms.storable import make_storable, replace_unstorable
from transforms.window_check import Wish, check_window
from transforms.windows import Window

log = logging.getLogger(__name__)

CHUNK = 50
"""Captures written at once: a killed attempt loses little, and the memory holds few texts."""
LONGEST_PAGE = 20.0
"""Seconds for one page, a thousand times what most of them take; only traps need more."""
TELLING = 5
"""So many damaged records, and no sound one, are no accident."""


def clean_batch(settings: Settings, *, run_id: str, batch: int) -> dict[str, int]:
    """Stage an article, or why there is none, for each capture of a batch; return counts by outcome.

    Again, or twice at once, gives the same rows: a new attempt takes the batch, and the older one's next
    write raises StaleAttempt. Raises ArchiveDamaged if no record at all can be read: then the archive is not
    there, and the pages must not count as failed.
    """
    load_libraries()
    counts: Counter[str] = Counter(articles=0)
    unreadable = 0
    with connect(settings.database, application="dateline clean", autocommit=True) as connection:
        attempt = begin_cleaning(connection, run_id, batch)
        for staged in _clean_captures(connection, attempt, settings.archive):
            stage_articles(connection, attempt, staged)
            counts.update(str(one.outcome or "articles") for one in staged)
            unreadable += sum(one.reason is Reason.UNREADABLE for one in staged)
            log.info("run=%s step=clean batch=%d pages=%d", run_id, batch, counts.total())
        if unreadable == counts.total() >= TELLING:
            raise ArchiveDamaged(
                f"none of the {unreadable} records of batch {batch} can be read: is the archive mounted, "
                "and DATELINE_ARCHIVE_URL the one that the crawl wrote to?"
            )
        finish_cleaning(connection, attempt)
    log.info("run=%s step=clean batch=%d done %s", run_id, batch, " ".join(f"{k}={n}" for k, n in counts.items()))
    return dict(counts)


def clean_capture(capture: Row, *, archive: str, window: Window, patience: Patience) -> StagedArticle:
    """Read one capture's page and say what it is; a damaged record is failed(unreadable), not an error."""
    place = {"capture_id": capture["capture_id"], "source_id": capture["source_id"], "url": capture["url"]}
    try:
        body = read_response(
            archive,
            file=capture["warc_file"],
            offset=capture["warc_offset"],
            length=capture["warc_length"],
            digest=capture["body_digest"],
        )
    except ArchiveDamaged as error:
        log.warning("source=%s step=clean capture=%d %s", place["source_id"], place["capture_id"], error)
        return StagedArticle(
            **place, outcome=Outcome.FAILED, reason=Reason.UNREADABLE, detail=replace_unstorable(str(error))
        )
    seconds = patience.left(capture["source_id"])
    try:
        with limit_time(seconds):
            found = extract_article(make_page(capture, body))
    except Overtime:
        patience.lose(capture["source_id"])
        detail = f"the page took longer than {seconds:g} s"
        if seconds < LONGEST_PAGE:
            detail += ", which is less than usual since others of its source took too long"
        return StagedArticle(**place, outcome=Outcome.FAILED, reason=Reason.EXTRACTOR_ERROR, detail=detail)
    refusal = found.rejection or check_window(found.article.published_day, window=window, wish=read_wish(capture))
    return stage_article(place, make_storable(found.article), refusal)


def make_page(capture: Row, body: bytes) -> Page:
    """Return what extraction reads: the page, and what its source and its listing say of it."""
    return Page(
        body=body,
        url=capture["final_url"],
        content_type=capture["content_type"],
        fetched_at=capture["fetched_at"],
        timezone=capture["timezone"],
        languages=tuple(capture["languages"]),
        listed_published_at=capture["listed_published_at"],
        listed_published_raw=capture["listed_published_raw"],
        listed_title=capture["listed_title"],
        overrides=capture["overrides"],
    )


def read_wish(capture: Row) -> Wish:
    """Return what the run that fetched the capture wanted."""
    return Wish(
        since=capture["wanted_since"],
        until=capture["wanted_until"],
        everything=capture["wants_everything"],
    )


def stage_article(place: Row, article: Article, refusal: Rejection | None) -> StagedArticle:
    """Return the row to stage: the article, with outcome and reason if it is refused."""
    return StagedArticle(
        **place,
        article=article,
        content_digest=digest_content(article.title, article.authors, article.published_at, article.text),
        outcome=OUTCOME_OF[refusal.reason] if refusal else None,
        reason=refusal.reason if refusal else None,
        detail=replace_unstorable(refusal.detail) if refusal else None,
    )


def _clean_captures(connection: Connection, attempt: Attempt, archive: str) -> Iterator[list[StagedArticle]]:
    """Yield the batch's staged rows in chunks; pages are read one at a time, outside any transaction."""
    window = select_run_window(connection, attempt.run_id)
    captures = select_batch_captures(connection, attempt)
    patience = Patience(LONGEST_PAGE)
    for start in range(0, len(captures), CHUNK):
        chunk = captures[start : start + CHUNK]
        yield [clean_capture(capture, archive=archive, window=window, patience=patience) for capture in chunk]

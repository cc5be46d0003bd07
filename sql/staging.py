"""Staging: batches, staged articles and analyses of one run, each write under its attempt's token."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.errors import StaleAttempt
from sql.loader import read_query
from sql.takedowns import erase_staged, share_takedown
from transforms.outcomes import Outcome, Reason, check_outcome
from transforms.records import Analysis, Article
from transforms.windows import Mode, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt at one batch; its token goes with every write."""

    run_id: str
    batch_id: int
    token: UUID

    @property
    def keys(self) -> dict[str, Any]:
        """The attempt as query parameters."""
        return {"run_id": self.run_id, "batch_id": self.batch_id, "token": self.token}


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedArticle:
    """What became of one capture: an article (outcome None), or why it is none; `article` None if unreadable."""

    capture_id: int
    source_id: str
    url: str
    article: Article | None = None
    content_digest: str | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    detail: str | None = None

    def __post_init__(self) -> None:
        if self.outcome is not None:
            check_outcome(self.outcome, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedText:
    """What the model reads of a staged article."""

    capture_id: int
    title: str | None
    text: str
    language: str | None
    published_day: date | None = None


def select_run_window(connection: Connection, run_id: str) -> Window:
    """Return the window of a planned run; raise LookupError for a run that was never planned."""
    row = connection.execute(read_query("select_run_window"), {"run_id": run_id}).fetchone()
    if row is None:
        raise LookupError(f"run {run_id!r} was never planned")
    return Window(first_day=row["first_day"], last_day=row["last_day"], mode=Mode(row["mode"]))


def lock_run(connection: Connection, run_id: str) -> None:
    """Hold the run until the transaction ends; raise LookupError for a run that was never planned."""
    if connection.execute(read_query("lock_run"), {"run_id": run_id}).fetchone() is None:
        raise LookupError(f"run {run_id!r} was never planned")


def claim_leftovers(connection: Connection, run_id: str) -> int:
    """Claim what earlier runs left without an outcome, with ledger rows; return how many captures that were."""
    claimed = connection.execute(read_query("claim_leftovers"), {"run_id": run_id}).rowcount
    connection.execute(read_query("note_leftovers"), {"run_id": run_id})
    return claimed


def select_captures_to_plan(connection: Connection, run_id: str) -> list[tuple[str, int]]:
    """Return source and capture id of all that the run works on."""
    rows = connection.execute(read_query("select_captures_to_plan"), {"run_id": run_id})
    return [(row["source_id"], row["capture_id"]) for row in rows]


def replace_batches(connection: Connection, run_id: str, batches: Sequence[Sequence[int]]) -> None:
    """Write the run's batches, numbered from 0, in place of those of an earlier plan."""
    connection.execute(read_query("delete_batches"), {"run_id": run_id})
    for number, captures in enumerate(batches):
        keys = {"run_id": run_id, "batch_id": number, "captures": list(captures)}
        connection.execute(read_query("insert_batch"), keys)
        connection.execute(read_query("insert_batch_captures"), keys)


def begin_cleaning(connection: Connection, run_id: str, batch_id: int) -> Attempt:
    """Take a batch for a new attempt at cleaning; what an earlier one staged is dropped."""
    attempt = Attempt(run_id=run_id, batch_id=batch_id, token=uuid4())
    with connection.transaction():
        if connection.execute(read_query("begin_cleaning"), attempt.keys).fetchone() is None:
            raise StaleAttempt(f"run {run_id!r} has no batch {batch_id}: it was planned anew")
        connection.execute(read_query("delete_staged_articles"), attempt.keys)
    return attempt


def begin_analysing(connection: Connection, run_id: str, batch_id: int) -> Attempt | None:
    """Take a batch for a new attempt at analysing; None if it is not there, or was never cleaned whole."""
    attempt = Attempt(run_id=run_id, batch_id=batch_id, token=uuid4())
    with connection.transaction():
        if connection.execute(read_query("begin_analysing"), attempt.keys).fetchone() is None:
            return None
        connection.execute(read_query("delete_staged_analyses"), attempt.keys)
    return attempt


def select_batch_captures(connection: Connection, attempt: Attempt) -> list[Row]:
    """Return the captures of a batch, with what reading their pages needs."""
    return connection.execute(read_query("select_batch_captures"), attempt.keys).fetchall()


def stage_articles(connection: Connection, attempt: Attempt, staged: Sequence[StagedArticle]) -> None:
    """Write articles and rejections in one transaction; raise StaleAttempt if a newer attempt has the batch."""
    with connection.transaction():
        _check_token(connection, attempt)
        share_takedown(connection)
        with connection.cursor() as cursor:
            cursor.executemany(
                read_query("insert_staged_article"), [attempt.keys | _list_columns(one) for one in staged]
            )
        # Taken down after it was read: nothing of it stays.
        erase_staged(connection, [one.capture_id for one in staged])


def finish_cleaning(connection: Connection, attempt: Attempt) -> None:
    """Mark a batch as clean; raise StaleAttempt if a newer attempt has it."""
    with connection.transaction():
        _check_token(connection, attempt)
        connection.execute(read_query("finish_cleaning"), attempt.keys)


def read_texts(connection: Connection, attempt: Attempt, *, most: int) -> Iterator[list[StagedText]]:
    """Yield the batch's articles without an outcome in chunks of at most `most`."""
    after = 0
    while rows := connection.execute(
        read_query("select_articles_to_analyse"), {**attempt.keys, "after": after, "most": most}
    ).fetchall():
        yield [
            StagedText(
                capture_id=row["capture_id"],
                title=row["title"],
                text=row["body"],
                language=row["language"],
                published_day=row["published_day"],
            )
            for row in rows
        ]
        after = rows[-1]["capture_id"]


def stage_analyses(connection: Connection, attempt: Attempt, found: Sequence[tuple[int, Analysis]]) -> None:
    """Write (capture id, analysis) pairs in one transaction; raise StaleAttempt as stage_articles does."""
    with connection.transaction():
        _check_token(connection, attempt)
        share_takedown(connection)
        with connection.cursor() as cursor:
            cursor.executemany(
                read_query("insert_staged_analysis"),
                [attempt.keys | {"capture_id": capture} | _list_findings(one) for capture, one in found],
            )
        erase_staged(connection, [capture for capture, _ in found])


def finish_analysing(connection: Connection, attempt: Attempt) -> None:
    """Mark a batch as analysed; raise StaleAttempt if a newer attempt has it."""
    with connection.transaction():
        _check_token(connection, attempt)
        connection.execute(read_query("finish_analysing"), attempt.keys)


def begin_validating(connection: Connection, run_id: str) -> None:
    """Mark the run's whole batches as judged, and hold them until the transaction ends."""
    connection.execute(read_query("begin_validating"), {"run_id": run_id})


def _check_token(connection: Connection, attempt: Attempt) -> None:
    if connection.execute(read_query("check_batch_token"), attempt.keys).fetchone() is None:
        raise StaleAttempt(f"a newer attempt has batch {attempt.batch_id} of run {attempt.run_id!r}")


def _list_columns(staged: StagedArticle) -> dict[str, Any]:
    """Return the columns of staging.articles; an instant is stored only if the page knew more than a day."""
    article = staged.article
    day_only = article is not None and article.published_precision == "day"
    return {
        "capture_id": staged.capture_id,
        "source_id": staged.source_id,
        "url": staged.url,
        "outcome": staged.outcome,
        "reason": staged.reason,
        "detail": staged.detail,
        "content_digest": staged.content_digest,
        "title": article and article.title,
        "authors": list(article.authors) if article else [],
        "published_at": None if article is None or day_only else article.published_at,
        "published_day": article and article.published_day,
        "published_raw": article and article.published_raw,
        "published_precision": article and article.published_precision,
        "published_problem": article and article.published_problem,
        "modified_at": article and article.modified_at,
        "language": article and article.language,
        "section": article and article.section,
        "tags": list(article.tags) if article else [],
        "image_url": article and article.image_url,
        "canonical_url": article and article.canonical_url,
        "body": article.text if article else "",
        "truncated": article is not None and article.truncated,
        "methods": Jsonb(dict(article.methods) if article else {}),
        "extractor": article and article.extractor,
    }


def _list_findings(analysis: Analysis) -> dict[str, Any]:
    """Return the columns of staging.analyses; records become JSON objects."""
    records = {
        name: Jsonb([asdict(record) for record in getattr(analysis, name)])
        for name in ("mentions", "entities", "places", "quotes", "figures")
    }
    return records | {
        "model_name": analysis.model_name,
        "model_version": analysis.model_version,
        "note": analysis.note,
    }

"""group_stories: which articles repeat others, and which are about one event."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid5

from dateline.settings import Settings
from sql.connection import Connection, Row, connect
from sql.stories import (
    are_there_still,
    group_alone,
    mark_shingle_copies,
    release_places,
    replace_stories,
    select_articles_to_group,
    select_days_to_group,
    select_originals,
)
from transforms.copies import Text, find_copies
from transforms.stories import WINDOW, Report, Story, group_reports

log = logging.getLogger(__name__)

NAMESPACE: Final = UUID("0d6cf0ab-4c4f-5b1d-8a54-0f2a53d7f2c5")
METHOD: Final = "average linkage 2"
"""How articles are grouped, with its version: stored with each story."""
STRETCH: Final = 7
"""Days with new articles that are grouped at once, with a window of days before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """What the articles around some days come to; `originals` lie outside the days."""

    last_day: date
    rows: Mapping[UUID, Row]
    originals: Mapping[UUID, Row]
    copies: Sequence[Mapping[str, Any]]
    stories: Sequence[Story]


def group_stories(settings: Settings, *, run_id: str) -> dict[str, int]:
    """Find the copies and stories of all articles that are in none yet; return counts.

    What is new is read from the tables, whoever woke it. Each stretch of days is one transaction under a lock, so
    again, twice at once, or after a kill gives the same rows.
    """
    counts: Counter[str] = Counter(articles=0, copies=0, stories=0)
    with connect(settings.database, application="dateline stories", autocommit=True) as connection:
        group_alone(connection, partial(release_places, connection))
        done: date | None = None
        while (grouped := group_alone(connection, partial(_group_next, connection, run_id, done))) is not None:
            done = grouped.last_day
            counts.update(articles=len(grouped.rows), copies=len(grouped.copies), stories=len(grouped.stories))
    log.info("run=%s step=stories %s", run_id, " ".join(f"{name}={count}" for name, count in counts.items()))
    return dict(counts)


def make_story_id(first_report: str) -> UUID:
    """Return the id of the story that begins with an article."""
    return uuid5(NAMESPACE, first_report)


def _take_stretch(days: Sequence[date]) -> Iterator[date]:
    return (day for day in days if day - days[0] < timedelta(days=STRETCH))


def _group_next(connection: Connection, run_id: str, done: date | None) -> Grouped | None:
    """Group the articles around the first days after `done` that need it; None if there are none."""
    days = [row["day"] for row in select_days_to_group(connection)]
    ahead = [day for day in days if done is None or day > done]
    if not ahead:
        return None
    stretch = list(_take_stretch(ahead))
    grouped = _read_and_group(connection, stretch)
    if not are_there_still(connection, [*grouped.rows, *grouped.originals]):
        grouped = _read_and_group(connection, stretch)
    _write(connection, run_id, grouped)
    return grouped


def _read_and_group(connection: Connection, days: Sequence[date]) -> Grouped:
    """Return the copies and stories among the articles around some days."""
    reach = timedelta(days=2 * WINDOW)
    rows = select_articles_to_group(connection, days[0] - reach, days[-1] + reach)
    originals = select_originals(connection, [row["article_id"] for row in rows])
    return Grouped(
        last_day=days[-1],
        rows={row["article_id"]: row for row in rows},
        originals={row["article_id"]: row for row in originals},
        copies=_find_copies(rows, originals),
        stories=group_reports([_make_report(row) for row in rows]),
    )


def _write(connection: Connection, run_id: str, grouped: Grouped) -> None:
    linked = {str(article_id) for article_id, row in grouped.rows.items() if row["linked_id"]}
    repeated = linked | {copy["article_id"] for copy in grouped.copies}
    known = {str(article_id): row for article_id, row in grouped.rows.items()}
    described = [_describe(story, known, repeated) for story in grouped.stories]
    mark_shingle_copies(connection, run_id=run_id, article_ids=list(grouped.rows), copies=grouped.copies)
    replace_stories(
        connection,
        run_id=run_id,
        method=METHOD,
        stories=[story for story, _ in described],
        places=[place for _, places in described for place in places],
    )


def _find_copies(rows: Sequence[Row], originals: Sequence[Row]) -> list[dict[str, Any]]:
    """Return which of some articles repeat another source's article, theirs or one of the known originals."""
    sources = {str(row["article_id"]): row["source_id"] for row in (*rows, *originals)}
    asked = {str(row["article_id"]) for row in rows}
    texts = [
        Text(
            text_id=str(row["article_id"]),
            text=row["body"],
            published_at=row["published_at"],
            url=row["url"],
            canonical=row["linked_url"],
        )
        for row in (*rows, *originals)
    ]
    return [
        {"article_id": copy.text_id, "original_id": copy.original_id, "similarity": copy.similarity}
        for copy in find_copies(texts)
        if copy.text_id in asked and sources[copy.text_id] != sources[copy.original_id]
    ]


def _make_report(row: Row) -> Report:
    return Report(
        report_id=str(row["article_id"]),
        title=row["title"] or "",
        text=row["body"],
        day=row["day"],
        names=tuple(row["names"]),
        story_id=str(row["kept_story_id"]) if row["kept_story_id"] else None,
    )


def _describe(
    story: Story, known: dict[str, Row], repeated: set[str]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the rows of a story and of its articles; the headline is that of its most central own report."""
    own = [one for one in story.reports if one not in repeated] or list(story.reports)
    central = story.central if story.central in own else max(own, key=lambda one: (story.similarities[one], one))
    story_id = story.story_id or str(make_story_id(story.reports[0]))
    headline = known[central]["title"] or known[central]["url"]
    places = [
        {
            "article_id": one,
            "story_id": story_id,
            "similarity": story.similarities[one],
            "version_no": known[one]["version_no"],
            "day": str(known[one]["day"]),
        }
        for one in story.reports
    ]
    return {"story_id": story_id, "headline": headline, "day": str(known[story.reports[0]]["day"])}, places

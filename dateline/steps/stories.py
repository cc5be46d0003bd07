"""group_stories: which articles repeat others, and which are about one event."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid5

from dateline.settings import Settings
from sql.connection import Connection, Row, connect
from sql.stories import (
    group_alone,
    mark_shingle_copies,
    note_weeks,
    replace_week,
    select_texts_to_compare,
    select_week,
    take_week,
)
from transforms.copies import Text, find_copies
from transforms.stories import Part, Report, group_week

log = logging.getLogger(__name__)

NAMESPACE: Final = UUID("0d6cf0ab-4c4f-5b1d-8a54-0f2a53d7f2c5")
METHOD: Final = "average linkage by week 2"
"""How articles are grouped, with its version: stored with each story."""


def group_stories(settings: Settings, *, run_id: str) -> dict[str, int]:
    """Group the weeks in which anything changed, and those after them while it makes a difference; return counts.

    What changed is read from the tables, whoever woke it. Each week is one transaction under a lock, so again,
    twice at once, or after a kill gives the same rows; and so does any order in which the articles came.
    """
    counts: Counter[str] = Counter(articles=0, copies=0, stories=0)
    with connect(settings.database, application="dateline stories", autocommit=True) as connection:
        group_alone(connection, partial(note_weeks, connection))
        while (done := group_alone(connection, partial(_group_next, connection, run_id))) is not None:
            counts.update(done)
    log.info("run=%s step=stories %s", run_id, " ".join(f"{name}={count}" for name, count in counts.items()))
    return dict(counts)


def _group_next(connection: Connection, run_id: str) -> dict[str, int] | None:
    """Group the first week that is to be grouped; None if there is none."""
    week = take_week(connection)
    if week is None:
        return None
    return {"copies": _mark_copies(connection, run_id, week), **_group_week(connection, run_id, week)}


def make_story_id(first_report: str) -> UUID:
    """Return the id of the story, or of the part of one, that begins with an article."""
    return uuid5(NAMESPACE, first_report)


def _mark_copies(connection: Connection, run_id: str, week: date) -> int:
    """Mark the copies among a week's new and changed articles and all they have to do with; return how many."""
    rows = select_texts_to_compare(connection, week)
    sources = {str(row["article_id"]): row["source_id"] for row in rows}
    found = find_copies([_make_text(row) for row in rows])
    touched = _spread({copy.text_id: copy.original_id for copy in found}, rows)
    copies = [
        {"article_id": copy.text_id, "original_id": copy.original_id, "similarity": copy.similarity}
        for copy in found
        if copy.text_id in touched and sources[copy.text_id] != sources[copy.original_id]
    ]
    ids = [row["article_id"] for row in rows if str(row["article_id"]) in touched]
    mark_shingle_copies(connection, run_id=run_id, article_ids=ids, copies=copies)
    return len(copies)


def _spread(originals: Mapping[str, str], rows: Sequence[Row]) -> set[str]:
    """Return new and changed articles with all that have, or had, an original in common with them.

    The marks of all others stay as they are: their originals may lie further back than anybody looked.
    """
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        one = str(row["article_id"])
        groups[f"is {originals.get(one, one)}"].add(one)
        groups[f"was {row['duplicate_of'] or one}"].add(one)
    fresh = {str(row["article_id"]) for row in rows if row["is_fresh"]}
    touched: set[str] = set()
    while fresh != touched:
        touched = fresh
        fresh = touched.union(*(members for members in groups.values() if not members.isdisjoint(touched)))
    return touched


def _group_week(connection: Connection, run_id: str, week: date) -> dict[str, int]:
    """Group one week's articles, given the parts of stories of the week before."""
    rows = {str(row["article_id"]): row for row in select_week(connection, week)}
    own = {one: row for one, row in rows.items() if not row["is_earlier"]}
    earlier: defaultdict[str, list[Report]] = defaultdict(list)
    for one, row in rows.items():
        if one not in own:
            earlier[str(row["part_id"])].append(_make_report(row))
    parts = group_week(list(earlier.values()), map(_make_report, own.values()))
    stories = replace_week(
        connection,
        week,
        run_id=run_id,
        method=METHOD,
        parts=[_describe_part(part, list(earlier)) for part in parts],
        places=[place for part in parts for place in _list_places(part, own)],
    )
    return {"articles": len(own), "stories": stories}


def _make_text(row: Row) -> Text:
    return Text(
        text_id=str(row["article_id"]),
        text=row["body"],
        published_at=row["published_at"],
        url=row["url"],
        canonical=row["original_url"],
    )


def _make_report(row: Row) -> Report:
    return Report(
        report_id=str(row["article_id"]),
        title=row["title"] or "",
        text=row["body"],
        day=row["day"],
        published_at=row["published_at"],
        names=tuple(row["names"]),
    )


def _describe_part(part: Part, earlier: Sequence[str]) -> dict[str, Any]:
    follows = None if part.earlier is None else earlier[part.earlier]
    return {"part_id": str(make_story_id(part.reports[0])), "follows": follows}


def _list_places(part: Part, rows: Mapping[str, Row]) -> Iterable[dict[str, Any]]:
    part_id = str(make_story_id(part.reports[0]))
    for one in part.reports:
        yield {
            "article_id": one,
            "part_id": part_id,
            "similarity": part.similarities[one],
            "version_no": rows[one]["version_no"],
            "day": str(rows[one]["day"]),
        }

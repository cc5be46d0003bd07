"""Stories and copies: what is to be grouped, and what the grouping comes to."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.loader import read_query

TRIES: Final = 3
"""Times that a grouping begins before a deadlock is an error."""

Result = TypeVar("Result")


def lock_stories(connection: Connection) -> None:
    """Wait until no other grouping or takedown is at work; the lock ends with the transaction."""
    connection.execute(read_query("lock_stories"))


def group_alone(connection: Connection, work: Callable[[], Result]) -> Result:
    """Run `work` in one transaction while no other grouping or takedown is at work, and return what it does.

    A publication may wait for its rows, and it for the publication's: the one that loses starts again.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with connection.transaction():
                lock_stories(connection)
                return work()
        except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def note_weeks(connection: Connection) -> None:
    """Let articles that are gone leave their stories, and note the weeks in which anything changed."""
    left = connection.execute(read_query("remove_dead_places")).fetchall()
    describe_stories(connection, {row["story_id"] for row in left})
    connection.execute(read_query("note_weeks"))


def take_week(connection: Connection) -> date | None:
    """Return the Monday of the first week that is to be grouped, and take it off the list."""
    row = connection.execute(read_query("take_week")).fetchone()
    return row["week"] if row else None


def select_texts_to_compare(connection: Connection, week: date) -> list[Row]:
    """Return the texts among which a week's new and changed articles may have copies or originals."""
    return connection.execute(read_query("select_texts_to_compare"), {"week": week}).fetchall()


def mark_shingle_copies(
    connection: Connection, *, run_id: str, article_ids: Sequence[UUID], copies: Iterable[Mapping[str, Any]]
) -> None:
    """Mark which of some articles are copies, and that the others are none; their weeks are to be grouped anew."""
    keys = {"run_id": run_id, "article_ids": list(article_ids), "copies": Jsonb(list(copies))}
    changed = connection.execute(read_query("mark_shingle_copies"), keys).fetchall()
    connection.execute(read_query("note_days"), {"days": [row["day"] for row in changed]})


def select_week(connection: Connection, week: date) -> list[Row]:
    """Return a week's articles and those of the parts of stories of the week before, in order; copies left out."""
    return connection.execute(read_query("select_week"), {"week": week}).fetchall()


def replace_week(
    connection: Connection,
    week: date,
    *,
    run_id: str,
    method: str,
    parts: Sequence[Mapping[str, Any]],
    places: Sequence[Mapping[str, Any]],
) -> int:
    """Write a week's parts of stories and the articles in them, with all that follows; return how many stories.

    If they are others than before, the week after is to be grouped anew.
    """
    keys = {"run_id": run_id, "method": method, "week": week, "parts": Jsonb(list(parts))}
    before = _select_parts(connection, week)
    connection.execute(read_query("upsert_story_parts"), keys)
    touched = _write(connection, "replace_story_articles", items=Jsonb(list(places)), **keys)
    touched |= _write(connection, "name_chains", **keys)
    part_ids = [part["part_id"] for part in parts]
    connection.execute(read_query("delete_left_parts"), {"week": week, "part_ids": part_ids})
    touched |= _write(connection, "place_copies", story_ids=sorted(touched), **keys)
    describe_stories(connection, touched)
    if _select_parts(connection, week) != before:
        connection.execute(read_query("note_next_week"), keys)
    return len(touched)


def describe_stories(connection: Connection, story_ids: Collection[UUID]) -> None:
    """Take headlines and counts of stories from the articles in them; those of which nothing is left go."""
    keys = {"story_ids": sorted(story_ids)}
    connection.execute(read_query("describe_stories"), keys)
    connection.execute(read_query("delete_left_stories"), keys)


def _select_parts(connection: Connection, week: date) -> set[tuple[Any, ...]]:
    rows = connection.execute(read_query("select_week_parts"), {"week": week})
    return {tuple(row.values()) for row in rows}


def _write(
    connection: Connection,
    query: str,
    **keys: Any,  # noqa: ANN401 - parameters of many types
) -> set[UUID]:
    return {row["story_id"] for row in connection.execute(read_query(query), keys)}

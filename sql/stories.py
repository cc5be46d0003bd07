"""Stories and copies: what is to be grouped, and what the grouping comes to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.loader import read_query
from sql.takedowns import share_takedown

Result = TypeVar("Result")
TRIES = 3


def group_alone(connection: Connection, work: Callable[[], Result]) -> Result:
    """Run `work` in one transaction while no other grouping is at work, and return what it does.

    A publication may wait for its rows, and it for the publication's: the one that loses starts again.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with connection.transaction():
                connection.execute(read_query("lock_stories"))
                return work()
        except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def are_there_still(connection: Connection, article_ids: Sequence[UUID]) -> bool:
    """Whether none of some articles was taken down; takedowns wait from now until the transaction ends."""
    share_takedown(connection)
    row = connection.execute(read_query("has_taken_down"), {"article_ids": list(article_ids)}).fetchone()
    return row is not None and not row["found"]


def release_places(connection: Connection) -> None:
    """Let the articles of stories that lost one, or whose articles' days changed, be grouped anew."""
    connection.execute(read_query("release_story_places"))
    connection.execute(read_query("delete_left_stories"))


def select_days_to_group(connection: Connection) -> list[Row]:
    """Return the days that have articles without a story, or with a new text, and how many."""
    return connection.execute(read_query("select_days_to_group")).fetchall()


def select_articles_to_group(connection: Connection, first_day: date, last_day: date) -> list[Row]:
    """Return the articles of some days, in order."""
    keys = {"first_day": first_day, "last_day": last_day}
    return connection.execute(read_query("select_articles_to_group"), keys).fetchall()


def select_originals(connection: Connection, article_ids: Sequence[UUID]) -> list[Row]:
    """Return the articles that these were found to repeat and that are not among them."""
    return connection.execute(read_query("select_originals"), {"article_ids": list(article_ids)}).fetchall()


def mark_shingle_copies(
    connection: Connection, *, run_id: str, article_ids: Sequence[UUID], copies: Iterable[Mapping[str, Any]]
) -> None:
    """Mark which of the articles that were looked at are copies, and that the others are none."""
    keys = {"run_id": run_id, "article_ids": list(article_ids), "copies": Jsonb(list(copies))}
    connection.execute(read_query("mark_shingle_copies"), keys)


def replace_stories(
    connection: Connection,
    *,
    run_id: str,
    method: str,
    stories: Sequence[Mapping[str, Any]],
    places: Sequence[Mapping[str, Any]],
) -> None:
    """Write stories and which articles are in them; stories that nobody is left in go."""
    keys = {"run_id": run_id, "method": method, "stories": Jsonb(list(stories)), "places": Jsonb(list(places))}
    connection.execute(read_query("upsert_stories"), keys)
    connection.execute(read_query("replace_story_articles"), keys)
    connection.execute(read_query("count_stories"), {"story_ids": [story["story_id"] for story in stories]})
    connection.execute(read_query("delete_left_stories"))

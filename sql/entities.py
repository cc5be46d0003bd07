"""Entities across documents: which there are of a name, and merges that can be undone."""

from collections.abc import Collection
from uuid import UUID

from sql.connection import Connection, Row
from sql.errors import MergeRefused
from sql.loader import read_query


def lock_entities(connection: Connection) -> None:
    """Wait until nobody else decides on merges; the lock ends with the transaction."""
    connection.execute(read_query("lock_entities"))


def select_entities_named(connection: Connection, words: str) -> list[Row]:
    """Return the entities of a name, an alias or an id, those with most mentions first."""
    return connection.execute(read_query("select_entities_named"), {"words": words}).fetchall()


def find_entities(connection: Connection, words: str) -> list[Row]:
    """Return the entities with a word of these in a name or alias, the best first; merged ones count together."""
    return connection.execute(read_query("find_entities"), {"words": words.replace("\x00", " ")}).fetchall()


def merge_entities(
    connection: Connection, *, entity_id: UUID, into_entity_id: UUID, because: str, decided_by: str
) -> int:
    """Let one entity count as another from now on, and return the number of the merge.

    Mentions keep the entity that their text named; the views follow the merge, so that it can be undone. Raises
    MergeRefused if it would make a circle or a second merge of one, whatever was so when the caller looked.
    """
    keys = {"entity_id": entity_id, "into_entity_id": into_entity_id, "because": because, "decided_by": decided_by}
    with connection.transaction():
        lock_entities(connection)
        row = connection.execute(read_query("record_merge"), keys).fetchone()
        connection.execute(read_query("replay_merges"))
    if row is None:
        raise MergeRefused("one of the two was merged by somebody else meanwhile: look again")
    return int(row["merge_id"])


def describe_entities(connection: Connection, entity_ids: Collection[UUID]) -> None:
    """Take names, country and role of entities from what the articles that are left say of them."""
    connection.execute(read_query("describe_entities"), {"entity_ids": sorted(entity_ids)})


def find_nameless(connection: Connection, entity_ids: Collection[UUID]) -> list[UUID]:
    """Return those of some entities that no text names any more."""
    rows = connection.execute(read_query("select_nameless_entities"), {"entity_ids": sorted(entity_ids)})
    return [row["entity_id"] for row in rows]


def erase_entities(connection: Connection, entity_ids: Collection[UUID]) -> None:
    """Let entities be what is left of them after texts were erased; what nothing names goes, its merges too."""
    connection.execute(read_query("lock_entities"))
    describe_entities(connection, entity_ids)
    keys = {"entity_ids": find_nameless(connection, entity_ids)}
    for query in ("bypass_merges", "delete_merges"):
        connection.execute(read_query(query), keys)
    connection.execute(read_query("replay_merges"))
    connection.execute(read_query("delete_nameless_entities"), keys)


def undo_merge(connection: Connection, merge_id: int) -> Row | None:
    """Undo a merge and return its two entities; None if there is no such merge that still holds."""
    with connection.transaction():
        lock_entities(connection)
        row = connection.execute(read_query("undo_merge"), {"merge_id": merge_id}).fetchone()
        connection.execute(read_query("replay_merges"))
    return row


def select_merges(connection: Connection, most: int) -> list[Row]:
    """Return the last merges, undone ones too."""
    return connection.execute(read_query("select_merges"), {"most": most}).fetchall()

"""Entities across documents: which there are of a name, and merges that can be undone."""

from uuid import UUID

from sql.connection import Connection, Row
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

    Mentions keep the entity that their text named; the views follow the merge, so that it can be undone.
    """
    keys = {"entity_id": entity_id, "into_entity_id": into_entity_id, "because": because, "decided_by": decided_by}
    with connection.transaction():
        lock_entities(connection)
        row = connection.execute(read_query("record_merge"), keys).fetchone()
        connection.execute(read_query("replay_merges"))
    if row is None:
        raise RuntimeError("the merge was not recorded")
    return int(row["merge_id"])


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

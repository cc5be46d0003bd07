"""What the tables say of the archive: where captures lie, how much there is, which files belong to nobody."""

from collections.abc import Iterator
from dataclasses import dataclass

from sql.connection import Connection, Row
from sql.loader import read_query


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCapture:
    """Where a capture's record should be in the archive, and its body's digest."""

    capture_id: int
    url: str
    warc_file: str
    warc_offset: int
    warc_length: int
    body_digest: str


def iterate_captures(connection: Connection, *, source_id: str | None = None) -> Iterator[PlacedCapture]:
    """Yield every capture that should be in the archive, of a source or all, by file and offset."""
    with connection.transaction(), connection.cursor(name="captures_to_verify") as cursor:
        for row in cursor.execute(read_query("select_captures_to_verify"), {"source_id": source_id}):
            yield PlacedCapture(**row)


def read_stats(connection: Connection, *, source_id: str | None = None) -> list[Row]:
    """Return what the archive holds of each source, or of one, month by month."""
    return connection.execute(read_query("select_archive_stats"), {"source_id": source_id}).fetchall()


def list_used_files(connection: Connection) -> set[str]:
    """Return the files in which a record lies that is kept, or still to be erased."""
    return {row["warc_file"] for row in connection.execute(read_query("select_archive_files"))}


def list_running_shards(connection: Connection) -> list[tuple[str, int]]:
    """Return run id and number of the shards whose runs are under way."""
    return [(row["run_id"], row["shard_id"]) for row in connection.execute(read_query("select_running_shards"))]

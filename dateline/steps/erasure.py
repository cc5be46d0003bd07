"""Erasing from the archive what the tables say is gone: takedowns and what has outlived its retention."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dateline.errors import UserError
from scrapers.erasing import erase_records
from scrapers.stores import ArchiveUnknown, Store, open_store
from scrapers.warc import name_shard, read_shard
from sql.connection import Connection, Row
from sql.takedowns import (
    finish_takedown,
    has_live_captures,
    hold_file,
    is_file_over,
    select_erased_files,
    select_files_to_wipe,
    select_takedowns_to_wipe,
)
from transforms.wording import describe_failure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An archive that answers, and the names of all its files."""

    store: Store
    files: tuple[str, ...]


def open_archive(connection: Connection, url: str) -> Archive:
    """Open the archive and list it; raise UserError if it is not there, or holds nothing of what it should.

    An archive that is not mounted looks empty: then nothing may be taken for erased, or for lost.
    """
    try:
        store = open_store(url)
    except ArchiveUnknown as error:
        raise UserError(str(error)) from None
    try:
        files = tuple(store.files())
    except Exception as error:  # noqa: BLE001 - each store behind fsspec has errors of its own
        if not has_live_captures(connection):
            return Archive(store=store, files=())
        raise UserError(
            f"the archive {url} cannot be read ({describe_failure(error)}): mount it, or mend DATELINE_ARCHIVE_URL"
        ) from None
    if not files and has_live_captures(connection):
        raise UserError(
            f"the archive {url} holds no WARC file at all: is it mounted, and DATELINE_ARCHIVE_URL the one that "
            "the crawl wrote to?"
        )
    return Archive(store=store, files=files)


def wipe_takedowns(connection: Connection, archive: Archive, *, asked_url: str | None = None) -> dict[str, int]:
    """Erase the records of takedowns, or of the one, and note those of which nothing is left; return counts.

    Records without a row are found too, in the files of all runs that met the addresses. While such a run is under
    way its takedown is left open: it may write another record. Killed anywhere and done again, the same.
    """
    done = {"takedowns": 0, "waiting_for_a_run": 0, "records": 0, "files": 0}
    for takedown in select_takedowns_to_wipe(connection, asked_url=asked_url):
        files = find_files(archive, takedown["shards"], select_erased_files(connection, takedown["urls"]))
        for file in files:
            done["records"] += wipe_file(connection, archive.store, file, urls=takedown["urls"])
            done["files"] += 1
        if takedown["is_met_now"]:
            done["waiting_for_a_run"] += 1
        else:
            finish_takedown(connection, takedown["asked_url"])
            done["takedowns"] += 1
    return done


def wipe_expired(connection: Connection, archive: Archive) -> dict[str, int]:
    """Erase every other record that a row says is gone; return counts."""
    files = select_files_to_wipe(connection)
    records = sum(wipe_file(connection, archive.store, row["warc_file"]) for row in files)
    return {"files": len(files), "records": records}


def find_files(archive: Archive, shards: Sequence[Sequence[Any]], files: Collection[str]) -> list[str]:
    """Return the named files and those of shards (pairs of run id and number), in the order of names."""
    names = {name_shard(run_id, shard) for run_id, shard in shards}
    return sorted({*files, *(file for file in archive.files if read_shard(file) in names)})


def wipe_file(connection: Connection, store: Store, file: str, *, urls: Collection[str] = ()) -> int:
    """Erase a file's records that a row says are gone, and with `urls` all records of these; return how many.

    A file in which nothing lives any more goes as a whole. One that is not there holds nothing.
    """
    with hold_file(connection, file) as records:
        try:
            if records and is_file_over(connection, file):
                store.remove(file)
                return len(records)
            return erase_records(store, file, list_places(records), urls=urls, now=datetime.now(UTC))
        except FileNotFoundError:
            log.warning("step=erasure file=%s is not in the archive: nothing of it is left to erase", file)
            return 0


def list_places(records: Sequence[Row]) -> list[tuple[int, int]]:
    """Return offset and length of each record."""
    return [(row["warc_offset"], row["warc_length"]) for row in records]

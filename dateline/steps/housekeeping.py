"""What keeps the house small: each step by itself, repeatable, and as `dry` only telling what it would do."""

import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from dateline.expectations.pages import docs_folder, read_runs, render_index, replace_text
from dateline.settings import Settings
from dateline.steps.erasure import Archive, open_archive, wipe_expired, wipe_takedowns
from scrapers.warc import name_shard, read_day, read_shard
from sql.archive import list_running_shards, list_used_files
from sql.connection import Connection, connect
from sql.retention import (
    clear_staging,
    drop_ledger_month,
    ensure_ledger_months,
    expire_captures,
    find_old_months,
    list_ledger_months,
)
from sql.takedowns import select_files_to_wipe, select_takedowns_to_wipe

log = logging.getLogger(__name__)

Counts = dict[str, int]


def make_partitions(settings: Settings, *, dry: bool) -> Counts:
    """Make the ledger's partitions of this month and the next."""
    with open_database(settings) as connection:
        months = _repeat(connection, lambda: len(ensure_ledger_months(connection, _today())), dry=dry)
    return {"months": months}


def expire_pages(settings: Settings, *, dry: bool) -> Counts:
    """Mark raw pages that are older than the retention of their source, or the setting: for ever by default."""
    with open_database(settings) as connection:
        pages = _repeat(connection, lambda: expire_captures(connection, days=settings.retention_days), dry=dry)
    return {"pages": pages}


def erase_pages(settings: Settings, *, dry: bool) -> Counts:
    """Erase from the archive what takedowns left there and what has expired."""
    with open_database(settings) as connection:
        if dry:
            files = select_files_to_wipe(connection)
            takedowns = len(select_takedowns_to_wipe(connection))
            return {"takedowns": takedowns, "files": len(files), "records": sum(row["records"] for row in files)}
        archive = open_archive(connection, settings.archive)
        taken_down, expired = wipe_takedowns(connection, archive), wipe_expired(connection, archive)
    return {name: taken_down.get(name, 0) + expired.get(name, 0) for name in ("takedowns", "files", "records")}


def clear_archive(settings: Settings, *, dry: bool) -> Counts:
    """Remove files of ours in which no page is kept, some days after they were begun: dead crawls leave them."""
    with open_database(settings) as connection:
        archive = open_archive(connection, settings.archive)
        orphans = list(find_orphans(connection, archive, days=settings.orphan_days))
    for file in () if dry else orphans:
        log.info("step=housekeeping file=%s removed: no page is kept in it", file)
        archive.store.remove(file)
    return {"files": len(orphans)}


def find_orphans(connection: Connection, archive: Archive, *, days: int) -> Iterator[str]:
    """Yield files that a crawl of ours began so many days ago, that keep no page and to which no run writes.

    Files with other names are somebody's: `dateline archive verify` names them.
    """
    busy = {name_shard(run_id, shard) for run_id, shard in list_running_shards(connection)}
    used = list_used_files(connection)
    for file in archive.files:
        began = read_day(file)
        is_old = began is not None and began <= _today() - timedelta(days=days)
        if is_old and file not in used and read_shard(file) not in busy:
            yield file


def clear_staged(settings: Settings, *, dry: bool) -> Counts:
    """Delete what was staged for runs that are long over."""
    with open_database(settings) as connection:
        batches = _repeat(connection, lambda: clear_staging(connection, days=settings.staging_days), dry=dry)
    return {"batches": batches}


def clear_ledger(settings: Settings, *, dry: bool) -> Counts:
    """Drop the ledger's months that are old; coverage and funnel keep what they counted."""
    before = _today() - timedelta(days=settings.ledger_days)
    done = {"months": 0, "rows": 0}
    with open_database(settings) as connection:
        for month in find_old_months(list_ledger_months(connection), before=before):
            rows = 0 if dry else drop_ledger_month(connection, month)
            if rows is None:
                log.warning("step=housekeeping the ledger of %s stays: a run of it is not over", f"{month:%Y-%m}")
                continue
            done = {"months": done["months"] + 1, "rows": done["rows"] + rows}
    return done


def clear_documents(settings: Settings, *, dry: bool) -> Counts:
    """Remove the Data Docs of old runs from their list and from the disk."""
    before = (datetime.now(UTC) - timedelta(days=settings.documents_days)).isoformat()
    old = [folder for folder, run in read_runs(settings.home) if run.written_at < before]
    if old and not dry:
        for folder in old:
            shutil.rmtree(docs_folder(settings.home) / folder)
        replace_text(docs_folder(settings.home) / "index.html", render_index(settings.home))
    return {"runs": len(old)}


Step = Callable[..., Counts]
STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        step.__name__: step
        for step in (
            make_partitions,
            expire_pages,
            erase_pages,
            clear_archive,
            clear_staged,
            clear_ledger,
            clear_documents,
        )
    }
)
"""In the order in which they run; none needs another to have done well."""


@contextmanager
def open_database(settings: Settings) -> Iterator[Connection]:
    """Connect; each change is a transaction of its own."""
    with connect(settings.database, application="dateline housekeeping", autocommit=True) as connection:
        yield connection


def _repeat(connection: Connection, work: Callable[[], int], *, dry: bool) -> int:
    """Do batch after batch until nothing is left, and return how much it was; a dry run takes all of it back."""
    if not dry:
        return sum(iter(work, 0))
    with connection.transaction(force_rollback=True):
        return sum(iter(work, 0))


def _today() -> date:
    return datetime.now(UTC).date()

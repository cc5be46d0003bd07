"""Deriving again: what is planned, how it compares with what is stored, and putting it in its place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sql.connection import Connection, Row
from sql.loader import read_query
from sql.publish import Target, replace_findings, write_items
from sql.shards import list_source_columns
from sql.takedowns import share_takedown
from transforms.records import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reprocess was asked; no days stand for every day, `gone` counts captures that were left out."""

    run_id: str
    first_day: date | None
    last_day: date | None
    dry_run: bool
    force: bool
    gone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """A version whose derivation is replaced; the latest page's columns count for a current version only."""

    article_id: UUID
    version_no: int
    capture_id: int
    is_current: bool
    latest_capture_id: int
    canonical_url: str | None
    final_url: str
    keep_analysis: bool


def select_captures_to_reprocess(
    connection: Connection, *, sources: Sequence[str] | None, first_day: date | None, last_day: date | None
) -> list[Row]:
    """Return source_id, capture_id, day and whether it is gone of each capture; None asks for every one."""
    keys = {
        "sources": None if sources is None else list(sources),
        "first_day": first_day,
        "last_day": last_day,
    }
    return connection.execute(read_query("select_captures_to_reprocess"), keys).fetchall()


def write_reprocess(
    connection: Connection, asked: Asked, *, dag_id: str, days: tuple[date, date], sources: Sequence[str]
) -> None:
    """Write the run, or plan it again from nothing but what it has replaced."""
    keys = {"run_id": asked.run_id, "dag_id": dag_id, "sources": list(sources)}
    days_found = {"first_day": days[0], "last_day": days[1]}
    connection.execute(read_query("upsert_reprocess_run"), keys | days_found)
    connection.execute(read_query("reset_run"), keys)
    connection.execute(read_query("reset_reprocess"), keys)
    row = asdict(asked) | {"asked_first_day": asked.first_day, "asked_last_day": asked.last_day}
    connection.execute(read_query("upsert_reprocess"), row)


def refresh_sources(connection: Connection, sources: Sequence[Source]) -> None:
    """Keep what the catalog says now of sources that some run has planned."""
    with connection.cursor() as cursor:
        ordered = sorted(sources, key=lambda source: source.source_id)
        cursor.executemany(read_query("refresh_source"), [list_source_columns(source) for source in ordered])


def read_asked(connection: Connection, run_id: str) -> Asked | None:
    """Return what a reprocess was asked; None for a run that is none."""
    row = connection.execute(read_query("select_reprocess"), {"run_id": run_id}).fetchone()
    return Asked(**row) if row else None


def resume_reprocess(connection: Connection, run_id: str, *, force: bool) -> bool:
    """Set a reprocess going again; False for a run that is none."""
    keys = {"run_id": run_id, "force": force}
    return connection.execute(read_query("resume_reprocess"), keys).fetchone() is not None


def select_batches_to_do(connection: Connection, run_id: str) -> list[Row]:
    """Return batch_id, cleaned and analysed of each batch."""
    return connection.execute(read_query("select_batches_to_do"), {"run_id": run_id}).fetchall()


def refuse_derivations(connection: Connection, run_id: str, captures: Sequence[int], in_words: str) -> int:
    """Keep staged rows from replacing what is stored; return how many were refused by this expectation first."""
    keys = {"run_id": run_id, "captures": list(captures), "in_words": in_words}
    return connection.execute(read_query("refuse_derivations"), keys).rowcount


def delete_holds(connection: Connection, run_id: str) -> None:
    """Forget which sources the run leaves as they are."""
    connection.execute(read_query("delete_reprocess_holds"), {"run_id": run_id})


def hold_in_reprocess(connection: Connection, run_id: str, holds: Mapping[str, str]) -> None:
    """Leave sources as they are in this run: source id → why."""
    for source_id, because in sorted(holds.items()):
        row = {"run_id": run_id, "source_id": source_id, "because": because}
        connection.execute(read_query("insert_reprocess_hold"), row)


def select_held(connection: Connection, run_id: str) -> dict[str, str]:
    """Return which sources the run leaves as they are, and why."""
    rows = connection.execute(read_query("select_reprocess_holds"), {"run_id": run_id})
    return {row["source_id"]: row["because"] for row in rows}


def compare_source(connection: Connection, target: Target) -> int:
    """Write how each staged row of a source compares with what is stored; return how many rows.

    A takedown waits for it, or it for the takedown: what it quotes is erased with the rest.
    """
    share_takedown(connection)
    return connection.execute(read_query("compare_derivations"), target.keys).rowcount


def select_damage(connection: Connection, run_id: str) -> list[Row]:
    """Return source_id, articles, shrunk and refused of each source."""
    return connection.execute(read_query("select_reprocess_damage"), {"run_id": run_id}).fetchall()


def select_results(connection: Connection, run_id: str) -> list[Row]:
    """Return what the run came to, one row a source."""
    return connection.execute(read_query("select_reprocess_results"), {"run_id": run_id}).fetchall()


def select_changes(connection: Connection, run_id: str) -> list[Row]:
    """Return the run's rows of report.reprocess_changes."""
    return connection.execute(read_query("select_reprocess_changes"), {"run_id": run_id}).fetchall()


def select_summary(connection: Connection, run_id: str) -> list[Row]:
    """Return the run's rows of report.reprocess_sources."""
    return connection.execute(read_query("select_reprocess_sources"), {"run_id": run_id}).fetchall()


def select_derivations(connection: Connection, target: Target) -> list[Derivation]:
    """Return the versions of a source to replace, their articles locked."""
    rows = connection.execute(read_query("select_derivations_to_replace"), target.keys)
    return [Derivation(**row) for row in rows]


def replace_derivations(
    connection: Connection, target: Target, derivations: Sequence[Derivation], originals: Mapping[UUID, str | None]
) -> None:
    """Put versions, current rows and what was found in their texts in place; `originals` of current rows only."""
    current = [one for one in derivations if one.is_current]
    write_items(connection, "replace_versions", target, [asdict(one) for one in derivations])
    articles = [asdict(one) | {"original_url": originals[one.article_id]} for one in current]
    write_items(connection, "note_changed_texts", target, articles)
    write_items(connection, "replace_articles", target, articles)
    touched = {"article_ids": sorted({one.article_id for one in derivations})}
    connection.execute(read_query("replace_version_changes"), touched)
    replace_findings(
        connection, target, {one.article_id: one.capture_id for one in current if not one.keep_analysis}
    )
    connection.execute(read_query("mark_copies"), target.keys | touched)
    connection.execute(read_query("compare_anew"), touched)
    captures = {one.capture_id for one in derivations} | {one.latest_capture_id for one in current}
    connection.execute(read_query("replace_published_days"), target.keys | {"capture_ids": sorted(captures)})
    finish_rederivations(connection, target, captures)


def reopen_refused(connection: Connection, target: Target) -> list[int]:
    """Make pages undecided that were refused and are seen otherwise now; return their captures."""
    rows = connection.execute(read_query("reopen_refused_captures"), target.keys)
    return [row["capture_id"] for row in rows]


def finish_rederivations(connection: Connection, target: Target, captures: Collection[int]) -> None:
    """Mark comparisons as carried out."""
    keys = target.keys | {"capture_ids": sorted(captures)}
    connection.execute(read_query("finish_rederivations"), keys)


def keep_rest(connection: Connection, target: Target) -> int:
    """Say of what a publication has overtaken that it stays as it is; return how many rows."""
    return connection.execute(read_query("keep_rederivations"), target.keys).rowcount


def write_reprocess_funnel(connection: Connection, run_id: str) -> None:
    """Write the funnel: each capture that was to be derived again, once."""
    connection.execute(read_query("delete_funnel"), {"run_id": run_id})
    connection.execute(read_query("insert_reprocess_funnel"), {"run_id": run_id})


def count_funnel(connection: Connection, run_id: str) -> dict[str, int]:
    """Return a run's outcomes as its funnel has them."""
    rows = connection.execute(read_query("count_funnel"), {"run_id": run_id})
    return {row["outcome"]: int(row["entries"]) for row in rows}


def drop_staged(connection: Connection, run_id: str) -> None:
    """Drop what the run staged: it is in place, or nobody asked for it to be."""
    connection.execute(read_query("delete_batches"), {"run_id": run_id})

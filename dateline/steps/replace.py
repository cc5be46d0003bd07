"""compare_run and replace_run: what a reprocess derived against what is stored, then in its place."""

import logging
from collections import Counter

from dateline.settings import Settings
from dateline.steps.publish import Batches, judge_batches, publish_source, work_by_source
from scrapers.entries import list_hosts
from sql.connection import Connection, Row, connect
from sql.publish import Target, select_batches, select_source, select_sources
from sql.reprocess import (
    Asked,
    compare_source,
    finish_rederivations,
    hold_in_reprocess,
    keep_rest,
    read_asked,
    reopen_refused,
    replace_derivations,
    select_changes,
    select_damage,
    select_derivations,
    select_held,
)
from transforms.identity import find_original
from transforms.reprocess import find_collapse

log = logging.getLogger(__name__)


class ReplaceFailed(RuntimeError):
    """The transactions of some sources failed and were rolled back; those of the others stand."""


def compare_run(settings: Settings, *, run_id: str) -> dict[str, int]:
    """Write how what was staged compares with what is stored; hold sources that look much worse; return counts.

    Compared again, the same rows; what is replaced already keeps its comparison.
    """
    compared = 0
    with connect(settings.database, application="dateline compare", autocommit=True) as connection:
        asked = _read_asked(connection, run_id)
        batches = judge_batches(select_batches(connection, run_id))
        for source_id in select_sources(connection, run_id):
            target = Target(run_id=run_id, source_id=source_id, batches=batches.whole)
            with connection.transaction():
                rows = compare_source(connection, target)
            compared += rows
            log.info("run=%s source=%s step=compare rows=%d", run_id, source_id, rows)
        holds = {
            row.pop("source_id"): why for row in select_damage(connection, run_id) if (why := _judge_damage(row))
        }
        if not asked.force:
            hold_in_reprocess(connection, run_id, holds)
        held = select_held(connection, run_id)
        changes = select_changes(connection, run_id)
    for change in changes:
        log.info("run=%s step=compare %s", run_id, describe_change(change))
    for source_id, why in held.items():
        log.warning("run=%s source=%s step=compare held: %s", run_id, source_id, why)
    return {"compared": compared} | ({"held_sources": len(held)} if held else {})


def describe_change(change: Row) -> str:
    """Return what becomes of one field, with a sample: each in one line of the log."""
    sample = change["samples"][0]
    return (
        f"{change['field']}: changes in {change['changed']} of {change['looked_at']}, as in {sample['url']}: "
        f"{sample['before']!r} becomes {sample['after']!r}"
    )


def is_dry_run(settings: Settings, *, run_id: str) -> bool:
    """Whether the run only compares."""
    with connect(settings.database, application="dateline replace") as connection:
        return _read_asked(connection, run_id).dry_run


def replace_run(settings: Settings, *, run_id: str) -> dict[str, int]:
    """Put what was compared in the place of what is stored, one transaction a source; return counts.

    A dry run replaces nothing, and nothing of a held source is. Run again, twice at once or after a kill, the
    published rows are the same. Raises ReplaceFailed at the end naming the sources whose transactions failed,
    StaleAttempt when a newer attempt takes a batch meanwhile.
    """
    with connect(settings.database, application="dateline replace", autocommit=True) as connection:
        if _read_asked(connection, run_id).dry_run:
            log.info("run=%s step=replace dry run: nothing is replaced", run_id)
            return {}
        held = select_held(connection, run_id)
        batches = judge_batches(select_batches(connection, run_id))
        _warn_of_rest(run_id, batches)
        sources = [source_id for source_id in select_sources(connection, run_id) if source_id not in held]
        targets = [Target(run_id=run_id, source_id=source_id, batches=batches.whole) for source_id in sources]
        counts, failures = work_by_source(settings, connection, targets, replace_source, step="replace")
    if failures:
        raise ReplaceFailed("not replaced: " + "; ".join(f"{name}: {why}" for name, why in failures.items()))
    return counts


def replace_source(settings: Settings, connection: Connection, target: Target) -> Counter[str]:
    """Replace one source's derivations inside the caller's transaction, and decide anew what was refused."""
    source = select_source(connection, target.source_id)
    hosts, homepage = list_hosts(source["homepage"] or "", source["hosts"] or ()), source["homepage"] or ""
    derivations = select_derivations(connection, target)
    originals = {
        one.article_id: find_original(one.final_url, one.canonical_url, hosts=hosts, homepage=homepage)
        for one in derivations
        if one.is_current
    }
    replace_derivations(connection, target, derivations, originals)
    reopened = reopen_refused(connection, target)
    decided = publish_source(settings, connection, target) if reopened else Counter()
    finish_rederivations(connection, target, reopened)
    keep_rest(connection, target)
    current = sum(one.is_current for one in derivations)
    return Counter(articles=current, versions=len(derivations)) + decided


def _judge_damage(row: dict[str, int]) -> str | None:
    return find_collapse(articles=row["articles"], shrunk=row["shrunk"], refused=row["refused"])


def _read_asked(connection: Connection, run_id: str) -> Asked:
    asked = read_asked(connection, run_id)
    if asked is None:
        raise LookupError(f"run {run_id!r} is no reprocess that was planned")
    return asked


def _warn_of_rest(run_id: str, batches: Batches) -> None:
    """Say which batches are left out; settle counts their pages."""
    for number in (*batches.unfinished, *batches.unjudged, *batches.refused):
        log.warning("run=%s step=replace batch=%d left out: it was not derived whole", run_id, number)

"""plan_reprocess: which captures are derived again, in which batches; from the archive, never from the network."""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime

from dateline.catalog import Catalog, CatalogError, load_catalog, select_sources
from dateline.errors import UserError
from dateline.models import check_model
from dateline.settings import Settings
from dateline.steps.close import close_dead_commands
from sql.connection import Connection, connect
from sql.reports import select_source_ids
from sql.reprocess import Asked, refresh_sources, select_captures_to_reprocess, write_reprocess
from sql.staging import replace_batches
from transforms.batching import count_batches, deal_batches
from transforms.windows import Window

log = logging.getLogger(__name__)

NOTHING_ASKED = (
    "say what to derive again: a window (2026-11-19..2026-11-21), sources (ids, kind:think_tank, tag:demo), or all"
)


def plan_reprocess(
    settings: Settings,
    *,
    run_id: str,
    dag_id: str,
    window: Window | None,
    selection: Sequence[str] = (),
    dry_run: bool = False,
    force: bool = False,
) -> list[int]:
    """Plan to derive again what a window and a selection name, and return the batches' numbers.

    No window asks for every day, no selection for every source; `all` is a selector. Raises UserError before
    anything is written when neither is given, or a selector names nothing, or there is no model. Planned again,
    the run starts from nothing but what it has replaced.
    """
    if window is None and not selection:
        raise UserError(NOTHING_ASKED)
    check_model(settings.model)
    catalog = load_catalog(settings)
    close_dead_commands(settings)
    days = (window.first_day, window.last_day) if window else (None, None)
    with connect(settings.database, application="dateline plan_reprocess") as connection:
        sources = choose_known(connection, catalog, selection)
        found = select_captures_to_reprocess(connection, sources=sources, first_day=days[0], last_day=days[1])
        captures = [(row["source_id"], row["capture_id"]) for row in found if not row["gone"]]
        gone = len(found) - len(captures)
        count = count_batches(len(captures), smallest=settings.batch_size, aim=settings.batches)
        asked = Asked(run_id=run_id, first_day=days[0], last_day=days[1], dry_run=dry_run, force=force, gone=gone)
        ids = sorted({source_id for source_id, _ in captures})
        span = span_days(days, [row["day"] for row in found])
        write_reprocess(connection, asked, dag_id=dag_id, days=span, sources=ids)
        refresh_sources(connection, [source for name, source in catalog.sources.items() if name in ids])
        replace_batches(connection, run_id, deal_batches(captures, count))
    log.info("run=%s step=plan_batches captures=%d gone=%d batches=%d", run_id, len(captures), gone, count)
    if not captures:
        log.info(
            "run=%s step=plan_batches nothing is stored that this asks for: the run has nothing to do", run_id
        )
    return list(range(count))


def choose_known(connection: Connection, catalog: Catalog, selection: Sequence[str]) -> list[str] | None:
    """Return the ids that selectors name, of sources that left the catalog too; None for every source there is."""
    if not selection or "all" in selection:
        return None
    known = set(select_source_ids(connection))
    chosen: set[str] = set()
    for selector in selection:
        if selector in known:
            chosen.add(selector)
        else:
            chosen |= {source.source_id for source in select_sources(catalog, [selector])}
    if not chosen & known:
        raise CatalogError(f"nothing was ever collected of {', '.join(selection)}: see `dateline sources list`")
    return sorted(chosen)


def span_days(asked: tuple[date | None, date | None], found: Sequence[date]) -> tuple[date, date]:
    """Return the days that were asked for; if every day was, those of what was found."""
    first, last = asked
    if first and last:
        return first, last
    today = datetime.now(UTC).date()
    return min(found, default=today), max(found, default=today)

"""settle_run: the books of a run, written last and whatever happened before."""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, date

from dateline.errors import UserError
from dateline.settings import Settings
from sql.connection import Connection, Row, connect
from sql.health import select_warned_sources
from sql.reprocess import (
    count_funnel,
    drop_staged,
    read_asked,
    select_changes,
    select_results,
    write_reprocess_funnel,
)
from sql.settle import (
    RunToSettle,
    defer_pending,
    finish_run,
    lock_run_to_settle,
    select_fetched,
    select_nights,
    select_outcomes,
    select_seen,
    sum_outcomes,
    write_coverage,
    write_funnel,
)
from transforms import reprocess
from transforms.outcomes import Outcome, Reason
from transforms.settlement import (
    DayReach,
    Seen,
    SourceNight,
    find_best_reach,
    find_failed_tasks,
    find_reach,
    find_unwell,
    list_days,
    write_message,
)
from transforms.windows import wanted_since

log = logging.getLogger(__name__)

NOT_PROCESSED = (Outcome.DEFERRED.value, Reason.NOT_PROCESSED.value)


class RunUnwell(UserError):
    """A source or task is unwell; the message is the night's, and all that was well is published."""


def settle_run(
    settings: Settings,
    *,
    run_id: str,
    task_states: Mapping[str, list[str]],
    unplanned_because: str | None = None,
) -> dict[str, int]:
    """Settle a run: every URL gets its outcome, coverage, funnel and message are written, claims are released.

    Returns counts by outcome; raises RunUnwell naming each source and task that is unwell, after everything is
    written. Settled again, the same rows. A run that was never planned fails with the plan's own reason, if known.
    """
    with connect(settings.database, application="dateline settle") as connection:
        run = lock_run_to_settle(connection, run_id)
        if run is None:
            raise RunUnwell(unplanned_because or _describe_unplanned(task_states))
        outcomes, unwell, message = write_books(connection, run, task_states)
        finish_run(connection, run_id, well=not unwell, message=message)
    if unwell:
        raise RunUnwell(message)
    log.info("run=%s step=settle %s", run_id, message)
    return outcomes


def find_reaches(
    run: RunToSettle, nights: list[Row], seen: Mapping[str, list[Seen]]
) -> dict[tuple[str, date], DayReach]:
    """Return the reach into each day that the run wanted of each planned source.

    Of a source that only archives were read of, whole and whatever the window, there is none: it saw no day.
    """
    reaches = {}
    for night in nights:
        looks = seen.get(night["source_id"], ())
        dated = [look for look in looks if look.strategy not in night["archives"]]
        if night["planned"] and not night["only_archives"] and (dated or not looks):
            for day in list_days(find_first_day(run, night, dated), run.window.last_day):
                reaches[night["source_id"], day] = find_reach(dated, day, excuse=describe_shard_trouble(night))
    return reaches


def find_best_reaches(
    nights: list[Row], seen: Mapping[str, list[Seen]], reaches: Mapping[tuple[str, date], DayReach]
) -> dict[str, DayReach]:
    """Return each planned source's best reach: into any day, or into the archives that were read whole."""
    best = {}
    for night in nights:
        if night["planned"]:
            source_id = night["source_id"]
            days = [reach for (covered, _), reach in reaches.items() if covered == source_id]
            looks, excuse = seen.get(source_id, ()), describe_shard_trouble(night)
            best[source_id] = find_best_reach(days) if days else find_reach(looks, None, excuse=excuse)
    return best


def find_first_day(run: RunToSettle, night: Row, looks: Sequence[Seen]) -> date:
    """Return the first day that the crawl asked for; where it never looked, the day that it would have."""
    asked = [look.wanted_since for look in looks if look.wanted_since]
    return min(asked, default=wanted_since(run.window, night["last_look"])).astimezone(UTC).date()


def describe_shard_trouble(night: Row) -> str | None:
    """Return why the source's shard did not end well; None if it did."""
    match night["shard_state"]:
        case "done":
            return None
        case "failed":
            return night["shard_message"] or "the crawl failed"
        case "running":
            return "the crawl was stopped before its end"
        case _:
            return "the crawl never started"


def write_books(
    connection: Connection, run: RunToSettle, task_states: Mapping[str, list[str]]
) -> tuple[dict[str, int], bool, str]:
    """Put off what is undecided, write coverage and funnel; return counts, unwell or not, and the message."""
    if run.reprocess:
        return write_reprocess_books(connection, run, task_states)
    defer_pending(connection, run.run_id)
    nights = select_nights(connection, run.run_id)
    counts = select_outcomes(connection, run.run_id)
    seen = select_seen(connection, run.run_id)
    reaches = find_reaches(run, nights, seen)
    found = write_coverage(connection, run.run_id, reaches)
    best = find_best_reaches(nights, seen, reaches)
    write_funnel(connection, run.run_id, best)
    unwell = _find_unwell(nights, counts, best, found, select_fetched(connection, run.run_id))
    crawl_told = any(night["planned"] and describe_shard_trouble(night) for night in nights)
    tasks = find_failed_tasks(task_states, named=["crawl"] if crawl_told else [])
    outcomes = sum_outcomes(counts.values())
    message = write_message(
        sources=len(run.sources),
        outcomes=outcomes,
        unwell=unwell,
        tasks=tasks,
        remarkable=select_warned_sources(connection, run.run_id),
    )
    return outcomes, bool(unwell or tasks), message


def write_reprocess_books(
    connection: Connection, run: RunToSettle, task_states: Mapping[str, list[str]]
) -> tuple[dict[str, int], bool, str]:
    """Write a reprocess's funnel; return counts, unwell or not, and the message, the comparison in it.

    A dry run has no funnel: it decided nothing. What a run staged is dropped, unless something is unwell and the
    run may go on with it.
    """
    asked = read_asked(connection, run.run_id)
    if asked is None:
        raise AssertionError("a reprocess says what it was asked")
    rows, changes = select_results(connection, run.run_id), select_changes(connection, run.run_id)
    found = {row["source_id"]: reprocess.find_unwell(row, dry_run=asked.dry_run) for row in rows}
    unwell = {source_id: why for source_id, why in found.items() if why}
    tasks = find_failed_tasks(task_states)
    if not asked.dry_run:
        write_reprocess_funnel(connection, run.run_id)
    message = reprocess.write_message(rows, changes, asked.gone, unwell=unwell, tasks=tasks, dry_run=asked.dry_run)
    if not unwell and not tasks:
        drop_staged(connection, run.run_id)
    return count_funnel(connection, run.run_id), bool(unwell or tasks), message


def _find_unwell(
    nights: list[Row],
    counts: Mapping[str, Mapping[tuple[str, str], int]],
    best: Mapping[str, DayReach],
    found: Mapping[str, tuple[int, int]],
    fetched: Mapping[str, int],
) -> dict[str, str]:
    unwell = {}
    for night in nights:
        if why := find_unwell(read_night(night, counts, best, found, fetched)):
            unwell[night["source_id"]] = why
    return unwell


def read_night(
    night: Row,
    counts: Mapping[str, Mapping[tuple[str, str], int]],
    best: Mapping[str, DayReach],
    found: Mapping[str, tuple[int, int]],
    fetched: Mapping[str, int],
) -> SourceNight:
    """Return what is judged of one source; of one that was only taken over, just what is pending and held."""
    source_id = night["source_id"]
    outcomes = counts.get(source_id, {})
    seen, days = found.get(source_id, (0, 0))
    return SourceNight(
        source_id=source_id,
        reach=best.get(source_id),
        shard_trouble=describe_shard_trouble(night) if night["planned"] else None,
        held_because=(night["held_because"] or "a person decides") if night["held"] else None,
        pending=outcomes.get(NOT_PROCESSED, 0),
        outcomes=outcomes,
        fetched=fetched.get(source_id, 0),
        found=seen,
        days_covered=days,
        expected_minimum=night["expected_minimum"] if night["planned"] else None,
        expected_maximum=night["expected_maximum"] if night["planned"] else None,
        expected_days=night["expected_days"],
    )


def _describe_unplanned(task_states: Mapping[str, list[str]]) -> str:
    tasks = find_failed_tasks(task_states)
    return "the run was never planned" + (f": {'; '.join(tasks)}" if tasks else "")

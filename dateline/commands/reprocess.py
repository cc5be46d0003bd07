"""`dateline reprocess`: articles derived again from the archive, compared before they are replaced."""

import logging
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import click

from dateline.commands.run import read_window
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from dateline.tables import build_table, make_console, write_json
from sql.connection import connect
from sql.reprocess import read_asked, select_changes, select_summary

if TYPE_CHECKING:
    from dateline.line import LineReport

COMMAND_RUN: Final = "command/reprocess/"
SUMMARY = (
    *("source_id", "looked_at", "changed", "newly_accepted", "newly_rejected", "failed", "kept"),
    *("mentions_before", "mentions_after", "replaced"),
)
SAMPLES = ("field", "before", "after", "url")


@click.command("reprocess")
@click.option("--window", "window_text", help="Published days: 2026-11-21, or 2026-11-19..2026-11-21.")
@click.option(
    "--source", "sources", multiple=True, help="Source id, kind:think_tank or tag:demo; may be repeated."
)
@click.option("--all", "everything", is_flag=True, help="Every day of every source.")
@click.option("--dry-run", is_flag=True, help="Only compare: nothing is replaced.")
@click.option("--force", is_flag=True, help="Replace also where much looks worse than before.")
@click.option("--run", "run_id", help="Go on with this run where it was stopped.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as one JSON object.")
def command(
    window_text: str | None,
    sources: tuple[str, ...],
    everything: bool,
    dry_run: bool,
    force: bool,
    run_id: str | None,
    as_json: bool,
) -> None:
    """Derive articles again from the archive, under the current extractor and model.

    Says what would change before anything does: with --dry-run nothing does. No site is asked, no version is added
    or deleted. The database is DATELINE_DATABASE_URL, or that of the running `dateline up`; it is migrated first.
    """
    from dateline.line import LineReport, reprocess_line
    from dateline.steps.settle import RunUnwell
    from sql.migrate import migrate

    _check_asked(window_text, sources, everything=everything, dry_run=dry_run, run_id=run_id)
    settings = resolve_settings(load_settings())
    now = datetime.now(UTC)
    window = read_window(window_text, now) if window_text else None
    logging.getLogger("dateline.steps.settle").setLevel(logging.CRITICAL)  # its message is our last line
    migrate(settings.database)
    report = LineReport(run_id=run_id or f"{COMMAND_RUN}{now:%Y-%m-%dT%H:%M:%S.%f}")
    go_on = f"go on with `dateline reprocess --run {report.run_id}`"
    plan = None if run_id else (window, ("all",) if everything else sources, dry_run)
    unwell = None
    try:
        reprocess_line(settings, report, plan=plan, force=force, say=_say)
    except KeyboardInterrupt:
        raise click.ClickException(f"stopped: {go_on}") from None
    except RunUnwell as error:
        unwell = str(error)
    _print_comparison(settings, report, as_json=as_json)
    if unwell:
        raise click.ClickException(f"{unwell} | {go_on}, with --force where a source is held")


def _check_asked(
    window: str | None, sources: Sequence[str], *, everything: bool, dry_run: bool, run_id: str | None
) -> None:
    """Refuse what cannot be meant: nothing at all, all and yet a part of it, another wish for an old run."""
    if run_id and (window or sources or everything or dry_run):
        raise click.ClickException("--run goes on with what that run was asked: it takes nothing else but --force")
    if run_id and not run_id.startswith(COMMAND_RUN):
        raise click.ClickException(
            f"{run_id} is no run of this command: one of Airflow goes on when its failed tasks are cleared there"
        )
    if everything and (window or sources):
        raise click.ClickException("--all means every day of every source: leave --window and --source out")
    if not (run_id or window or sources or everything):
        raise click.ClickException("say what to derive again: --window, --source, or --all")


def _say(line: str) -> None:
    click.echo(line, err=True)


def _print_comparison(settings: Settings, report: "LineReport", *, as_json: bool) -> None:
    with connect(settings.database, application="dateline reprocess", autocommit=True) as connection:
        summary, changes = select_summary(connection, report.run_id), select_changes(connection, report.run_id)
        asked = read_asked(connection, report.run_id)
    if as_json:
        found = {"run_id": report.run_id, "dry_run": bool(asked and asked.dry_run)}
        measured = {"counts": report.counts, "seconds": report.seconds}
        write_json({**found, "sources": summary, "fields": changes, **measured}, sys.stdout)
        return
    console = make_console()
    if not summary:
        console.print("nothing is stored that this asks for: nothing to derive again")
        return
    console.print(build_table([*summary, _sum_rows(summary)] if len(summary) > 1 else summary, SUMMARY))
    for row in summary:
        if row["held_because"]:
            console.print(f"{row['source_id']} is held: {row['held_because']}", markup=False)
    if changes:
        console.print()
        console.print(build_table(changes, ("field", "changed", "looked_at")))
        console.print()
        console.print(build_table(_list_samples(changes), SAMPLES))
    if asked and asked.dry_run:
        console.print("\ndry run: nothing was replaced")


def _sum_rows(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"source_id": "all"} | {name: sum(row[name] for row in rows) for name in SUMMARY[1:]}


def _list_samples(changes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return one row a sample, each a field before and after."""
    return [
        {"field": change["field"], **{name: sample[name] for name in SAMPLES[1:]}}
        for change in changes
        for sample in change["samples"]
    ]

"""`dateline backfill`: past days through Airflow, with their progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import click
from rich.console import Console

from dateline.backfill import (
    Backfill,
    DayResult,
    cancel_backfills,
    check_backfill,
    connect_airflow,
    follow_backfill,
    start_backfill,
)
from dateline.catalog import load_catalog, select_sources
from dateline.errors import UserError
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from dateline.steps.plan import choose_sources
from dateline.tables import build_table, count_things, make_console
from sql.backfills import count_published
from sql.connection import connect


class Day(click.ParamType[date]):
    """A UTC day."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read `2026-11-21`."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day: write it as 2026-11-21", param, ctx)


@click.command("backfill", short_help="run past days through Airflow")
@click.option("--from", "first_day", type=Day(), help="First day (UTC), included.")
@click.option("--to", "last_day", type=Day(), help="Last day, included; the first day if left out.")
@click.option("--source", "sources", multiple=True, help="Source id, kind:… or tag:…; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Say what would run and what is there; start nothing.")
@click.option("--at-once", type=click.IntRange(1, 16), default=2, show_default=True, help="Days at once.")
@click.option("--yes", is_flag=True, help="Yes, more than 31 days.")
@click.option("--cancel", is_flag=True, help="Cancel the backfill that is under way instead.")
def command(
    *,
    first_day: date | None,
    last_day: date | None,
    sources: tuple[str, ...],
    dry_run: bool,
    at_once: int,
    yes: bool,
    cancel: bool,
) -> None:
    """Collect past days again, each exactly as it was published: both days are included.

    Without --source: every enabled source. Articles that are there already are only updated where they changed.
    """
    settings = resolve_settings(load_settings())
    if cancel:
        _cancel(settings)
        return
    if first_day is None:
        raise click.UsageError("which days? Give --from DAY and --to DAY, as in --from 2026-11-19 --to 2026-11-21")
    backfill = Backfill(first_day=first_day, last_day=last_day or first_day, selection=sources)
    check_backfill(backfill, now=datetime.now(UTC), many_are_meant=yes)
    if dry_run:
        _print_plan(settings, backfill)
    else:
        _run(settings, backfill, at_once=at_once)


def _choose_sources(settings: Settings, selection: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the sources that the runs will take; raise UserError where a run over them cannot be."""
    selectors = selection or settings.sources
    if not selectors:
        raise UserError("no sources are enabled: set DATELINE_SOURCES, or name some with --source")
    if settings.airflow_url:  # an Airflow elsewhere has settings of its own, such as its contact
        sources = select_sources(load_catalog(settings), selectors)
    else:
        sources = choose_sources(settings, selectors)
    return tuple(source.source_id for source in sources)


def _print_plan(settings: Settings, backfill: Backfill) -> None:
    database = settings.database
    chosen = _choose_sources(settings, backfill.selection)
    with connect(database) as connection:
        published = count_published(
            connection, sources=chosen, first_day=backfill.first_day, last_day=backfill.last_day
        )
    rows = [
        {"day": day, **{source: published.get((day, source), 0) for source in chosen}} for day in backfill.days
    ]
    console = make_console()
    console.print("Articles that are there already:")
    console.print(build_table(rows, ["day", *chosen]))
    console.print(
        f"Would run {count_things(len(backfill.days), 'day')} of {', '.join(chosen)}. Nothing was started.",
        markup=False,
        soft_wrap=True,
    )


def _run(settings: Settings, backfill: Backfill, *, at_once: int) -> None:
    console = Console(highlight=False, soft_wrap=True)
    api = connect_airflow(settings)
    chosen = _choose_sources(settings, backfill.selection)
    with connect(settings.database, autocommit=True) as connection:
        start = start_backfill(api, backfill, at_once=at_once)
        console.print(
            f"Backfill {start.number}: {count_things(len(backfill.days), 'day')} of {', '.join(chosen)}",
            markup=False,
        )
        try:
            with _showing(console) as show:
                results = follow_backfill(
                    api, connection, backfill, start, say=lambda result: _print_day(console, result), show=show
                )
        except KeyboardInterrupt:
            console.print(
                f"It goes on in Airflow: follow it at {api.url}/dags/backfill, "
                "or stop it with `dateline backfill --cancel`."
            )
            raise
    if unwell := [str(result.day) for result in results if result.state != "success"]:
        raise UserError(f"not well: {', '.join(unwell)}; the other days and the well sources are published")


@contextmanager
def _showing(console: Console) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what runs right now; elsewhere the lines of the days that ended are enough."""
    if not console.is_terminal:
        yield lambda _text: None
        return
    with console.status("…") as status:
        yield status.update


def _print_day(console: Console, result: DayResult) -> None:
    counts = ", ".join(f"{number} {outcome}" for outcome, number in result.outcomes.items()) or "nothing found"
    console.print(f"  {result.day}  {result.state:<8} {counts}", markup=False)
    if result.message and result.state != "success":
        console.print(f"              {result.message}", markup=False)


def _cancel(settings: Settings) -> None:
    numbers = cancel_backfills(connect_airflow(settings))
    if not numbers:
        raise UserError("no backfill is under way")
    click.echo(f"Cancelled backfill {', '.join(map(str, numbers))}; a day that runs already comes to its end.")

"""What `dateline up` prints when the first run has ended: the night in one screen."""

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console

from dateline.settings import Settings
from dateline.steps.plan import describe_run_days
from dateline.tables import build_table, make_printable
from sql.connection import Connection, connect
from sql.reports import Choice, View, list_views, select_view
from transforms.windows import Mode, Window, describe_days

ROWS: Final = 6
SECTIONS: Final = (
    ("daily_volume", "Articles by day and source", "day source_id articles words"),
    (
        "coverage",
        "Coverage: what was seen of each day",
        "day source_id reach found stored rejected quarantined failed",
    ),
    ("top_entities", "Most reported", "name kind articles mentions sources"),
    ("casualty_claims", "Who claims how many", "happened number group claimant sources event"),
    ("latest_articles", "Latest articles", "day time_utc source_id title language words"),
)


def print_first_report(settings: Settings, console: Console) -> None:
    """Print the latest run's message, and the first rows of five views, in one screen."""
    with connect(settings.reader_url or settings.database, application="dateline report") as connection:
        views = {view.name: view for view in list_views(connection)}
        run = _read_latest_run(connection, views)
        console.print()
        if run:
            style = "bold green" if run["state"] == "settled" else "bold red"
            said = make_printable(run["message"] or run["state"])
            console.print(f"{_name_days(settings, run)}: {said}", style=style, markup=False)
        for name, title, columns in SECTIONS:
            _print_section(connection, console, views[name], title=title, columns=columns.split())


def _read_latest_run(connection: Connection, views: Mapping[str, View]) -> dict[str, Any] | None:
    columns = ["state", "message", "mode", "first_day", "last_day"]
    rows = select_view(connection, views["run_summary"], columns, Choice(most=1))
    return rows[0] if rows else None


def _name_days(settings: Settings, run: Mapping[str, Any]) -> str:
    window = Window(first_day=run["first_day"], last_day=run["last_day"], mode=Mode(run["mode"]))
    return describe_run_days(settings, window) if settings.sources else describe_days(window)


def _print_section(
    connection: Connection, console: Console, view: View, *, title: str, columns: list[str]
) -> None:
    rows = select_view(connection, view, columns, Choice(most=ROWS + 1))
    console.print()
    console.print(f"{title} (report.{view.name}{'' if rows else ': no rows'})", style="bold", markup=False)
    if rows:
        console.print(build_table(rows[:ROWS], columns))
    if len(rows) > ROWS:
        console.print(f"… and more: dateline report {view.name}", style="dim", markup=False)

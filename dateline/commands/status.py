"""`dateline status`: the latest runs, what is unwell, where the rows and pages lie."""

import sys
from typing import Any, Final

import click

from dateline.expectations.pages import docs_folder
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from dateline.tables import build_table, count_things, make_console, make_printable, write_json
from sql.connection import Connection, connect, describe_database
from sql.reports import Choice, list_views, select_view

RUNS: Final = 10
COUNTS: Final = ("stored", "updated", "unchanged", "rejected", "deferred", "failed")
TABLE_COLUMNS: Final = ("run_id", "first_day", "last_day", "state", *COUNTS)
RUN_COLUMNS: Final = (*TABLE_COLUMNS, "duplicate", "skipped", "quarantined", "message", "started_at", "settled_at")
SOURCE_COLUMNS: Final = ("source_id", "articles", "held_at", "held_because")


@click.command("status", short_help="the latest runs, and what is unwell")
@click.option("--limit", "most", type=click.IntRange(min=1), default=RUNS, show_default=True, help="So many runs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, most: int, as_json: bool) -> None:
    """Show the latest runs with their window, state and message, held sources, database and archive."""
    settings = resolve_settings(load_settings())
    with connect(settings.reader_url or settings.database, application="dateline status") as connection:
        status = read_status(connection, settings, most=most)
    if as_json:
        write_json(status, sys.stdout)
    else:
        _print_status(status)


def read_status(connection: Connection, settings: Settings, *, most: int) -> dict[str, Any]:
    """Return runs, held sources, and where everything lies."""
    views = {view.name: view for view in list_views(connection)}
    runs = select_view(connection, views["run_summary"], RUN_COLUMNS, Choice(most=most))
    sources = select_view(connection, views["freshness"], SOURCE_COLUMNS, Choice())
    return {
        "runs": runs,
        "held_sources": [source for source in sources if source["held_at"]],
        "sources": len(sources),
        "sources_with_articles": sum(bool(source["articles"]) for source in sources),
        "articles": sum(source["articles"] for source in sources),
        "database": describe_database(settings.database),
        "archive": settings.archive,
        "data_docs": find_data_docs(settings),
    }


def find_data_docs(settings: Settings) -> str | None:
    """Return the address of the pages on what was validated; None if this machine has none."""
    index = docs_folder(settings.home) / "index.html"
    return index.absolute().as_uri() if index.exists() else None


def _print_status(status: dict[str, Any]) -> None:
    console = make_console()
    runs = status["runs"]
    if runs:
        console.print(build_table(runs, TABLE_COLUMNS))
    else:
        console.print("No run yet: start one with `dateline run`, or in Airflow.")
    lines = [
        f"{run['run_id']}: {run['message'] or run['state']}"
        for number, run in enumerate(runs)
        if number == 0 or run["state"] == "failed"
    ]
    lines += [
        f"Held:     {source['source_id']} since {source['held_at']:%Y-%m-%d}: {source['held_because'] or ''}"
        for source in status["held_sources"]
    ]
    lines.append(f"Database: {status['database']}, {_count_articles(status)}")
    lines.append(f"Archive:  {status['archive']}")
    if status["data_docs"]:
        lines.append(f"Checks:   {status['data_docs']} (what each expectation said of each run)")
    for line in lines:
        console.print(make_printable(line), markup=False, soft_wrap=True)


def _count_articles(status: dict[str, Any]) -> str:
    having, planned = status["sources_with_articles"], status["sources"]
    more = planned - having
    without = f"; {count_things(more, 'more source')} without any" if more else ""
    return f"{count_things(status['articles'], 'article')} of {count_things(having, 'source')}{without}"

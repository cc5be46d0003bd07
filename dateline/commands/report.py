"""`dateline report`: print a report view, or search the articles."""

import re
import sys
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

import click
from rich.padding import Padding
from rich.text import Text

from dateline.errors import UserError
from dateline.layouts import BELOW, SHOWN, WITHOUT_DAY, WITHOUT_SOURCE, list_words
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from dateline.tables import (
    build_table,
    make_console,
    make_printable,
    make_wide_console,
    print_table_with_texts,
    write_csv,
    write_json,
)
from sql.connection import Connection, connect
from sql.reports import Choice, View, list_views, search_articles, select_source_ids, select_view

ROWS: Final = 20
"""Rows of a table unless told otherwise; CSV and JSON have all."""
FULL_TEXT: Final = frozenset({"body", "row_as_staged"})
LANGUAGE_CODE: Final = re.compile("[a-z]{2}")
SEARCH_COLUMNS: Final = ("rank", "day", "source_id", "title", "snippet", "url")


def read_day(text: str) -> date:
    """Return the day that an option names; raise BadParameter in one line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day: write 2026-11-21") from None


EPILOG: Final = (
    f"--day, --from and --to are for all views but {list_words(WITHOUT_DAY)}; "
    f"--source is for all but {list_words(WITHOUT_SOURCE)}. Both are for search."
)


@click.command("report", short_help="print a report view, or search the articles", epilog=EPILOG)
@click.argument("view", required=False)
@click.argument("words", nargs=-1)
@click.option("--source", help="Only this source's rows.")
@click.option("--day", type=read_day, metavar="DAY", help="Only this day.")
@click.option("--from", "first_day", type=read_day, metavar="DAY", help="From this day on.")
@click.option("--to", "last_day", type=read_day, metavar="DAY", help="Up to this day, inclusive.")
@click.option("--language", help="Search only articles in this language (ISO 639-1).")
@click.option("--limit", "most", type=click.IntRange(min=1), help="At most so many rows; tables show 20.")
@click.option("--wide", is_flag=True, help="Print a table of every column but full texts, as wide as it gets.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV: every column but full texts.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array: every column but full texts.")
@click.option("--full-text", is_flag=True, help="Let CSV and JSON hold full texts too.")
def command(
    *,
    view: str | None,
    words: tuple[str, ...],
    source: str | None,
    day: date | None,
    first_day: date | None,
    last_day: date | None,
    language: str | None,
    most: int | None,
    wide: bool,
    as_csv: bool,
    as_json: bool,
    full_text: bool,
) -> None:
    """Print a view of schema report, or: dateline report search "query".

    Without VIEW it lists the views. A query is written as in a web search: "exact words", or, -not.
    """
    if wide + as_csv + as_json > 1:
        given = [name for name, on in (("--csv", as_csv), ("--json", as_json), ("--wide", wide)) if on]
        raise click.UsageError(f"{' and '.join(given)} cannot both be: give one of them")
    form = "csv" if as_csv else "json" if as_json else "wide" if wide else None
    choice = Choice(
        source=source,
        first_day=day or first_day,
        last_day=day or last_day,
        most=most or (ROWS if form in {None, "wide"} else None),
    )
    if choice.first_day and choice.last_day and choice.first_day > choice.last_day:
        raise UserError(f"--from {choice.first_day} is after --to {choice.last_day}: write the earlier day first")
    if language and not LANGUAGE_CODE.fullmatch(language):
        raise UserError(f"--language {language!r} is no ISO 639-1 code: write two letters such as en")
    with open_reader(resolve_settings(load_settings())) as connection:
        views = list_views(connection)
        if source:
            check_source(select_source_ids(connection), source)
        if view is None:
            _print_views(views, form)
        elif view == "search":
            _print_search(connection, " ".join(words), language, choice, form)
        else:
            chosen = find_view(views, view)
            check_choice(chosen, choice, words, language)
            _print_view(connection, chosen, choice, form, full_text=full_text)


def open_reader(settings: Settings) -> Connection:
    """Connect with the login that can only read where there is one."""
    return connect(settings.reader_url or settings.database, application="dateline report")


def check_source(known: Sequence[str], name: str) -> None:
    """Raise UserError for a source that the database has never met: its lack of rows would say nothing."""
    if name not in known:
        near = get_close_matches(name, known, n=1)
        guess = f"did you mean {near[0]}?" if near else f"those with rows are {', '.join(known) or 'none yet'}"
        raise UserError(f"no run has planned a source {name!r}: {guess}")


def find_view(views: Sequence[View], name: str) -> View:
    """Return the view of that name; raise UserError naming those that there are."""
    by_name = {view.name: view for view in views}
    wanted = name.removeprefix("report.").replace("-", "_")
    if wanted in by_name:
        return by_name[wanted]
    near = get_close_matches(wanted, by_name, n=1)
    guess = f"did you mean {near[0]}? " if near else ""
    raise UserError(f"there is no view {name!r}: {guess}views are {', '.join(by_name)}, and search")


def check_choice(view: View, choice: Choice, words: Sequence[str], language: str | None) -> None:
    """Refuse in one line what the view cannot do; nothing is silently left out."""
    if words:
        raise UserError(f"{view.name} takes no further words ({' '.join(words)}): only search does")
    if language:
        raise UserError(f"--language is for search; {view.name} has every language")
    if choice.source and not view.source_column:
        raise UserError(f"{view.name} has no source to choose by")
    if (choice.first_day or choice.last_day) and not view.day_columns:
        raise UserError(f"{view.name} has no day to choose by")


def choose_columns(view: View, form: str | None, *, full_text: bool) -> list[str]:
    """Return the columns to print: the short list of a table, or all but full texts."""
    if form is None and view.name in SHOWN:
        return SHOWN[view.name].split()
    return [column for column in view.columns if full_text or column not in FULL_TEXT]


def _print_view(connection: Connection, view: View, choice: Choice, form: str | None, *, full_text: bool) -> None:
    columns = choose_columns(view, form, full_text=full_text)
    below = BELOW.get(view.name, "").split() if form is None else []
    rows = select_view(connection, view, [*columns, *below], choice)
    if rows and below:
        print_table_with_texts(make_console(), rows, columns, below)
    else:
        _print_rows(rows, columns, form)


def _print_views(views: Sequence[View], form: str | None) -> None:
    rows = [{"view": view.name, "shows": view.comment} for view in views]
    rows.append({"view": "search", "shows": 'Articles that match a query: dateline report search "query".'})
    _print_rows(rows, ["view", "shows"], form)


def _print_search(
    connection: Connection, query: str, language: str | None, choice: Choice, form: str | None
) -> None:
    if not query.strip():
        raise UserError('search needs words: dateline report search "ceasefire talks"')
    rows = search_articles(connection, query, language=language, choice=choice)
    columns = list(rows[0]) if rows else list(SEARCH_COLUMNS)
    if form:
        _print_rows(rows, columns, form)
        return
    console = make_console()
    for row in rows:
        head = build_table([row], ["day", "source_id", "title"])
        head.show_header = False
        console.print(head)
        console.print(Padding(Text(make_printable(row["snippet"])), (0, 0, 0, 2)))
        console.print(f"  {make_printable(row['url'])}", markup=False, style="dim", soft_wrap=True)
    if not rows:
        console.print("Nothing matches.")


def _print_rows(rows: Sequence[Any], columns: Sequence[str], form: str | None) -> None:
    if form == "csv":
        write_csv(rows, columns, sys.stdout)
    elif form == "json":
        write_json(rows, sys.stdout)
    elif rows:
        console = make_wide_console() if form == "wide" else make_console()
        console.print(build_table(rows, columns))
    else:
        make_console().print("No rows.")

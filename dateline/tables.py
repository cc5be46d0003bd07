"""Rows for people and for programs: tables on a terminal, CSV, JSON."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

PLAIN_WIDTH: Final = 160
"""Columns of a table that goes to a file or a pipe, where no terminal says how wide it is."""

WIDEST: Final = 20_000
"""Columns of a table that is cut nowhere."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of what spreadsheets calculate."""

KEPT_WIDTH: Final = 24
"""Columns up to this width are never cut."""


def make_console(file: TextIO | None = None) -> Console:
    """Return a console for tables: as wide as the terminal, or wide enough for a pipe."""
    console = Console(file=file, highlight=False)
    return console if console.is_terminal else Console(file=file, highlight=False, width=PLAIN_WIDTH)


def make_wide_console(file: TextIO | None = None) -> Console:
    """Return a console that cuts nothing, for tables that are read with `less -S`."""
    return Console(file=file, highlight=False, width=WIDEST)


def make_printable(text: str) -> str:
    """Return the text as one line without control characters: a crawled page must not drive the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def count_things(number: int, thing: str) -> str:
    """Return a number and its noun: `1 day`, `3 days`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def describe_value(value: object) -> str:
    """Return a value as a person reads it: times to the minute in UTC, lists with commas, nothing for null."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case list() | tuple():
            return ", ".join(describe_value(part) for part in value)
        case _:
            return make_printable(str(value))


def build_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Table:
    """Return a table; numbers stand to the right, long texts are cut to the width."""
    listed = list(rows)
    table = Table(box=None, pad_edge=False)
    for column in columns:
        number = any(_is_number(row[column]) for row in listed)
        widest = max((len(describe_value(row[column])) for row in listed), default=0)
        table.add_column(
            column,
            justify="right" if number else "left",
            # Days, names and numbers keep their width: long texts give way to them, each in one line.
            no_wrap=widest <= KEPT_WIDTH,
            header_style="dim",
        )
    for row in listed:
        cells = (Text(describe_value(row[column]), no_wrap=True, overflow="ellipsis") for column in columns)
        table.add_row(*cells)
    return table


def print_table_with_texts(
    console: Console, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], below: Sequence[str]
) -> None:
    """Print a table with the texts of some columns in full below each of its lines; addresses are not broken."""
    with console.capture() as captured:
        console.print(build_table(rows, columns))
    lines = captured.get().rstrip("\n").split("\n")
    for line in lines[: -len(rows)]:  # a narrow terminal breaks the header
        console.out(line, highlight=False)
    for line, row in zip(lines[-len(rows) :], rows, strict=True):
        console.out(line, highlight=False)
        for column in below:
            text = Text(describe_value(row[column]), style="dim" if column.endswith("url") else "")
            if column.endswith("url"):
                console.print(Text("    ") + text, soft_wrap=True)
            elif text:
                console.print(Padding(text, (0, 0, 0, 4), expand=False))


def write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], file: TextIO) -> None:
    """Write rows as CSV with a header; times in ISO format, lists and objects as JSON.

    A text that a spreadsheet would take for a formula gets an apostrophe before it: pages are written by strangers
    (CWE-1236). `write_json` gives every text as it is.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(row[column]) for column in columns])


def write_json(value: object, file: TextIO) -> None:
    """Write rows, or one object, as JSON; times in ISO format."""
    json.dump(value, file, ensure_ascii=False, default=_encode, indent=2)
    file.write("\n")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(value: object) -> object:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_encode)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return value.isoformat() if isinstance(value, date) else value


def _encode(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value)

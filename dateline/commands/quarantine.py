"""`dateline quarantine`: what was held back, why, and what becomes of it."""

import json
from collections.abc import Sequence
from typing import Any, Final

import click

from dateline.errors import UserError
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from sql.connection import Connection, Row, connect
from sql.validation import (
    dismiss_cases,
    release_source,
    retry_cases,
    select_case,
    select_cases,
    select_held_cases,
)

STATES: Final = ("held", "retried", "dismissed", "released", "all")
SHOWN: Final = 1500
"""Characters of a text that `show` prints."""
FIELDS: Final = ("title", "authors", "published_at", "published_day", "published_raw", "language", "canonical_url")


@click.group("quarantine")
def command() -> None:
    """Look at articles that failed an expectation, and decide what becomes of them."""


@command.command("list")
@click.option("--state", type=click.Choice(STATES), default="held", show_default=True, help="Cases in this state.")
@click.option("--source", "source_id", help="Only this source.")
@click.option(
    "--limit", "most", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many."
)
def list_cases(state: str, source_id: str | None, most: int) -> None:
    """List cases, the newest first: number, time, source, why, address."""
    with open_database() as connection:
        cases = select_cases(connection, state=None if state == "all" else state, source_id=source_id, most=most)
    for case in cases:
        click.echo(describe_case(case, with_state=state == "all"))
    if not cases:
        click.echo("Nothing is held back." if state == "held" else "No cases.")


@command.command("show")
@click.argument("case_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print the whole case as JSON, the text in full.")
def show_case(case_id: int, as_json: bool) -> None:
    """Show one case: the expectation in words, and the row as it was staged."""
    with open_database() as connection:
        case = select_case(connection, case_id)
    if case is None:
        raise UserError(f"there is no case {case_id}: `dateline quarantine list` shows the numbers")
    lines = [json.dumps(case, indent=2, ensure_ascii=False, default=str)] if as_json else explain_case(case)
    click.echo(make_printable("\n".join(lines)))


@command.command("retry")
@click.argument("case_id", metavar="[ID]", type=int, required=False)
@click.option("--source", "source_id", help="All cases of this source; ends its hold.")
def retry(case_id: int | None, source_id: str | None) -> None:
    """Put a held page, or all of a source, before the next run again: it is cleaned and judged anew."""
    with open_database() as connection:
        cases = choose_cases(connection, case_id, source_id)
        captures = retry_cases(connection, cases)
        end_hold(connection, source_id)
    click.echo(f"{captures} pages go before the next run that wants them ({len(cases)} cases).")


@command.command("dismiss")
@click.argument("case_id", metavar="[ID]", type=int, required=False)
@click.option("--source", "source_id", help="All cases of this source; ends its hold.")
def dismiss(case_id: int | None, source_id: str | None) -> None:
    """Leave a held page, or all of a source, out for good."""
    with open_database() as connection:
        cases = choose_cases(connection, case_id, source_id)
        dismiss_cases(connection, cases)
        end_hold(connection, source_id)
    click.echo(f"{len(cases)} cases are dismissed.")


def open_database() -> Connection:
    """Connect to the product's database; one transaction a command."""
    settings: Settings = resolve_settings(load_settings())
    return connect(settings.database, application="dateline quarantine")


def choose_cases(connection: Connection, case_id: int | None, source_id: str | None) -> list[int]:
    """Return the held cases that a person named by number or by source; raise UserError where there are none."""
    if (case_id is None) == (source_id is None):
        raise UserError("say which: either the number of a case, or --source and the id of a source")
    cases = select_held_cases(connection, quarantine_id=case_id, source_id=source_id)
    if not cases and case_id is not None:
        raise UserError(f"no case {case_id} is held: `dateline quarantine list` shows those that are")
    return cases


def end_hold(connection: Connection, source_id: str | None) -> None:
    """End the hold of the named source, if one is named; raise UserError for a source that is none."""
    if source_id is not None and not release_source(connection, source_id):
        raise UserError(f"there is no source {source_id!r} in the database: `dateline sources list` shows them")


def describe_case(case: Row, *, with_state: bool) -> str:
    """Return one line on a case."""
    parts = [str(case["quarantine_id"]), f"{case['quarantined_at']:%Y-%m-%d %H:%M}", case["source_id"]]
    parts += [case["state"]] if with_state else []
    return make_printable("  ".join([*parts, case["expectation"], case["url"]]))


def explain_case(case: Row) -> list[str]:
    """Return the lines that explain a case."""
    row: dict[str, Any] = case["row_as_staged"]
    decided = f" by {case['state_by']} at {case['state_at']:%Y-%m-%d %H:%M} UTC" if case["state_at"] else ""
    text = str(row.get("body") or "")
    return [
        f"case {case['quarantine_id']}: {case['state']}{decided}",
        f"failed: {case['in_words']} ({case['expectation']})",
        f"source: {case['source_id']}, run {case['run_id']}, capture {case['capture_id']}",
        f"address: {case['url']}",
        *(f"{name}: {show_value(row.get(name))}" for name in FIELDS),
        f"text: {len(text)} characters",
        "",
        text[:SHOWN] + (" […]" if len(text) > SHOWN else ""),
    ]


def show_value(value: object) -> str:
    """Return a staged value as a reader would write it."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def make_printable(text: str) -> str:
    """Return the text without control characters: a crawled page must not drive the terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)

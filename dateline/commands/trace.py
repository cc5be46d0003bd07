"""`dateline trace`: the whole story of one address."""

import sys

import click

from dateline.commands.report import open_reader
from dateline.errors import UserError
from dateline.settings import load_settings
from dateline.stack.state import resolve_settings
from dateline.tables import build_table, make_console, make_printable, write_json
from sql.reports import select_trace
from transforms.identity import host_of, normalise_url


@click.command("trace", short_help="what happened to one address")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def command(url: str, as_json: bool) -> None:
    """Print what happened to URL, and to its article's other addresses: found, fetched, decided, published."""
    if host_of(url) is None:
        raise UserError(f"{make_printable(url)!r} is no web address: write it in full, with https://")
    address = normalise_url(url)
    with open_reader(resolve_settings(load_settings())) as connection:
        rows = select_trace(connection, address)
    if as_json:
        write_json(rows, sys.stdout)
    elif rows:
        several = {row["url"] for row in rows} != {address}
        columns = ["at", "step", "event", "detail", *(["url"] if several else []), "run_id"]
        make_console().print(build_table(rows, columns))
    else:
        raise UserError(f"no run has met {make_printable(address)}: is it written as its source writes it?")

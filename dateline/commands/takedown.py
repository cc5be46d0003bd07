"""`dateline takedown`: erase a page for good, and keep it from coming back."""

import getpass
import sys
from collections.abc import Sequence

import click

from dateline.errors import UserError
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from dateline.tables import build_table, count_things, make_console, make_printable, write_json
from sql.connection import Connection, Row, connect
from sql.takedowns import Traces, find_traces, list_takedowns, take_down
from transforms.identity import host_of, normalise_url

COLUMNS = ("taken_down_at", "source_id", "url", "addresses", "because", "taken_down_by", "wiped_at")


@click.command("takedown", short_help="erase a page for good, and keep it from coming back")
@click.argument("url", required=False)
@click.option("--reason", "because", help="Why, for the record; needed.")
@click.option("--by", help="Who does it; your login if left out.")
@click.option("--copies", "with_copies", is_flag=True, help="Erase the syndicated copies of other sources too.")
@click.option("--unseen", is_flag=True, help="Forbid an address that no run has met yet.")
@click.option("--dry-run", is_flag=True, help="Say what would be erased, and erase nothing.")
@click.option("--list", "as_list", is_flag=True, help="List the takedowns.")
@click.option("--json", "as_json", is_flag=True, help="With --list: print a JSON array.")
def command(
    *,
    url: str | None,
    because: str | None,
    by: str | None,
    with_copies: bool,
    unseen: bool,
    dry_run: bool,
    as_list: bool,
    as_json: bool,
) -> None:
    """Erase the article at URL, whichever of its addresses that is: text, versions, findings, raw pages.

    A tombstone stays: the addresses, a digest of the words, who did it, when and why. It keeps the page from being
    crawled, published or derived again. Stopped anywhere, do it again.
    """
    settings = resolve_settings(load_settings())
    with connect(settings.database, application="dateline takedown", autocommit=True) as connection:
        if as_list:
            print_takedowns(list_takedowns(connection), as_json=as_json)
            return
        address = read_address(url)
        found = find_traces(connection, address, with_copies=with_copies)
        if not (found.is_known or unseen):
            raise UserError(
                f"no run has met {make_printable(address)}: nothing of it is stored; --unseen forbids it for the "
                "time to come"
            )
        if dry_run:
            click.echo("\n".join(describe_traces(found, "would be erased")))
            return
        reason = " ".join((because or "").split())
        if not reason:
            raise UserError("say why, for the record: --reason 'by request of the author'")
        found = take_down(connection, address, because=reason, by=by or getpass.getuser(), with_copies=with_copies)
        click.echo("\n".join(describe_traces(found, "erased")))
        erase_raw(settings, connection, found)


def read_address(url: str | None) -> str:
    """Return the address in normal form; raise UserError for what is none."""
    if url is None:
        raise UserError("say which address: dateline takedown https://example.org/story --reason '…'")
    if host_of(url) is None:
        raise UserError(f"{make_printable(url)!r} is no web address: write it in full, with https://")
    return normalise_url(url)


def erase_raw(settings: Settings, connection: Connection, found: Traces) -> None:
    """Erase the records in the archive, and say what is left; raise UserError if the archive is not there."""
    from dateline.steps.erasure import open_archive, wipe_takedowns

    try:
        archive = open_archive(connection, settings.archive)
    except UserError as error:
        raise UserError(
            f"the tables are clean and the addresses forbidden, but the raw pages are not erased yet: {error}; "
            "then do this again, or leave it to housekeeping"
        ) from None
    done = wipe_takedowns(connection, archive, asked_url=found.asked_url)
    click.echo(f"{count_things(done['records'], 'record')} of the archive erased")
    if done["waiting_for_a_run"]:
        click.echo(
            "a run that met it is under way: housekeeping looks through its files once more when it is over"
        )


def describe_traces(found: Traces, what: str) -> list[str]:
    """Return the lines that say what an address led to."""
    lines = [make_printable(describe_earlier(found.earlier))] if found.earlier else []
    living = [row for row in found.articles if row["taken_down_at"] is None]
    lines += [
        f"{what}: {count_things(len(living), 'article')}, {count_things(len(found.fresh_captures), 'capture')}",
        f"{what.replace('erased', 'forbidden')}: {'its address' if len(found.urls) == 1 else 'its addresses'}",
        *(f"  {make_printable(url)}" for url in found.urls),
    ]
    if found.copies:
        lines.append("the same is told elsewhere, and stays (--copies erases it too):")
        lines += [f"  {row['source_id']}  {make_printable(row['url'])}" for row in found.copies]
    return lines


def describe_earlier(earlier: Row) -> str:
    """Return the line on a takedown that the address belongs to already."""
    when = f"{earlier['taken_down_at']:%Y-%m-%d %H:%M} UTC"
    return f"taken down already, {when}, by {earlier['taken_down_by']}: {earlier['because']}"


def print_takedowns(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print the takedowns as a table or as JSON."""
    if as_json:
        write_json(rows, sys.stdout)
    elif rows:
        make_console().print(build_table(rows, COLUMNS))
    else:
        click.echo("Nothing was taken down.")

"""`dateline archive`: whether the raw archive still holds what the database says, and how much that is."""

import sys
from collections.abc import Iterator, Sequence

import click

from dateline.errors import UserError
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from dateline.tables import build_table, count_things, make_console, write_csv, write_json
from scrapers.archive import ArchiveDamaged, read_response
from scrapers.stores import ArchiveUnknown, open_store
from sql.archive import iterate_captures, list_used_files, read_stats
from sql.connection import Row, connect
from transforms.wording import describe_failure

TOLD_EVERY = 10_000
"""Records after which a long check says how far it is."""
COLUMNS = (
    *("source_id", "month", "captures", "files", "packed_bytes", "page_bytes"),
    *("taken_down", "expired", "oldest", "newest"),
)


@click.group("archive")
def command() -> None:
    """Check the raw archive, and see what it holds."""


@command.command("verify")
@click.option("--source", "source_id", help="Only this source's records.")
def verify(source_id: str | None) -> None:
    """Read every capture's record and compare its digest; name damaged records and files without a page.

    Records that were taken down or have expired are gone on purpose and are passed over. Exit status 1 when a
    record is damaged or missing. Files without a page do no harm: a crawl that was stopped leaves them, or
    retention; housekeeping removes them.
    """
    settings = resolve_settings(load_settings())
    files = list_files(settings)
    sound = damaged = 0
    for problem in check_captures(settings, source_id):
        sound, damaged = (sound + 1, damaged) if problem is None else (sound, damaged + 1)
        if problem is not None:
            click.echo(problem)
        if (sound + damaged) % TOLD_EVERY == 0:
            click.echo(f"{sound + damaged} records read", err=True)
    if source_id and not sound + damaged:
        raise UserError(
            f"no record of a source {source_id!r} is in the archive: `dateline archive stats` lists them"
        )
    orphans = [] if source_id else find_orphans(settings, files)
    for orphan in orphans:
        click.echo(f"orphan: {orphan}: no page that is kept lies in this file")
    beside = "" if source_id else f", {count_things(len(orphans), 'file')} without a page"
    click.echo(f"{count_things(sound, 'record')} sound, {damaged} damaged{beside}")
    if damaged:
        raise click.ClickException(
            f"{count_things(damaged, 'record')} of the archive {settings.archive} damaged or missing"
        )


@command.command("stats")
@click.option("--source", "source_id", help="Only this source.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def stats(source_id: str | None, as_csv: bool, as_json: bool) -> None:
    """Show what the archive holds of each source and month: records, files, bytes, what is gone on purpose.

    `packed_bytes` lie in the archive, `page_bytes` are the pages unpacked.
    """
    if as_csv and as_json:
        raise UserError("--csv and --json are two formats: choose one")
    settings = resolve_settings(load_settings())
    with connect(settings.database, application="dateline archive") as connection:
        rows = read_stats(connection, source_id=source_id)
    if as_csv:
        write_csv(rows, COLUMNS, sys.stdout)
    elif as_json:
        write_json(rows, sys.stdout)
    elif rows:
        make_console().print(build_table(rows, COLUMNS))
        click.echo(sum_up(rows))
        if source_id is None:
            orphans = find_orphans(settings, list_files(settings))
            click.echo(
                f"{count_things(len(orphans), 'file')} without a page: `dateline archive verify` names them"
            )
    else:
        click.echo("The archive holds nothing yet.")


def sum_up(rows: Sequence[Row]) -> str:
    """Return the line below the table."""
    captures, packed, pages = (
        sum(row[name] for row in rows) for name in ("captures", "packed_bytes", "page_bytes")
    )
    sizes = f"{packed / 1e6:.1f} MB in the archive, {pages / 1e6:.1f} MB unpacked"
    return f"{count_things(captures, 'capture')}, {sizes}"


def list_files(settings: Settings) -> list[str]:
    """Return the archive's files; raise UserError where it cannot be read, once and not for each record."""
    try:
        return list(open_store(settings.archive).files())
    except ArchiveUnknown as error:
        raise UserError(str(error)) from None
    except OSError as error:
        words = describe_failure(error)
        raise UserError(
            f"the archive {settings.archive} cannot be read ({words}): mount it, or mend DATELINE_ARCHIVE_URL"
        ) from None


def find_orphans(settings: Settings, files: Sequence[str]) -> list[str]:
    """Return the files that no capture lies in."""
    with connect(settings.database, application="dateline archive") as connection:
        return sorted(set(files) - list_used_files(connection))


def check_captures(settings: Settings, source_id: str | None) -> Iterator[str | None]:
    """Yield for each capture what is wrong with its record; None if nothing is."""
    with connect(settings.database, application="dateline archive", autocommit=True) as connection:
        for capture in iterate_captures(connection, source_id=source_id):
            try:
                read_response(
                    settings.archive,
                    file=capture.warc_file,
                    offset=capture.warc_offset,
                    length=capture.warc_length,
                    digest=capture.body_digest,
                )
            except ArchiveDamaged as error:
                yield f"damaged: capture {capture.capture_id}, {capture.url}: {error}"
            else:
                yield None

"""`dateline archive`: whether the raw archive still holds what the database says."""

from collections.abc import Iterator

import click

from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from scrapers.archive import ArchiveDamaged, read_response
from scrapers.stores import ArchiveUnknown, open_store
from sql.connection import connect
from sql.crawl import iterate_captures


@click.group("archive")
def command() -> None:
    """Check the raw archive."""


@command.command("verify")
def verify() -> None:
    """Read every capture's record and compare its digest; name damaged records and files without any row.

    Exit status 1 when a record is damaged or missing. Files without a row do no harm: a crawl that was
    stopped leaves them.
    """
    settings = resolve_settings(load_settings())
    try:
        store = open_store(settings.archive)
    except ArchiveUnknown as error:
        raise click.ClickException(str(error)) from None
    files: set[str] = set()
    sound = damaged = 0
    for file, problem in check_captures(settings):
        files.add(file)
        sound, damaged = (sound + 1, damaged) if problem is None else (sound, damaged + 1)
        if problem is not None:
            click.echo(problem)
    orphans = sorted(set(store.files()) - files)
    for orphan in orphans:
        click.echo(f"orphan: {orphan}: no capture points to this file")
    click.echo(f"{sound} records sound, {damaged} damaged, {len(orphans)} files without a capture")
    if damaged:
        raise click.ClickException(f"{damaged} records of the archive {settings.archive} are damaged or missing")


def check_captures(settings: Settings) -> Iterator[tuple[str, str | None]]:
    """Yield each capture's file, and what is wrong with its record; None if nothing is."""
    with connect(settings.database, application="dateline archive", autocommit=True) as connection:
        for capture in iterate_captures(connection):
            try:
                read_response(
                    settings.archive,
                    file=capture.warc_file,
                    offset=capture.warc_offset,
                    length=capture.warc_length,
                    digest=capture.body_digest,
                )
            except ArchiveDamaged as error:
                yield capture.warc_file, f"damaged: capture {capture.capture_id}, {capture.url}: {error}"
            else:
                yield capture.warc_file, None

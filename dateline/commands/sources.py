"""`dateline sources`: what the catalog holds, whether it is sound, and how one source is doing."""

import json
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click

from dateline.catalog import Catalog, CatalogError, check_catalog, load_catalog, select_sources
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from dateline.tables import build_table, make_console
from scrapers.catalog import Listed, read_files, read_folder, write_entry
from scrapers.yamlmarks import Problem
from sql.connection import connect
from sql.errors import DatabaseError
from sql.sources import SourceState, select_source_state

COLUMNS: Final = ("id", "name", "kind", "country", "languages", "strategies", "enabled", "verified")


@click.group("sources")
def command() -> None:
    """List, check and show the sources of the catalog."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def list_sources(as_json: bool) -> None:
    """List every source, with those marked that DATELINE_SOURCES enables."""
    settings = resolve_settings(load_settings())
    catalog = load_catalog(settings)
    enabled, unknown = find_enabled(catalog, settings)
    rows = describe_catalog(catalog, enabled)
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        make_console().print(build_table(rows, COLUMNS))
    for trouble in unknown:
        click.echo(f"dateline: DATELINE_SOURCES: {trouble}", err=True)
    if unknown:
        sys.exit(1)


@command.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check_sources(paths: tuple[Path, ...]) -> None:
    """Check entries: those of PATHS (files or folders), or the whole catalog with your own folder.

    Each problem is one line with file and line; the exit status is 1 if there is any.
    """
    if paths:
        listed, problems = check_paths(paths)
    else:
        catalog, problems = check_catalog(resolve_settings(load_settings()))
        listed = list(catalog.listed.values())
    for problem in problems:
        click.echo(str(problem))
    click.echo(
        f"{count(len(listed), 'sound entry', 'sound entries')}, {count(len(problems), 'problem', 'problems')}"
    )
    if problems:
        sys.exit(1)


@command.command("show")
@click.argument("source_id", metavar="ID")
def show_source(source_id: str) -> None:
    """Show one entry as checked, defaults filled in, and what the database knows of the source."""
    settings = resolve_settings(load_settings())
    catalog = load_catalog(settings)
    if source_id not in catalog.listed:
        select_sources(catalog, (source_id,))  # says what is wrong with an unknown id
        raise click.ClickException(f"{source_id} may name several sources: show one by its id")
    listed = catalog.listed[source_id]
    click.echo(f"# from {listed.origin}")
    click.echo(write_entry(listed.entry), nl=False)
    for line in describe_state(settings, source_id):
        click.echo(f"# {line}")


def check_paths(paths: Sequence[Path]) -> tuple[list[Listed], list[Problem]]:
    """Read entries from files and folders."""
    listed: list[Listed] = []
    problems: list[Problem] = []
    for path in paths:
        good, bad = read_folder(path) if path.is_dir() else read_files([path])
        listed += good
        problems += bad
    return listed, problems


def find_enabled(catalog: Catalog, settings: Settings) -> tuple[set[str], list[str]]:
    """Return the ids that DATELINE_SOURCES enables, and in words what it names in vain."""
    enabled: set[str] = set()
    unknown = []
    for selector in settings.sources:
        try:
            enabled |= {source.source_id for source in select_sources(catalog, (selector,))}
        except CatalogError as error:
            unknown.append(str(error).removesuffix(": see `dateline sources list`"))
    return enabled, unknown


def describe_catalog(catalog: Catalog, enabled: Collection[str]) -> list[dict[str, Any]]:
    """Return one row a source, in types that JSON knows."""
    return [
        {
            "id": source_id,
            "name": listed.entry.name,
            "kind": listed.entry.kind,
            "country": listed.entry.country,
            "languages": listed.entry.languages,
            "strategies": [strategy.kind for strategy in listed.source.strategies],
            "enabled": source_id in enabled,
            "verified": str(listed.entry.verified),
            "tags": listed.entry.tags,
            "homepage": listed.entry.homepage,
            "origin": listed.origin,
        }
        for source_id, listed in catalog.listed.items()
    ]


def describe_state(settings: Settings, source_id: str) -> Iterator[str]:
    """Yield what the database knows of a source, or one line that says why it says nothing."""
    if settings.database_url is None:
        yield "no database: start one with `dateline up`, or set DATELINE_DATABASE_URL, to see its state"
        return
    try:
        with connect(settings.database_url) as connection:
            state = select_source_state(connection, source_id)
    except DatabaseError as error:
        yield f"state unknown: {error}"
        return
    yield from word_state(state)


def word_state(state: SourceState) -> Iterator[str]:
    """Say a source's state, one fact a line."""
    if state.first_seen_at is None:
        yield "no run has planned it yet"
        return
    enabled = "enabled" if state.enabled else "not enabled"
    yield f"planned since {state.first_seen_at:%Y-%m-%d}, {enabled} in the last plan"
    if state.held_at is not None:
        yield f"held back since {state.held_at:%Y-%m-%d %H:%M} UTC: {state.held_because}"
    for look in state.looks:
        yield f"last look {look.looked_at:%Y-%m-%d %H:%M} UTC by {look.strategy}"
    if not state.looks:
        yield "no look has been completed yet"
    if state.covered is not None:
        covered = state.covered
        because = f" ({covered.problem}: {covered.detail})" if covered.problem else ""
        counts = f"{covered.found} found, {covered.stored} stored, {covered.rejected} rejected"
        yield f"covered {covered.day}: {covered.reach}{because}, {counts}"


def count(number: int, one: str, many: str) -> str:
    """Return a number and its noun."""
    return f"{number or 'no'} {one if number == 1 else many}"

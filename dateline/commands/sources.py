"""`dateline sources`: what the catalog holds, whether it is sound and alive, and how one source is doing."""

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from dateline.catalog import Catalog, CatalogError, check_catalog, load_catalog, select_sources
from dateline.commands.sources_probe import new_source, probe_source
from dateline.fixtures import check_fixtures
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from dateline.tables import build_table, make_console
from scrapers.catalog import Listed, read_files, read_folder, write_entry
from scrapers.yamlmarks import Problem
from sql.connection import connect
from sql.errors import DatabaseError
from sql.sources import SourceState, select_source_state
from sql.trials import LastTrial, select_trials

COLUMNS: Final = (
    *("id", "name", "kind", "country", "languages", "strategies", "enabled", "verified", "last_worked"),
)


@click.group("sources")
def command() -> None:
    """List, check, probe and add the sources of the catalog."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def list_sources(as_json: bool) -> None:
    """List every source, with those marked that DATELINE_SOURCES enables."""
    settings = resolve_settings(load_settings())
    catalog = load_catalog(settings)
    enabled, unknown = find_enabled(catalog, settings)
    rows = describe_catalog(catalog, enabled, read_trials(settings))
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
@click.option("--live", is_flag=True, help="Try the enabled sources on the network: a way in, then an article.")
@click.option("--source", "selectors", multiple=True, help="With --live: these sources; may be repeated.")
def check_sources(paths: tuple[Path, ...], live: bool, selectors: tuple[str, ...]) -> None:
    """Check entries: those of PATHS (files or folders), or the whole catalog with your own folder.

    Pages that are kept beside an entry are read again. Each problem is one line with file and line; the exit
    status is 1 if there is any.
    """
    if (paths and live) or (selectors and not live):
        raise click.UsageError("give PATHS to check files, or --live with --source to try sources, not both")
    if live:
        try_sources(selectors)
        return
    if paths:
        listed, problems = check_paths(paths)
    else:
        catalog, problems = check_catalog(resolve_settings(load_settings()))
        listed = list(catalog.listed.values())
    pages, changes = check_fixtures(listed)
    problems += changes
    for problem in problems:
        click.echo(str(problem))
    again = f", {count(pages, 'page', 'pages')} read again" if pages else ""
    click.echo(
        f"{count(len(listed), 'sound entry', 'sound entries')}{again}, "
        f"{count(len(problems), 'problem', 'problems')}"
    )
    if problems:
        sys.exit(1)


def try_sources(selectors: tuple[str, ...]) -> None:
    """Try sources on the network, one line each as it ends; exit status 1 if any fails."""
    from dateline.probing import try_live
    from scrapers.probing.live import Trial

    def tell(trial: Trial) -> None:
        said = f"works, {count(trial.entries, 'entry', 'entries')} by {trial.way}"
        click.echo(f"{trial.source_id}: {said if trial.worked else f'fails: {trial.detail}'}")

    settings = resolve_settings(load_settings())
    trials = try_live(settings, selectors, tell)
    failed = sum(not trial.worked for trial in trials)
    if settings.database_url is None:
        click.echo("not kept: no database: start one with `dateline up`, or set DATELINE_DATABASE_URL", err=True)
    click.echo(f"{len(trials) - failed} of {count(len(trials), 'source', 'sources')} worked")
    if failed:
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


def read_trials(settings: Settings) -> dict[str, LastTrial]:
    """Return the last trial by source; none where no database can say: the list is about the catalog."""
    if settings.database_url is None:
        return {}
    try:
        with connect(settings.database_url) as connection:
            return select_trials(connection)
    except DatabaseError as error:
        click.echo(f"dateline: when sources last worked is unknown: {error}", err=True)
        return {}


def find_last_worked(trial: LastTrial | None) -> str | None:
    """Return the day on which a trial last worked; `never` where all have failed, None without one."""
    if trial is None:
        return None
    return f"{trial.last_worked_at:%Y-%m-%d}" if trial.last_worked_at else "never"


def describe_catalog(
    catalog: Catalog, enabled: Collection[str], trials: Mapping[str, LastTrial]
) -> list[dict[str, Any]]:
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
            "last_worked": find_last_worked(trials.get(source_id)),
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
            trial = select_trials(connection).get(source_id)
    except DatabaseError as error:
        yield f"state unknown: {error}"
        return
    yield from word_state(state)
    yield from word_trial(trial)


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


def word_trial(trial: LastTrial | None) -> Iterator[str]:
    """Say what came of trying the source by hand."""
    if trial is None:
        return
    tried = f"last tried {trial.tried_at:%Y-%m-%d %H:%M} UTC"
    if trial.worked:
        yield f"{tried}: worked, {count(trial.entries, 'entry', 'entries')} by {trial.way}"
    else:
        yield f"{tried}: failed: {trial.detail}"
        yield f"last worked {trial.last_worked_at:%Y-%m-%d}" if trial.last_worked_at else "no trial has worked yet"


def count(number: int, one: str, many: str) -> str:
    """Return a number and its noun."""
    return f"{number or 'no'} {one if number == 1 else many}"


command.add_command(probe_source)
command.add_command(new_source)

"""`dateline db`: migrate the database, open psql, print its address."""

import os
import shutil
import sys
from pathlib import Path

import click

from dateline.errors import UserError
from dateline.settings import Settings, load_settings
from dateline.stack.postgres import find_binaries
from dateline.stack.state import resolve_settings
from sql.connection import describe_database, describe_login


@click.group("db", short_help="migrate the database, or open psql")
def command() -> None:
    """Work on the database that DATELINE_DATABASE_URL names, else on that of the running `dateline up`."""


@command.command("migrate")
def migrate_command() -> None:
    """Bring the database up to this version: migrations, views, roles."""
    from sql.migrate import migrate

    settings = resolve_settings(load_settings())
    applied = migrate(settings.database)
    for name in applied:
        click.echo(name)
    click.echo(f"{describe_database(settings.database)}: {f'{len(applied)} applied' if applied else 'up to date'}")


@command.command("psql", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--owner", is_flag=True, help="As the owner, who may change rows; otherwise you can only read.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql_command(*, owner: bool, arguments: tuple[str, ...]) -> None:
    """Open psql on the database; further ARGUMENTS are psql's own, as in: dateline db psql -c 'select 1'."""
    login = describe_login(_choose_url(resolve_settings(load_settings()), owner=owner))
    program = _find_psql()
    sys.stdout.flush()
    # The password travels in the environment: a command line can be read by every user of the machine.
    os.execve(program, [program, *arguments], {**os.environ, **login})  # noqa: S606  no shell is wanted


@command.command("url")
@click.option("--owner", is_flag=True, help="The owner's address instead of the reader's.")
def url_command(*, owner: bool) -> None:
    """Print the libpq address, password included, for other programs."""
    click.echo(_choose_url(resolve_settings(load_settings()), owner=owner))


def _choose_url(settings: Settings, *, owner: bool) -> str:
    if owner:
        return settings.database
    if settings.reader_url is None:
        settings.database  # noqa: B018  without any database that is what is missing
        raise UserError("no reading login is set: set DATELINE_READER_URL, or say --owner")
    return settings.reader_url


def _find_psql() -> str:
    """Return the path of psql: the embedded server's, else one of the machine."""
    embedded = find_binaries() / "bin" / "psql"
    found = str(embedded) if embedded.exists() else shutil.which("psql")
    if found is None:
        raise UserError("psql is neither in the environment nor on this machine: run `make setup`")
    return str(Path(found))

"""The command line: each command is loaded only when it is called, so that `dateline --help` is quick."""

import errno
import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click
from pydantic import ValidationError

from dateline.errors import UserError
from sql.errors import DatabaseError

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "up": "start everything on this machine, run the last complete day, print the first report",
        "run": "run a window in this process, without Airflow",
        "backfill": "run past days through Airflow",
        "reprocess": "derive articles again from the archive, compared before they are replaced",
        "stories": "copies and stories of what was published since the last time",
        "status": "the latest runs, and what is unwell",
        "report": "print a report view, or search the articles",
        "trace": "what happened to one address",
        "sources": "list, check, probe and add the catalog's sources",
        "entities": "who is who across documents: find, merge, split",
        "quarantine": "what was held back, and why",
        "archive": "check the raw archive, and what it holds",
        "takedown": "erase a page for good, and keep it from coming back",
        "housekeeping": "retention: what is over goes, in the steps of the nightly DAG",
        "db": "migrate the database, or open psql",
        "extract": "article text and metadata from HTML or WARC files",
        "analyse": "names, places, quotes and figures in texts",
        "group": "stories and copies among texts",
    }
)


FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
UNWRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST})


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line texts, and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which a newcomer needs them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported now; None if there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"dateline.commands.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"dateline.commands.{cmd_name}.command is no click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline", prog_name="dateline")
def command() -> None:
    """Dateline collects articles, finds who and where they speak of, and puts the rows into Postgres."""


def main() -> None:
    """Run the command line; an error that the user can mend is one line on stderr and exit status 1."""
    try:
        command.main(prog_name="dateline", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as error:
        _show_usage(error)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit("dateline: stopped")
    except ValidationError as error:
        sys.exit(f"dateline: {_explain_settings(error)}")
    except (UserError, DatabaseError) as error:
        sys.exit(f"dateline: {error}")
    except OSError as error:
        if error.errno not in FULL | UNWRITABLE:
            raise
        cure = "free space there" if error.errno in FULL else "choose a place that this user may use"
        sys.exit(f"dateline: {error.filename or 'the disk'}: {error.strerror}: {cure}")
    except Exception as error:
        from sql.connection import explain_loss

        if (line := explain_loss(error)) is None:
            raise
        sys.exit(f"dateline: {line}")


def _show_usage(error: click.ClickException) -> None:
    """Print one line; a group without its command prints its commands, as --help does."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    line = " ".join(error.format_message().split())
    if isinstance(error, click.UsageError) and error.ctx:
        line = f"{line.rstrip('.')}: see `{error.ctx.command_path} --help`"
    click.echo(f"dateline: {line}", err=True)


def _explain_settings(error: ValidationError) -> str:
    first = error.errors()[0]
    name = "DATELINE_" + "_".join(str(part) for part in first["loc"]).upper()
    return f"setting {name}={first.get('input')!r} is not valid: {first['msg']}"

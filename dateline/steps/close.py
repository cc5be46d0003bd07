"""Runs that ended without being settled: their books are closed for them, so that nothing stays open for ever."""

import logging
from typing import Final

from dateline.settings import Settings
from dateline.steps.settle import write_books
from sql.abandoned import fail_shards, list_running, try_hold_command
from sql.connection import Connection, connect
from sql.settle import finish_run, lock_run_to_settle

STOPPED: Final = "ended before it was settled: the command was stopped; "

log = logging.getLogger(__name__)


def close_run(settings: Settings, *, run_id: str, message: str) -> bool:
    """Close a run that is still running as failed; return whether there was one.

    What no step decided is put off, funnel and coverage are written as settle would, and what the run had claimed
    is free for the next one. Attempts at its crawl that still live can write nothing more.
    """
    with connect(settings.database, application="dateline close run") as connection:
        return _close(connection, run_id, message)


def close_dead_commands(settings: Settings) -> list[str]:
    """Close the command-line runs whose process is gone, however it went; return their ids."""
    closed = []
    with connect(settings.database, application="dateline close run", autocommit=True) as connection:
        for _, run_id in list_running(connection, ("command",)):
            with connection.transaction():
                if try_hold_command(connection, run_id) and _close(
                    connection, run_id, STOPPED + _tell_how(run_id)
                ):
                    closed.append(run_id)
    return closed


def _tell_how(run_id: str) -> str:
    again = run_id.startswith("command/reprocess/")
    return f"go on with `dateline reprocess --run {run_id}`" if again else "run the window again"


def _close(connection: Connection, run_id: str, message: str) -> bool:
    run = lock_run_to_settle(connection, run_id)
    if run is None or run.state != "running":
        return False
    fail_shards(connection, run_id)
    write_books(connection, run, {})
    finish_run(connection, run_id, well=False, message=message)
    log.info("run=%s step=settle %s", run_id, message)
    return True

"""Runs that ended without being settled."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sql.connection import Connection, connect
from sql.loader import read_query


def list_running(url: str, dag_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return DAG and run id of each run of these DAGs that is not settled."""
    with connect(url, application="dateline close run") as connection:
        rows = connection.execute(read_query("select_running_runs"), {"dag_ids": list(dag_ids)})
        return [(row["dag_id"], row["run_id"]) for row in rows]


def close_run(url: str, *, run_id: str, message: str) -> bool:
    """Mark a run that is still running as failed; return whether there was one."""
    with connect(url, application="dateline close run") as connection:
        closed = connection.execute(read_query("close_abandoned_run"), {"run_id": run_id, "message": message})
        return closed.fetchone() is not None


@contextmanager
def hold_command(url: str, run_id: str) -> Iterator[None]:
    """Hold a lock while a command's run works, so that others can tell when its process has died."""
    with connect(url, application="dateline run", autocommit=True) as connection:
        connection.execute(read_query("hold_command"), {"run_id": run_id})
        yield


def close_dead_commands(connection: Connection) -> list[str]:
    """Mark command-line runs whose process is gone as failed and return their ids."""
    return [row["run_id"] for row in connection.execute(read_query("close_dead_commands"))]

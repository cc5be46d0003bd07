"""Runs that ended without being settled."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sql.connection import Connection, connect
from sql.loader import read_query


def list_running(connection: Connection, dag_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return DAG and run id of each run of these DAGs that is not settled."""
    rows = connection.execute(read_query("select_running_runs"), {"dag_ids": list(dag_ids)}).fetchall()
    return [(row["dag_id"], row["run_id"]) for row in rows]


def fail_shards(connection: Connection, run_id: str) -> None:
    """Mark shards that were under way as failed; an attempt that still lives can write nothing more."""
    connection.execute(read_query("fail_shards"), {"run_id": run_id})


@contextmanager
def hold_command(url: str, run_id: str) -> Iterator[None]:
    """Hold a lock while a command's run works, so that others can tell when its process has died."""
    with connect(url, application="dateline run", autocommit=True) as connection:
        connection.execute(read_query("hold_command"), {"run_id": run_id})
        yield


def try_hold_command(connection: Connection, run_id: str) -> bool:
    """Take that lock until the transaction ends; False while the run's process, or somebody else, holds it."""
    row = connection.execute(read_query("try_hold_command"), {"run_id": run_id}).fetchone()
    return bool(row and row["held"])

"""Runs that ended without being settled."""

from sql.connection import connect
from sql.loader import read_query


def close_run(url: str, *, run_id: str, message: str) -> bool:
    """Mark a run that is still running as failed; return whether there was one."""
    with connect(url, application="dateline close run") as connection:
        closed = connection.execute(read_query("close_abandoned_run"), {"run_id": run_id, "message": message})
        return closed.fetchone() is not None

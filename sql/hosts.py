"""What all workers and runs share of each host: its slots, its wish to be left alone, its robots.txt."""

from dataclasses import dataclass

from sql.connection import Connection
from sql.loader import read_query


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotAnswer:
    """Whether a host's slot was taken; if not, seconds to wait and whether the host itself asked for them."""

    taken: bool
    wait: float
    asked: bool


def ensure_host(connection: Connection, host: str) -> None:
    """Make sure that a host can be asked for slots."""
    connection.execute(read_query("ensure_host"), {"host": host})


def take_slot(connection: Connection, host: str, interval: float) -> SlotAnswer:
    """Take the host's next slot if it is free now, by the database's clock."""
    row = connection.execute(read_query("take_slot"), {"host": host, "interval": interval}).fetchone()
    return SlotAnswer(**(row or {}))


def set_retry_after(connection: Connection, host: str, seconds: float) -> None:
    """Leave a host alone for so many seconds, whoever asks."""
    connection.execute(read_query("set_retry_after"), {"host": host, "seconds": seconds})


def read_robots(connection: Connection, host: str) -> tuple[int, str] | None:
    """Return status and body of a host's robots.txt while fresh; status 0 stands for unreachable."""
    row = connection.execute(read_query("select_robots"), {"host": host}).fetchone()
    return (row["robots_status"], row["robots_body"] or "") if row else None


def write_robots(
    connection: Connection, host: str, *, status: int, body: str, seconds: float, crawl_delay: float | None
) -> None:
    """Keep a host's robots.txt for all workers for so many seconds."""
    row = {"host": host, "status": status, "body": body, "seconds": seconds, "crawl_delay": crawl_delay}
    connection.execute(read_query("set_robots"), row)

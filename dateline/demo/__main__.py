"""The demo outlets as a process of their own: `python -m dateline.demo --date 2026-11-22`.

Prints one line of JSON with the ports when it is ready. SIGUSR1 serves the edited versions from then on;
SIGTERM, SIGINT and the end of the parent process stop it. Without `--date` it follows the calendar, so that a
stack that is left running finds new articles each night.
"""

import json
import os
import signal
import sys
import threading
from datetime import UTC, date, datetime
from types import FrameType

import click

from dateline.demo.outlets import OUTLETS
from dateline.demo.server import DemoServer

PARENT_CHECK_SECONDS = 0.5


def parse_ports(_context: click.Context, _parameter: click.Parameter, text: str) -> dict[str, int]:
    """Read `meridian=8711,northwire=8712`."""
    ports: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        source_id, _, port = part.partition("=")
        if source_id not in OUTLETS or not port.isdigit() or int(port) > 65535:
            raise click.BadParameter(f"{part!r} is not an outlet and its port, such as meridian=8711")
        ports[source_id] = int(port)
    return ports


def parse_day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    """Read a day, if there is one."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day such as 2026-11-22") from None


def read_today() -> date:
    """Return today's UTC date."""
    return datetime.now(UTC).date()


@click.command()
@click.option(
    "--date",
    "run_day",
    callback=parse_day,
    help="run day; left out: today, and on day by day",
)
@click.option("--ports", default="", callback=parse_ports, help="meridian=8711,…; a busy one gives a free one")
@click.option("--edited", is_flag=True, help="serve the edited versions from the start")
def main(run_day: date | None, ports: dict[str, int], edited: bool) -> None:
    """Serve the four demo outlets on loopback until stopped."""
    parent = os.getppid()
    stopping, editing = threading.Event(), threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    def edit(_number: int, _frame: FrameType | None) -> None:
        editing.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGUSR1, edit)
    with DemoServer(run_day=run_day or read_today(), ports=ports, edited=edited) as server:
        sys.stdout.write(json.dumps({"date": server.run_day.isoformat(), "ports": server.ports}) + "\n")
        sys.stdout.flush()
        while not stopping.wait(PARENT_CHECK_SECONDS) and os.getppid() == parent:
            if editing.is_set():
                editing.clear()
                server.edit()
            if run_day is None and server.run_day != read_today():
                server.turn_to(read_today())


if __name__ == "__main__":
    main()

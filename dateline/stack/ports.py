"""Ports of 127.0.0.1: the same at every start where they are free, so that bookmarks and addresses stay."""

from pathlib import Path

from dateline.catalog import DEMO_PORT
from dateline.stack.postgres import find_free_port
from dateline.stack.private import read_private, write_private

OUTLET_NAMES = ("demo-1", "demo-2", "demo-3", "demo-4")
PREFERRED = {
    "ui": 8080,
    "postgres": 54320,
    **{name: DEMO_PORT + number for number, name in enumerate(OUTLET_NAMES)},
}
PORTS_FILE = "ports.json"


class Ports:
    """The ports of one home folder; `moved` tells which could not be had."""

    def __init__(self, home: Path, *, ui: int | None = None) -> None:
        self._file = home / PORTS_FILE
        remembered = {name: port for name, port in (read_private(self._file) or {}).items() if name in PREFERRED}
        self._wanted = {**PREFERRED, **remembered, **({"ui": ui} if ui else {})}
        self._taken: dict[str, int] = {}
        self.moved: dict[str, tuple[int, int]] = {}

    def wanted(self, name: str) -> int:
        """Return the port that `name` would like to have."""
        return int(self._wanted[name])

    def take(self, name: str) -> int:
        """Return the port of `name` if it is free, else a free one."""
        return self.note(name, find_free_port(self.wanted(name)))

    def note(self, name: str, port: int) -> int:
        """Remember that `name` has this port now; return it."""
        if port != self.wanted(name):
            self.moved[name] = (self.wanted(name), port)
        self._taken[name] = port
        return port

    def describe_moves(self, *names: str) -> str:
        """Return in brackets which wanted ports of these could not be had; nothing where all could."""
        busy = [str(self.moved[name][0]) for name in names if name in self.moved]
        return f" ({', '.join(busy)} {'is' if len(busy) == 1 else 'are'} busy)" if busy else ""

    def remember(self) -> None:
        """Write the ports down for the next start."""
        write_private(self._file, {**self._wanted, **self._taken})

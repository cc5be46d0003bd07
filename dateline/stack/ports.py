"""Ports of 127.0.0.1: the usual ones where they are free, and a word of why where they are not.

The UI and Postgres go back to their usual ports as soon as these are free. The demo outlets keep the ports that
they have for as long as these are free: they are part of every article's address.
"""

from collections.abc import Sequence
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
    """The ports of one home folder; `moved` tells which wanted ones could not be had."""

    def __init__(self, home: Path, *, ui: int | None = None) -> None:
        self._file = home / PORTS_FILE
        found = read_private(self._file) or {}
        self._remembered = {name: int(port) for name, port in found.items() if name in PREFERRED}
        kept = {name: port for name, port in self._remembered.items() if name in OUTLET_NAMES}
        self._wanted = {**PREFERRED, **kept, **({"ui": ui} if ui else {})}
        self._taken: dict[str, int] = {}
        self.moved: dict[str, tuple[int, int]] = {}

    def wanted(self, name: str) -> int:
        """Return the port that `name` would like to have."""
        return self._wanted[name]

    def choices(self, name: str) -> tuple[int, ...]:
        """Return the ports to try, in order: the wanted one, then the one of the last start."""
        return tuple(dict.fromkeys((self.wanted(name), self._remembered.get(name, self.wanted(name)))))

    def take(self, name: str) -> int:
        """Return the first of the ports of `name` that is free, else a free one."""
        return self.note(name, find_free_port(*self.choices(name)))

    def note(self, name: str, port: int) -> int:
        """Remember that `name` has this port now; return it."""
        if port != self.wanted(name):
            self.moved[name] = (self.wanted(name), port)
        self._taken[name] = port
        return port

    def describe_moves(self, *names: str) -> str:
        """Return in brackets why these have other ports than usual; nothing where all have the usual ones."""
        busy = [self.moved[name][0] for name in names if name in self.moved]
        kept = [name for name in names if name in OUTLET_NAMES and name not in self.moved]
        were = [PREFERRED[name] for name in kept if self.wanted(name) != PREFERRED[name]]
        reasons = [
            f"{_list(busy)} {'is' if len(busy) == 1 else 'are'} busy" if busy else "",
            f"not {_list(were)}, once busy: the articles' addresses keep their ports" if were else "",
        ]
        told = "; ".join(filter(None, reasons))
        return f" ({told})" if told else ""

    def remember(self) -> None:
        """Write the ports down for the next start."""
        write_private(self._file, {**self._remembered, **self._taken})


def _list(ports: Sequence[int]) -> str:
    return ", ".join(map(str, ports))

"""The demo outlets as a process of their own."""

import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from dateline.demo.outlets import OUTLETS
from dateline.errors import UserError
from dateline.stack.processes import Child

START_PATIENCE = 60.0


class OutletsFailed(UserError):
    """The demo outlets do not serve; the message says where their log is."""


class DemoOutlets:
    """The four outlets in the order of `OUTLETS`, on the ports that were asked for where these are free."""

    def __init__(self, wanted: tuple[int, ...], *, log: Path) -> None:
        asked = ",".join(f"{name}={port}" for name, port in zip(OUTLETS, wanted, strict=True))
        self.child = Child(
            name="demo",
            command=[sys.executable, "-m", "dateline.demo", "--ports", asked],
            environment=os.environ,
            log=log,
            grace=5.0,
        )
        self.ports = wanted
        self._log_start = 0

    def start(self) -> None:
        """Start the process; `wait_until_ready` says when it serves, and on which ports."""
        log = self.child.log
        self._log_start = log.stat().st_size if log.exists() else 0
        self.child.start()

    def wait_until_ready(self) -> None:
        """Return once all four serve, with `ports` as they are; raise OutletsFailed."""
        deadline = time.monotonic() + START_PATIENCE
        while (ports := self._read_ports()) is None:
            self.check()
            if time.monotonic() > deadline:
                raise OutletsFailed(f"the demo outlets do not start: read {self.child.log}")
            time.sleep(0.05)
        self.ports = tuple(ports[name] for name in OUTLETS)

    def check(self) -> None:
        """Raise OutletsFailed when the process has ended."""
        if self.child.status is not None:
            raise OutletsFailed(f"the demo outlets ended with {self.child.status}: read {self.child.log}")

    def describe(self) -> str:
        """Return names and ports."""
        return ", ".join(f"{name} :{port}" for name, port in zip(OUTLETS, self.ports, strict=True))

    def stop(self) -> None:
        """Stop the process; safe to call twice."""
        self.child.stop()

    def _read_ports(self) -> Mapping[str, int] | None:
        """Return what the process printed when it was ready: one line of JSON."""
        with self.child.log.open("rb") as log:
            log.seek(self._log_start)
            for line in log.read().decode(errors="replace").splitlines(keepends=True):
                if line.startswith('{"date"') and line.endswith("\n"):
                    ports: dict[str, int] = json.loads(line)["ports"]
                    return ports
        return None

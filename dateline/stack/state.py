"""What a running stack tells other commands: addresses and logins, in a file that only the user can read."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from dateline.errors import UserError
from dateline.settings import Settings
from dateline.stack.private import read_private, write_private
from dateline.stack.processes import read_birth

STATE_FILE = "stack.json"
LOCK_FILE = "up.lock"


class StackBusy(UserError):
    """Another `dateline up` holds the home folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackState:
    """One running stack; `processes` maps names to pid and birth, for tidying up after a kill -9."""

    pid: int
    born: float
    database_url: str
    reader_url: str
    airflow_url: str
    airflow_user: str
    airflow_password: str
    contact: str | None = None
    sources: tuple[str, ...] = ()
    demo_ports: tuple[int, ...] = ()
    processes: Mapping[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def alive(self) -> bool:
        """Whether the `dateline up` that wrote it still runs."""
        return read_birth(self.pid) == self.born


def write_state(home: Path, state: StackState) -> None:
    """Write the state of the stack over `home`."""
    write_private(home / STATE_FILE, asdict(state))


def read_state(home: Path) -> StackState | None:
    """Return the state that lies in `home`, of a running stack or of one that was killed; None without one."""
    content = read_private(home / STATE_FILE)
    if content is None:
        return None
    for name in ("sources", "demo_ports"):
        content[name] = tuple(content.get(name, ()))
    content["processes"] = {name: (pid, born) for name, (pid, born) in content.get("processes", {}).items()}
    try:
        return StackState(**content)
    except TypeError:  # written by another version
        return None


def find_stack(home: Path) -> StackState | None:
    """Return the state of the stack that runs over `home`; None if none does."""
    state = read_state(home)
    return state if state and state.alive else None


def forget_state(home: Path) -> None:
    """Remove the state: the stack is down."""
    (home / STATE_FILE).unlink(missing_ok=True)


def resolve_settings(settings: Settings) -> Settings:
    """Fill what the environment leaves open from the stack that runs over the home folder, if there is one."""
    if settings.database_url is not None:
        return settings
    state = find_stack(settings.home)
    if state is None:
        return settings
    return settings.model_copy(
        update={
            "database_url": state.database_url,
            "reader_url": settings.reader_url or state.reader_url,
            "contact": settings.contact or state.contact,
            "sources": settings.sources or state.sources,
            "demo_ports": settings.demo_ports or state.demo_ports,
            "allow_loopback_ports": settings.allow_loopback_ports or state.demo_ports,
        }
    )


@contextmanager
def hold_home(home: Path) -> Iterator[None]:
    """Hold the home folder for one `dateline up`; raise StackBusy when another one has it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK_FILE).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackBusy(_describe_holder(home)) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _describe_holder(home: Path) -> str:
    state = find_stack(home)
    where = f" with its UI at {state.airflow_url}" if state else ""
    holder = (home / LOCK_FILE).read_text().strip() or "?"
    return f"Dateline already runs over {home} (process {holder}){where}: stop that one first, with Ctrl-C"

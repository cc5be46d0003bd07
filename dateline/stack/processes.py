"""Child processes that stop with their parent."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1


def die_with_parent(with_signal: signal.Signals = signal.SIGTERM) -> Callable[[], None] | None:
    """Return a `preexec_fn` that has the kernel signal the child when its parent dies (Linux; else None).

    Source: prctl(2). Elsewhere children watch their parent themselves.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)

    return ask_kernel


@dataclass(slots=True, kw_only=True)
class Child:
    """One supervised child process: a session of its own, its output in a log file, dead with its parent.

    Start it from the main thread: the kernel signals the child when the thread that made it ends.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    grace: float = 10.0
    process: subprocess.Popen[bytes] | None = None
    asked: bool = False

    def start(self) -> None:
        """Start it; its log is appended to."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.process = subprocess.Popen(
                list(self.command),
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                start_new_session=True,  # Ctrl-C in the terminal is ours to pass on, in order
                umask=0o077,
                preexec_fn=die_with_parent(),  # noqa: PLW1509  one prctl call, no locks taken
            )
        finally:
            os.close(descriptor)

    @property
    def status(self) -> int | None:
        """Its exit status; None while it runs."""
        return self.process.poll() if self.process else None

    def wait(self, timeout: float) -> int:
        """Wait for its end and return the exit status; raises subprocess.TimeoutExpired."""
        if self.process is None:
            raise RuntimeError(f"{self.name} was never started")
        return self.process.wait(timeout)

    def ask_to_end(self) -> None:
        """Send SIGTERM, once: a second one has another meaning to some; `stop` waits for the end."""
        if self.process is not None and not self.asked:
            self.asked = True
            _send(self.process.pid, signal.SIGTERM)

    def stop(self) -> None:
        """Ask it to end, wait for its grace, then kill what is left of its session; safe to call twice."""
        if self.process is None:
            return
        self.ask_to_end()
        end_session(self.process.pid, grace=self.grace)
        self.process.wait()
        self.process = None


def stop_together(children: Iterable[Child]) -> None:
    """Stop children side by side: all are asked before the first is waited for."""
    asked = list(children)
    for child in asked:
        child.ask_to_end()
    for child in asked:
        child.stop()


def list_session(session: int) -> list[psutil.Process]:
    """Return the processes of one session, its leader included."""
    members = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE:
                members.append(process)
        except (ProcessLookupError, PermissionError, psutil.Error):
            continue
    return members


def stop_session(session: int, *, grace: float) -> None:
    """Send SIGTERM to a session's leader, and SIGKILL to all that is left of the session after `grace` seconds."""
    _send(session, signal.SIGTERM)
    end_session(session, grace=grace)


def end_session(session: int, *, grace: float) -> None:
    """Wait `grace` seconds for a session's end, then kill what is left of it."""
    deadline = time.monotonic() + grace
    while list_session(session) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in list_session(session):
        _send(process.pid, signal.SIGKILL)


def read_birth(pid: int) -> float | None:
    """Return when a process was started (seconds since 1970), or None if there is none: pids are used again."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return None


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)

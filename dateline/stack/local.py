"""The stack on one machine: Postgres, Airflow and the demo outlets, started side by side, stopped in order."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from dateline.settings import Settings
from dateline.stack.airflow import AirflowPlan, LocalAirflow
from dateline.stack.outlets import DemoOutlets
from dateline.stack.ports import OUTLET_NAMES, Ports
from dateline.stack.postgres import EmbeddedPostgres, PostgresError
from dateline.stack.private import make_folder
from dateline.stack.processes import Child, read_birth, stop_session
from dateline.stack.state import StackState, forget_state, read_state, write_state
from sql.logins import create_login
from sql.migrate import migrate

CRAWL_SLOTS = 16  # crawling waits for the network; hosts are kept from harm by their own slots, not by this
DEMO_SOURCES = ("tag:demo",)

Say = Callable[[str, str], None]
"""Called with a part's name and what there is to say of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPlan:
    """What to start and how; the defaults are `dateline up`'s, tests choose others."""

    ui_port: int | None = None
    demo_ports: tuple[int, ...] | None = None  # outlets that somebody else runs; None: run them as a process
    demo: bool = True
    scheduled: bool = True
    retry_delay: int = 15
    durable: bool = True
    parallelism: int = min(8, (os.cpu_count() or 2) + 2)  # crawls wait for the network, heavy steps for a core


class LocalStack:
    """One stack over one home folder; the caller holds the folder (`hold_home`) and calls from the main thread."""

    def __init__(self, settings: Settings, plan: StackPlan, say: Say) -> None:
        self.home = settings.home.absolute()
        self._settings = settings
        self._plan = plan
        self._say = say
        self._ports = Ports(self.home, ui=plan.ui_port)
        self._postgres = EmbeddedPostgres(
            self.home / "postgres", ports=self._ports.choices("postgres"), durable=plan.durable
        )
        self._airflow: LocalAirflow | None = None
        self._outlets: DemoOutlets | None = None

    @property
    def airflow(self) -> LocalAirflow:
        """Airflow, once it was started."""
        if self._airflow is None:
            raise RuntimeError("the stack was not started")
        return self._airflow

    @property
    def settings(self) -> Settings:
        """The settings of every step and command that works on this stack."""
        demo_ports = self._plan.demo_ports or (self._outlets.ports if self._outlets else ())
        demo_sources = DEMO_SOURCES if self._plan.demo and "all" not in self._settings.sources else ()
        return self._settings.model_copy(
            update={
                "home": self.home,
                "database_url": self._postgres.url("dateline"),
                "reader_url": self._postgres.url("dateline", login="analyst"),
                "sources": tuple(dict.fromkeys((*demo_sources, *self._settings.sources))),
                "demo_ports": demo_ports,
                "allow_loopback_ports": demo_ports,
            }
        )

    def start(self) -> None:
        """Start everything and return when runs can be triggered; raises UserError with all stopped by `stop`."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._stop_leftovers()
        self._start_postgres()
        self._start_outlets()
        self._airflow = LocalAirflow(self._plan_airflow())
        self._airflow.begin_migration()
        self._migrate()
        self._await_outlets()
        self._airflow.finish_migration()
        self._airflow.start(describe_settings(self.settings))
        self._ports.remember()
        self._write_state()
        self._say("Airflow", f"starts{self._ports.describe_moves('ui')}: its logs are in {show_path(self._logs)}")
        self._airflow.wait_until_healthy()
        self._make_pools()

    def start_triggerer(self) -> None:
        """Start what runs do not need, once nobody waits for it."""
        self.airflow.start_triggerer()
        self._write_state()

    def check(self) -> None:
        """Raise UserError when a part of the stack has ended by itself."""
        if not self._postgres.is_running():
            raise PostgresError(f"Postgres has ended: read {self._postgres.log}")
        self.airflow.check_children()
        if self._outlets:
            self._outlets.check()

    def stop(self) -> None:
        """Stop all that was started, in order: what starts work first, what holds the rows last."""
        for part in (self._airflow, self._outlets, self._postgres):
            if part is not None:
                part.stop()
        forget_state(self.home)

    @property
    def _logs(self) -> Path:
        return make_folder(self.home / "logs")

    def _start_postgres(self) -> None:
        started = time.monotonic()
        self._postgres.start()
        port = self._ports.note("postgres", self._postgres.port)
        moved = self._ports.describe_moves("postgres")
        self._say("Postgres", f"127.0.0.1:{port}{moved}, {time.monotonic() - started:.1f} s")

    def _start_outlets(self) -> None:
        if not self._plan.demo or self._plan.demo_ports is not None:
            return
        wanted = [self._ports.take(name) for name in OUTLET_NAMES]
        self._outlets = DemoOutlets(tuple(wanted), log=self._logs / "demo.log")
        self._outlets.start()

    def _migrate(self) -> None:
        applied = migrate(self._postgres.url("dateline"))
        url = self._postgres.url("postgres", login="postgres")
        create_login(
            url,
            name="analyst",
            password=self._postgres.password("analyst"),
            may_create_roles=False,
            member_of="dateline_reader",
        )
        self._say("Database", f"{len(applied)} scripts applied" if applied else "up to date")

    def _await_outlets(self) -> None:
        if self._outlets:
            self._outlets.wait_until_ready()
            for name, port in zip(OUTLET_NAMES, self._outlets.ports, strict=True):
                self._ports.note(name, port)
            self._say("Demo", self._outlets.describe() + self._ports.describe_moves(*OUTLET_NAMES))

    def _plan_airflow(self) -> AirflowPlan:
        return AirflowPlan(
            home=self.home / "airflow",
            logs=self._logs,
            database_url=self._postgres.url("airflow"),
            port=self._ports.take("ui"),
            parallelism=self._plan.parallelism,
            scheduled=self._plan.scheduled,
            retry_delay=self._plan.retry_delay,
        )

    def _make_pools(self) -> None:
        api = self.airflow.api
        api.set_pool("crawl", slots=CRAWL_SLOTS, description="crawl tasks, which wait for the network")
        api.set_pool("cpu", slots=os.cpu_count() or 2, description="clean, analyse and validate: one a core")

    def _write_state(self) -> None:
        settings, airflow = self.settings, self.airflow
        children: list[Child] = [*airflow.children, *([self._outlets.child] if self._outlets else [])]
        pids = {child.name: child.process.pid for child in children if child.process}
        state = StackState(
            pid=os.getpid(),
            born=read_birth(os.getpid()) or 0.0,
            database_url=settings.database,
            reader_url=settings.reader_url or settings.database,
            airflow_url=airflow.url,
            airflow_user=airflow.user,
            airflow_password=airflow.password,
            contact=settings.contact,
            sources=settings.sources,
            demo_ports=settings.demo_ports,
            processes={name: (pid, read_birth(pid) or 0.0) for name, pid in pids.items()},
        )
        write_state(self.home, state)

    def _stop_leftovers(self) -> None:
        """Stop what outlived a stack that was killed; Postgres looks after its own."""
        state = read_state(self.home)
        for name, (pid, born) in (state.processes if state else {}).items():
            if read_birth(pid) == born:
                self._say(name, f"stopping process {pid}, left by a stack that was killed")
                with suppress(PermissionError):
                    stop_session(pid, grace=5)
        forget_state(self.home)


def show_path(path: Path) -> str:
    """Return a path as one would type it here: relative to the current folder where it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def describe_settings(settings: Settings) -> dict[str, str]:
    """Return the environment in which `load_settings` gives these settings."""
    return {
        f"DATELINE_{name.upper()}": text
        for name in type(settings).model_fields
        if (text := _write_setting(getattr(settings, name))) is not None
    }


def _write_setting(value: object) -> str | None:
    if not isinstance(value, tuple):
        return None if value is None else str(value)
    models = [part.model_dump() for part in value if isinstance(part, BaseModel)]
    if models:
        return json.dumps(models)
    return ",".join(map(str, value)) or None

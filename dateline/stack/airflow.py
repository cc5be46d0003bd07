"""Airflow's processes on this machine: configured by environment variables, all on loopback, supervised by us."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from dateline.errors import UserError
from dateline.stack.airflow_api import AirflowApi, AirflowUnavailable
from dateline.stack.private import load_or_make, make_folder, make_key, make_password, read_private, write_private
from dateline.stack.processes import Child, stop_together
from sql.airflow_metadata import read_revision

USER = "admin"
SIMPLE_LOGIN = "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
MIGRATION_PATIENCE = 300.0
START_PATIENCE = 180.0
SCHEDULER_MODULES = "airflow.cli.commands.scheduler_command,airflow.executors.local_executor"
SCHEDULER_GRACE = 5.0  # it waits for its running tasks; what they leave is retried at the next start


class AirflowFailed(UserError):
    """Airflow cannot be started; the message says which process and where its log is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AirflowPlan:
    """How Airflow is to run: where, over which database, how many tasks at once."""

    home: Path
    logs: Path
    database_url: str
    port: int
    parallelism: int
    starts_paused: bool = True
    scheduled: bool = True
    retry_delay: int = 15


class LocalAirflow:
    """Airflow's api-server, scheduler, dag-processor and triggerer as children of this process."""

    def __init__(self, plan: AirflowPlan) -> None:
        self._plan = plan
        self._keys = _load_keys(plan.home)
        self.url = f"http://127.0.0.1:{plan.port}"
        self.user = USER
        self.password = load_or_make(password_file(plan.home), {USER: make_password})[USER]
        self.api = AirflowApi(self.url, user=USER, password=self.password)
        self._environment = self._describe_environment()
        self._migration: Child | None = None
        self.children: list[Child] = []

    def begin_migration(self) -> None:
        """Start to migrate Airflow's own database, unless this version has already done so."""
        if not self._is_migrated():
            self._migration = self._make_child("airflow-migrate", "db", "migrate")
            self._migration.start()

    def finish_migration(self) -> None:
        """Wait for the migration; raise AirflowFailed when it failed."""
        if self._migration is None:
            return
        try:
            status = self._migration.wait(MIGRATION_PATIENCE)
        except subprocess.TimeoutExpired:
            status = -1
        finally:
            self._migration.stop()
        if status != 0:
            raise AirflowFailed(f"Airflow's database cannot be migrated: read {self._migration.log}")
        self._migration = None
        write_private(self._stamp, {"airflow": version("apache-airflow"), "revision": self._read_revision()})

    def start(self, steps_environment: Mapping[str, str]) -> None:
        """Start the three processes that runs need, with the steps' settings in their environment."""
        self._environment |= steps_environment
        scheduler = self._make_scheduler()
        self.children = [
            scheduler,
            self._make_child("airflow-dag-processor", "dag-processor"),
            self._make_child("airflow-api-server", "api-server"),
        ]
        for child in reversed(self.children):
            child.start()

    def start_triggerer(self) -> None:
        """Start the triggerer, which no step needs: for the DAGs that a user adds."""
        child = self._make_child("airflow-triggerer", "triggerer", "--skip-serve-logs")
        child.grace = 3.0  # no step defers to it
        child.start()
        self.children.append(child)

    def wait_until_healthy(self) -> None:
        """Return once the UI answers, the scheduler is alive and the DAGs are known; raise AirflowFailed."""
        deadline = time.monotonic() + START_PATIENCE
        while not self._serves():
            self.check_children()
            if time.monotonic() > deadline:
                raise AirflowFailed(f"Airflow is not ready after {START_PATIENCE:.0f} s: read {self._plan.logs}")
            time.sleep(0.2)

    def check_children(self) -> None:
        """Raise AirflowFailed when one of the processes has ended."""
        for child in self.children:
            if child.status is not None:
                raise AirflowFailed(f"{child.name} ended with status {child.status}: read {child.log}")

    def stop(self) -> None:
        """Stop all of them, the scheduler first, so that nothing new starts; safe to call twice."""
        if self._migration is not None:
            self._migration.stop()
        scheduler, others = self.children[:1], self.children[1:]
        self.children = []
        stop_together(scheduler)
        stop_together(others)

    def _serves(self) -> bool:
        try:
            return self.api.is_healthy() and self.api.knows_dags("nightly", "backfill")
        except AirflowUnavailable:
            return False

    def _is_migrated(self) -> bool:
        stamp = read_private(self._stamp)
        revision = self._read_revision()
        return revision is not None and stamp == {"airflow": version("apache-airflow"), "revision": revision}

    def _read_revision(self) -> str | None:
        return read_revision(self._plan.database_url)

    @property
    def _stamp(self) -> Path:
        return self._plan.home / "migrated.json"

    def _make_scheduler(self) -> Child:
        """Return the scheduler, which waits for the api-server: its tasks fail where nobody listens yet."""
        gate = ("dateline.stack.gate", f"--imports={SCHEDULER_MODULES}", self.api.version_url, "--")
        child = self._make_child("airflow-scheduler", "scheduler", "--skip-serve-logs", before=gate)
        child.grace = SCHEDULER_GRACE
        return child

    def _make_child(self, name: str, *arguments: str, before: Sequence[str] = ()) -> Child:
        return Child(
            name=name,
            command=[sys.executable, "-m", *before, "airflow", *arguments],
            environment=self._environment,
            log=self._plan.logs / f"{name}.log",
        )

    def _describe_environment(self) -> dict[str, str]:
        plan = self._plan
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
        return {
            **inherited,
            **describe_airflow(plan, url=self.url),
            "AIRFLOW__CORE__FERNET_KEY": self._keys["fernet"],
            "AIRFLOW__API__SECRET_KEY": self._keys["api"],
            "AIRFLOW__API_AUTH__JWT_SECRET": self._keys["jwt"],
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONUNBUFFERED": "1",
        }


def describe_airflow(plan: AirflowPlan, *, url: str) -> dict[str, str]:
    """Return Airflow's settings for one machine, without its keys."""
    metadata_url = plan.database_url.replace("postgresql://", "postgresql+psycopg2://", 1)
    return {
        "AIRFLOW_HOME": str(plan.home),
        "AIRFLOW__CORE__AUTH_MANAGER": SIMPLE_LOGIN,
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": str(plan.starts_paused),
        "AIRFLOW__CORE__DAGS_FOLDER": str(find_dags()),
        "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": str(plan.retry_delay),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": str(plan.parallelism),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(password_file(plan.home)),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(plan.port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__INSTANCE_NAME": "Dateline",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata_url,
        # A new or edited DAG file is seen after seconds, not after five minutes.
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "15",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(plan.home / "logs"),
        "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS": "0o600",
        "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS": "0o700",
        # A run of eight short steps takes 4 s of scheduling instead of 11; an idle scheduler a tenth of a core.
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": str(plan.scheduled),
        "GX_ANALYTICS_ENABLED": "false",
        "NO_COLOR": "1",
    }


def find_dags() -> Path:
    """Return the folder of the DAG files, wherever the package is installed."""
    spec = find_spec("dags")
    if spec is None or not spec.submodule_search_locations:
        raise AirflowFailed("the package dags is not installed: run `make setup`")
    return Path(spec.submodule_search_locations[0]).absolute()


def password_file(airflow_home: Path) -> Path:
    """Return where the generated login of the UI lies."""
    return airflow_home / "ui-password.json"


def _load_keys(airflow_home: Path) -> dict[str, str]:
    make_folder(airflow_home)
    makers = {"fernet": _make_fernet_key, "api": make_key, "jwt": make_key}
    return load_or_make(airflow_home / "keys.json", makers)


def _make_fernet_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()

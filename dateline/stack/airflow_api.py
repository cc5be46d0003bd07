"""Airflow's REST interface, as far as we use it: runs, their tasks, backfills, pools."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote

import httpx

from dateline.errors import UserError

PATIENCE = 30.0
PAGE = 100  # Airflow gives no more at once
MANY = 5000
CONFLICT = 409
NOT_FOUND = 404
UNAUTHORIZED = 401
FINAL_STATES = frozenset({"success", "failed", "skipped", "upstream_failed", "removed"})
ENDED = frozenset({"success", "failed"})
EMPTY_ERRORS = frozenset({"Task exited"})  # what Airflow adds below the line that a step said
ERRNO = re.compile(r"\[Errno \d+\] ")


class AirflowUnavailable(UserError):
    """Airflow does not answer."""


class AirflowRefused(UserError):
    """Airflow answered that it will not; `status` is the HTTP status."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class DagRun:
    """One run as Airflow tells it."""

    dag_id: str
    run_id: str
    state: str
    run_type: str
    run_after: datetime
    logical_date: datetime | None
    queued_at: datetime | None
    ended_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether it has come to its end."""
        return self.state in ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskInstance:
    """One task of a run; `label` is what the UI shows for a mapped one, else empty."""

    task_id: str
    map_index: int
    state: str
    try_number: int
    seconds: float | None
    label: str

    @property
    def ended(self) -> bool:
        """Whether it has come to its end."""
        return self.state in FINAL_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillStart:
    """A backfill that Airflow has taken on: its number, and when by Airflow's clock."""

    number: int
    created_at: datetime


class AirflowApi:
    """A client that logs in by itself; every call raises AirflowUnavailable or AirflowRefused in one line."""

    def __init__(self, url: str, *, user: str, password: str) -> None:
        self.url = url
        self._login = {"username": user, "password": password}
        # Loopback is never reached through a proxy, whatever the environment says.
        self._client = httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False)
        self._token: str | None = None

    @property
    def version_url(self) -> str:
        """An address that answers as soon as Airflow does, without a login."""
        return f"{self.url}/api/v2/version"

    def is_healthy(self) -> bool:
        """Whether scheduler and dag-processor report a heartbeat."""
        health = self._send("GET", "/api/v2/monitor/health", authenticated=False)
        return all(health.get(part, {}).get("status") == "healthy" for part in ("scheduler", "dag_processor"))

    def knows_dags(self, *dag_ids: str) -> bool:
        """Whether the DAG files were read."""
        found = self._send("GET", "/api/v2/dags", params={"exclude_stale": True, "limit": 100})["dags"]
        return set(dag_ids) <= {dag["dag_id"] for dag in found}

    def list_import_errors(self) -> list[str]:
        """Return the DAG files that cannot be read, each with its error's last line."""
        found = self._send("GET", "/api/v2/importErrors")["import_errors"]
        return [f"{error['filename']}: {error['stack_trace'].strip().splitlines()[-1]}" for error in found]

    def is_paused(self, dag_id: str) -> bool:
        """Whether the scheduler leaves the DAG alone."""
        return bool(self._send("GET", f"/api/v2/dags/{dag_id}")["is_paused"])

    def unpause(self, dag_id: str) -> None:
        """Let the scheduler run the DAG."""
        self._send("PATCH", f"/api/v2/dags/{dag_id}", json={"is_paused": False})

    def set_pool(self, name: str, *, slots: int, description: str) -> None:
        """Make a pool, or set the slots of the one that exists."""
        pool = {"name": name, "slots": slots, "description": description, "include_deferred": False}
        try:
            self._send("POST", "/api/v2/pools", json=pool)
        except AirflowRefused as refusal:
            if refusal.status != CONFLICT:
                raise
            changed = {"pool": name, **{field: value for field, value in pool.items() if field != "name"}}
            self._send("PATCH", f"/api/v2/pools/{name}", params={"update_mask": ["slots"]}, json=changed)

    def trigger(self, dag_id: str, conf: Mapping[str, Any] | None = None, *, run_id: str | None = None) -> DagRun:
        """Start a run now."""
        body: dict[str, Any] = {"logical_date": None, "conf": dict(conf or {})}
        if run_id:
            body["dag_run_id"] = run_id
        return _read_run(self._send("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body))

    def read_run(self, dag_id: str, run_id: str) -> DagRun:
        """Return one run."""
        return _read_run(self._send("GET", _run_path(dag_id, run_id)))

    def list_runs(self, dag_id: str, *, most: int = PAGE, **filters: str) -> list[DagRun]:
        """Return at most so many runs, the latest first; filters are Airflow's own (`logical_date_gte` …)."""
        params = {"order_by": "-run_after", **filters}
        found = self._read_pages(f"/api/v2/dags/{dag_id}/dagRuns", "dag_runs", most=most, params=params)
        return [_read_run(run) for run in found]

    def list_tasks(self, dag_id: str, run_id: str) -> list[TaskInstance]:
        """Return the tasks of a run, mapped ones singly."""
        path = f"{_run_path(dag_id, run_id)}/taskInstances"
        return [_read_task(task) for task in self._read_pages(path, "task_instances", most=MANY)]

    def read_result(self, dag_id: str, run_id: str, task: TaskInstance) -> Any:  # noqa: ANN401  whatever a task returned
        """Return what a task returned; None when it returned nothing."""
        path = f"{_run_path(dag_id, run_id)}/taskInstances/{task.task_id}/xcomEntries/return_value"
        try:
            return self._send("GET", path, params={"map_index": task.map_index, "stringify": False})["value"]
        except AirflowRefused as refusal:
            if refusal.status == NOT_FOUND:
                return None
            raise

    def read_log(self, dag_id: str, run_id: str, task: TaskInstance) -> list[dict[str, Any]]:
        """Return the lines of a task's last try, as Airflow tells them; none when it does not."""
        path = f"{_run_path(dag_id, run_id)}/taskInstances/{task.task_id}/logs/{task.try_number}"
        try:
            content = self._send("GET", path, params={"map_index": task.map_index})["content"]
        except AirflowRefused:
            return []
        return [line for line in content if isinstance(line, dict)]

    def read_error(self, dag_id: str, run_id: str, task: TaskInstance) -> str | None:
        """Return in one line why the last try of a task failed, as its log tells; None when it does not."""
        return find_error(self.read_log(dag_id, run_id, task))

    def clear_task(
        self, dag_id: str, run_id: str, task_id: str, *, map_index: int | None = None, downstream: bool = True
    ) -> None:
        """Have a task run again, and what follows it."""
        task: str | list[str | int] = task_id if map_index is None else [task_id, map_index]
        body = {"dry_run": False, "dag_run_id": run_id, "task_ids": [task], "only_failed": False}
        body["include_downstream"] = downstream
        self._send("POST", f"/api/v2/dags/{dag_id}/clearTaskInstances", json=body)

    def end_run(self, dag_id: str, run_id: str) -> None:
        """Mark a run as failed, as a user does in the UI; its tasks are stopped."""
        self._send("PATCH", _run_path(dag_id, run_id), json={"state": "failed"})

    def create_backfill(
        self, dag_id: str, days: tuple[date, date], conf: Mapping[str, Any], *, at_once: int
    ) -> BackfillStart:
        """Start a backfill over days, both included, days that already ran too."""
        first, last = days
        body = {
            "dag_id": dag_id,
            "from_date": datetime.combine(first, time.min, UTC).isoformat(),
            # Airflow takes instants: the last day is in only up to its last second.
            "to_date": datetime.combine(last, time(23, 59, 59), UTC).isoformat(),
            "reprocess_behavior": "completed",
            "max_active_runs": at_once,
            "dag_run_conf": dict(conf),
        }
        made = self._send("POST", "/api/v2/backfills", json=body)
        return BackfillStart(number=made["id"], created_at=datetime.fromisoformat(made["created_at"]))

    def list_backfills(self, dag_id: str) -> list[dict[str, Any]]:
        """Return the DAG's backfills as Airflow tells them, the latest first."""
        params = {"dag_id": dag_id, "order_by": "-id"}
        return self._read_pages("/api/v2/backfills", "backfills", most=MANY, params=params)

    def is_backfilling(self, number: int) -> bool:
        """Whether a backfill has not come to its end."""
        return self._send("GET", f"/api/v2/backfills/{number}")["completed_at"] is None

    def cancel_backfill(self, number: int) -> None:
        """Fail a backfill's queued runs; the one that runs goes on."""
        self._send("PUT", f"/api/v2/backfills/{number}/cancel")

    def _read_pages(
        self, path: str, name: str, *, most: int, params: Mapping[str, str] | None = None
    ) -> list[dict[str, Any]]:
        """Return the entries of a listing that comes in pages."""
        found: list[dict[str, Any]] = []
        while len(found) < most:
            asked = {**(params or {}), "limit": min(PAGE, most - len(found)), "offset": len(found)}
            page = self._send("GET", path, params=asked)
            found += page[name]
            if not page[name] or len(found) >= page["total_entries"]:
                break
        return found

    def _send(self, method: str, path: str, *, authenticated: bool = True, **request: Any) -> Any:  # noqa: ANN401  JSON
        response = self._request(method, path, authenticated=authenticated, **request)
        if response.status_code == UNAUTHORIZED and authenticated:
            self._token = None
            response = self._request(method, path, authenticated=True, **request)
        if response.is_error:
            reason = f"Airflow refuses {method} {path}: {_explain(response)}"
            raise AirflowRefused(reason, status=response.status_code)
        return response.json() if response.content else None

    def _request(self, method: str, path: str, *, authenticated: bool, **request: Any) -> httpx.Response:  # noqa: ANN401
        headers = {"Authorization": f"Bearer {self._fetch_token()}"} if authenticated else {}
        try:
            return self._client.request(method, path, headers=headers, **request)
        except httpx.TransportError as error:
            raise AirflowUnavailable(f"Airflow does not answer at {self.url} ({type(error).__name__})") from None

    def _fetch_token(self) -> str:
        if self._token is None:
            answer = self._request("POST", "/auth/token", authenticated=False, json=self._login)
            if answer.is_error:
                reason = f"Airflow at {self.url} does not accept the login: {_explain(answer)}"
                raise AirflowRefused(reason, status=answer.status_code)
            self._token = str(answer.json()["access_token"])
        return self._token


def _run_path(dag_id: str, run_id: str) -> str:
    return f"/api/v2/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}"


def _read_run(run: Mapping[str, Any]) -> DagRun:
    return DagRun(
        dag_id=run["dag_id"],
        run_id=run["dag_run_id"],
        state=run["state"],
        run_type=run["run_type"],
        run_after=datetime.fromisoformat(run["run_after"]),
        logical_date=_read_time(run["logical_date"]),
        queued_at=_read_time(run["queued_at"]),
        ended_at=_read_time(run["end_date"]),
    )


def _read_task(task: Mapping[str, Any]) -> TaskInstance:
    return TaskInstance(
        task_id=task["task_id"],
        map_index=task["map_index"],
        state=task["state"] or "none",
        try_number=task["try_number"],
        seconds=task["duration"],
        label=task["rendered_map_index"] or "",
    )


def _read_time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _explain(response: httpx.Response) -> str:
    """Return what Airflow said, in one line."""
    try:
        detail = response.json().get("detail", response.text)
    except (ValueError, AttributeError):
        detail = response.text
    if isinstance(detail, dict):
        detail = detail.get("message") or detail.get("reason") or detail
    return f"{' '.join(str(detail).split())[:300]} (HTTP {response.status_code})"


def find_error(content: Sequence[Mapping[str, Any]]) -> str | None:
    """Return in one line what the last error of a task's log tells of: its sentence, or exception and value."""
    for line in reversed(content):
        if details := line.get("error_detail"):
            return shorten_error(str(details[0].get("exc_type")), str(details[0].get("exc_value")))
        if line.get("level") == "error" and line.get("event") not in EMPTY_ERRORS:
            return shorten_error("", str(line.get("event")))
    return None


def shorten_error(kind: str, said: str) -> str:
    """Return a sentence as it is; a word alone, such as KeyError's, with the exception that it came from."""
    line = " ".join(ERRNO.sub("", said).split())
    return (line if " " in line or not kind else f"{kind}: {line}")[:400]

"""What an Airflow run means to Dateline: its name, its window, its sources, the states of its tasks."""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dateline.errors import UserError
from sql.errors import DatabaseUnavailable
from transforms.windows import Mode, Window, WindowError, last_complete_day, parse_window

log = logging.getLogger(__name__)

NIGHT_STARTS = timedelta(hours=2)  # nightly's schedule: before 02:00 UTC the latest night is yesterday's
NOT_FOUND = 404
PARAMS = frozenset({"sources", "window"})
REPROCESS_PARAMS = PARAMS | {"dry_run", "force"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run as the steps know it; an empty selection means every enabled source."""

    run_id: str
    dag_id: str
    window: Window
    selection: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprocess:
    """One run of reprocess as its plan knows it; no window means every day."""

    run_id: str
    dag_id: str
    window: Window | None
    selection: tuple[str, ...]
    dry_run: bool
    force: bool


def name_run() -> str:
    """Return the steps' id of the run that this task belongs to."""
    run = _read_context()["dag_run"]
    return f"{run.dag_id}/{run.run_id}"


def read_run() -> Run:
    """Translate the context of this task; raise UserError when the run's conf cannot be meant."""
    context = _read_context()
    run = context["dag_run"]
    check_conf(run.conf or {})
    check_run_type(run.dag_id, run.run_type)
    return Run(
        run_id=f"{run.dag_id}/{run.run_id}",
        dag_id=run.dag_id,
        window=choose_window(
            dag_id=run.dag_id,
            run_type=run.run_type,
            written=context["params"].get("window"),
            interval_start=context.get("data_interval_start"),
            run_after=run.run_after,
            now=datetime.now(UTC),
        ),
        selection=read_selection(context["params"].get("sources")),
    )


def read_reprocess() -> Reprocess:
    """Translate the context of a reprocess run's plan; raise UserError when the run's conf cannot be meant."""
    context = _read_context()
    run, params = context["dag_run"], context["params"]
    check_conf(run.conf or {}, REPROCESS_PARAMS)
    written = params.get("window")
    return Reprocess(
        run_id=f"{run.dag_id}/{run.run_id}",
        dag_id=run.dag_id,
        window=read_window(written, now=datetime.now(UTC)) if written else None,
        selection=read_selection(params.get("sources")),
        dry_run=bool(params.get("dry_run")),
        force=bool(params.get("force")),
    )


def check_conf(conf: Mapping[str, Any], params: frozenset[str] = PARAMS) -> None:
    """Refuse keys that Airflow would pass over in silence."""
    if unknown := sorted(set(conf) - params):
        known = sorted(params, key=lambda name: (name not in PARAMS, name))
        usable = f"{', '.join(known[:-1])} and {known[-1]}"
        raise UserError(f"conf has {', '.join(unknown)}, which means nothing here: use {usable}")


def check_run_type(dag_id: str, run_type: str) -> None:
    """Refuse single runs of the DAG that only serves backfills."""
    if dag_id == "backfill" and run_type != "backfill":
        raise UserError(
            "the backfill DAG takes no single runs: use `dateline backfill --from DAY --to DAY`, "
            "or trigger nightly with a window"
        )


def choose_window(
    *,
    dag_id: str,
    run_type: str,
    written: str | None,
    interval_start: datetime | None,
    run_after: datetime,
    now: datetime,
) -> Window:
    """Return the window of a run: the one that was written, else the UTC day of its interval, else the last day.

    Only nightly on the latest complete night looks back for late posts; all else is exact.
    """
    if written:
        return read_window(written, now=now)
    day = interval_start.astimezone(UTC).date() if interval_start else last_complete_day(run_after)
    latest = day >= last_complete_day(now - NIGHT_STARTS)
    looks_back = dag_id == "nightly" and run_type != "backfill" and latest
    return Window(first_day=day, last_day=day, mode=Mode.LOOK_BACK if looks_back else Mode.EXACT)


def read_window(written: str, *, now: datetime) -> Window:
    """Return a window as it was written, in exact mode; raise UserError for one that is none or not over yet."""
    try:
        first_day, last_day = parse_window(written)
    except WindowError as error:
        raise UserError(str(error)) from None
    if last_day > now.astimezone(UTC).date():
        raise UserError(f"window {written!r} lies in the future: today is {now.astimezone(UTC):%Y-%m-%d} UTC")
    return Window(first_day=first_day, last_day=last_day, mode=Mode.EXACT)


def read_selection(written: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the selectors of the `sources` param: a list, or a text with commas or blanks."""
    if not written:
        return ()
    parts = re.split(r"[,\s]+", written) if isinstance(written, str) else written
    return tuple(part.strip() for part in parts if part.strip())


def read_task_states() -> dict[str, list[str]]:
    """Return the states of this run's other tasks, one a mapped instance."""
    context = _read_context()
    instance, run = context["ti"], context["dag_run"]
    answer = instance.get_task_states(dag_id=run.dag_id, run_ids=[run.run_id])
    task_ids = set(context["dag"].task_ids) - {instance.task_id}
    return group_states(answer.get(run.run_id, {}), task_ids)


def group_states(states: Mapping[str, str | None], task_ids: Iterable[str]) -> dict[str, list[str]]:
    """Group Airflow's answer (`crawl_0`, `crawl_1`, `publish`) by task; an instance that never began is `none`."""
    known = set(task_ids)
    grouped: dict[str, list[str]] = {}
    for name, state in states.items():
        task_id = name if name in known else name.rpartition("_")[0]
        if task_id in known:
            grouped.setdefault(task_id, []).append(state or "none")
    return grouped


def skip_unless_done(task_id: str) -> None:
    """Skip this task when the plan that it needs was not made: only the plan and settle shall be red."""
    from airflow.sdk.exceptions import AirflowSkipException

    if read_task_states().get(task_id) != ["success"]:
        raise AirflowSkipException(f"{task_id} did not succeed: there is nothing to do here")


def read_reason(task_id: str) -> str | None:
    """Return the line with which a task of this run stopped; None if it did not stop in one line."""
    from dags.stopping import REASON

    reason: str | None = _read_context()["ti"].xcom_pull(task_ids=task_id, key=REASON)
    return reason


def close_failed_run(context: Mapping[str, Any]) -> None:
    """Mark a run that ended without settle as failed, so that a later run may take what it had claimed."""
    run = context["dag_run"]
    _close(f"{run.dag_id}/{run.run_id}")


def close_ended_runs() -> None:
    """Do so for every run that Airflow has ended: one that a user ends or deletes calls nothing back."""
    from dateline.settings import load_settings
    from sql.abandoned import list_running
    from sql.connection import connect

    context = _read_context()
    with connect(load_settings().database, application="dateline close run") as connection:
        running = list_running(connection, ("nightly", "backfill", "reprocess"))
    for dag_id, run_id in running:
        airflow_run_id = run_id.removeprefix(f"{dag_id}/")
        if airflow_run_id != context["dag_run"].run_id and _has_ended(context["ti"], dag_id, airflow_run_id):
            _close(run_id)


def _has_ended(instance: Any, dag_id: str, airflow_run_id: str) -> bool:  # noqa: ANN401  a runtime task instance
    from airflow.sdk.exceptions import AirflowRuntimeError

    try:
        state = instance.get_dagrun_state(dag_id, airflow_run_id)
    except AirflowRuntimeError as error:
        if (error.error.detail or {}).get("status_code") == NOT_FOUND:
            return True
        log.warning("run=%s/%s cannot be looked up in Airflow: %s", dag_id, airflow_run_id, error)
        return False
    return getattr(state, "value", state) in {"success", "failed"}


def _close(run_id: str) -> None:
    from dateline.settings import load_settings
    from dateline.steps.close import close_run

    message = "ended before it was settled: a task was stopped or failed in Airflow; clear it there to go on"
    try:
        closed = close_run(load_settings(), run_id=run_id, message=message)
    except DatabaseUnavailable as error:
        log.warning("run=%s step=settle cannot be closed: %s", run_id, error)
        return
    if closed:
        log.warning("run=%s step=settle %s", run_id, message)


def _read_context() -> Mapping[str, Any]:
    from airflow.sdk import get_current_context

    return get_current_context()

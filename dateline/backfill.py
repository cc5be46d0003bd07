"""Backfills: past days, each collected again in a run of its own, through Airflow's own backfill."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dateline.errors import UserError
from dateline.settings import Settings
from dateline.stack.airflow_api import CONFLICT, AirflowApi, AirflowRefused, BackfillStart, DagRun
from dateline.stack.state import find_stack
from sql.backfills import read_messages, read_outcomes
from sql.connection import Connection
from transforms.windows import last_complete_day

DAG_ID = "backfill"
MANY_DAYS = 31
POLL = 1.0


class BackfillRefused(UserError):
    """The backfill cannot be started; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """What to collect again: days, both included, and selectors of sources (empty: all that are enabled)."""

    first_day: date
    last_day: date
    selection: tuple[str, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """Each day, the earliest first."""
        count = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=number) for number in range(count))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayResult:
    """How one day ended: Airflow's state, URLs by outcome, what settle said."""

    day: date
    state: str
    outcomes: dict[str, int]
    message: str | None


def check_backfill(backfill: Backfill, *, now: datetime, many_are_meant: bool) -> None:
    """Raise BackfillRefused for days that cannot be collected, or that are many by mistake."""
    latest = last_complete_day(now)
    if backfill.first_day > backfill.last_day:
        raise BackfillRefused(
            f"--from {backfill.first_day} is after --to {backfill.last_day}: write the earlier day first"
        )
    if backfill.last_day > latest:
        raise BackfillRefused(
            f"{backfill.last_day} is not over yet (UTC): the last day that can be collected again is {latest}"
        )
    if len(backfill.days) > MANY_DAYS and not many_are_meant:
        raise BackfillRefused(
            f"that is {len(backfill.days)} days, each a run over every chosen source: add --yes if you mean it"
        )


def connect_airflow(settings: Settings) -> AirflowApi:
    """Return Airflow's interface: that of the settings, else of the stack that runs here; or BackfillRefused."""
    if settings.airflow_url:
        return AirflowApi(
            settings.airflow_url, user=settings.airflow_user or "", password=settings.airflow_password or ""
        )
    state = find_stack(settings.home)
    if state is None:
        raise BackfillRefused(
            f"no Airflow runs over {settings.home}: start it with `dateline up` in another terminal, "
            "or set DATELINE_AIRFLOW_URL, DATELINE_AIRFLOW_USER and DATELINE_AIRFLOW_PASSWORD"
        )
    return AirflowApi(state.airflow_url, user=state.airflow_user, password=state.airflow_password)


def start_backfill(api: AirflowApi, backfill: Backfill, *, at_once: int) -> BackfillStart:
    """Start it; BackfillRefused while another one is under way."""
    if api.is_paused(DAG_ID):
        raise BackfillRefused("the backfill DAG is paused: its runs would wait for ever; unpause it in the UI")
    conf = {"sources": list(backfill.selection)} if backfill.selection else {}
    try:
        return api.create_backfill(DAG_ID, (backfill.first_day, backfill.last_day), conf, at_once=at_once)
    except AirflowRefused as refusal:
        if refusal.status != CONFLICT:
            raise
        number = ", ".join(str(active) for active in list_active(api)) or "?"
        raise BackfillRefused(
            f"a backfill is under way already (number {number}): wait for its end, or stop it with "
            "`dateline backfill --cancel`"
        ) from None


def list_active(api: AirflowApi) -> list[int]:
    """Return the numbers of the backfills that have not come to their end."""
    return [int(found["id"]) for found in api.list_backfills(DAG_ID) if found["completed_at"] is None]


def cancel_backfills(api: AirflowApi) -> list[int]:
    """Cancel what is under way and return the numbers; a day that runs already comes to its end."""
    active = list_active(api)
    for number in active:
        api.cancel_backfill(number)
    return active


def list_day_runs(api: AirflowApi, backfill: Backfill) -> dict[date, DagRun]:
    """Return the run of each day, where Airflow has one."""
    since = datetime.combine(backfill.first_day, datetime.min.time(), UTC)
    until = datetime.combine(backfill.last_day + timedelta(days=1), datetime.min.time(), UTC)
    runs = api.list_runs(
        DAG_ID, most=len(backfill.days), logical_date_gte=since.isoformat(), logical_date_lt=until.isoformat()
    )
    return {run.logical_date.astimezone(UTC).date(): run for run in runs if run.logical_date}


def follow_backfill(
    api: AirflowApi,
    connection: Connection,
    backfill: Backfill,
    start: BackfillStart,
    *,
    say: Callable[[DayResult], None],
    show: Callable[[str], None],
) -> list[DayResult]:
    """Tell each day's result through `say` as it ends, what is under way through `show`; return all results."""
    results: dict[date, DayResult] = {}
    while waiting := [day for day in backfill.days if day not in results]:
        active = api.is_backfilling(start.number)
        runs = list_day_runs(api, backfill)
        for day in waiting:
            run = runs.get(day)
            if _has_ended(run, start) or not active:
                results[day] = _read_result(connection, day, run)
                say(results[day])
        running = [str(day) for day in waiting if day in runs and runs[day].state == "running"]
        show(f"running: {', '.join(running) or 'nothing'}; {len(backfill.days) - len(results)} days to go")
        if len(results) < len(backfill.days):
            time.sleep(POLL)
    return [results[day] for day in backfill.days]


def _has_ended(run: DagRun | None, start: BackfillStart) -> bool:
    """Whether a run has ended since the backfill started; what an earlier backfill left does not count."""
    return run is not None and run.ended and run.ended_at is not None and run.ended_at >= start.created_at


def _read_result(connection: Connection, day: date, run: DagRun | None) -> DayResult:
    if run is None:
        return DayResult(day=day, state="never started", outcomes={}, message=None)
    run_id = f"{DAG_ID}/{run.run_id}"
    return DayResult(
        day=day,
        state=run.state,
        outcomes=read_outcomes(connection, [run_id]).get(run_id, {}),
        message=read_messages(connection, [run_id]).get(run_id),
    )

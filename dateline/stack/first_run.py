"""The run that `dateline up` shows: the last complete day of nightly, started once."""

import time
from datetime import UTC, datetime, timedelta

from dateline.stack.airflow_api import AirflowApi, DagRun

NIGHT_STARTS = timedelta(hours=2)
SCHEDULER_PATIENCE = 15.0


def start_first_run(api: AirflowApi, *, since: datetime) -> DagRun:
    """Return the run to follow: one that is under way, the scheduler's own for the latest night, or a new one.

    The scheduler starts the latest night by itself when nightly is unpaused for the first time, or when the
    stack was down at 02:00: a second run of the same day beside it would be waste.
    """
    api.unpause("nightly")
    under_way = _find_run(api, since)
    if under_way:
        return under_way
    if not _has_latest_night(api):
        deadline = time.monotonic() + SCHEDULER_PATIENCE
        while time.monotonic() < deadline:
            if under_way := _find_run(api, since):
                return under_way
            time.sleep(0.3)
    return api.trigger("nightly")


def latest_night(now: datetime) -> datetime:
    """Return when the schedule last fired: 02:00 UTC today, or yesterday before that."""
    return (now.astimezone(UTC) - NIGHT_STARTS).replace(hour=2, minute=0, second=0, microsecond=0)


def _find_run(api: AirflowApi, since: datetime) -> DagRun | None:
    """Return the latest run that is under way, or that was started by this stack."""
    for run in api.list_runs("nightly"):
        if not run.ended or (run.queued_at and run.queued_at >= since):
            return run
    return None


def _has_latest_night(api: AirflowApi) -> bool:
    night = latest_night(datetime.now(UTC))
    return any(run.run_type == "scheduled" and run.run_after >= night for run in api.list_runs("nightly"))

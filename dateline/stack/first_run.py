"""The run that `dateline up` shows: the last complete day of nightly, started once."""

import time
from collections.abc import Sequence
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
    deadline = time.monotonic() + SCHEDULER_PATIENCE
    while True:
        runs = api.list_runs("nightly")
        if under_way := find_run(runs, since):
            return under_way
        # One listing answers both questions: between two, the scheduler could have made its run.
        if has_night(runs, latest_night(datetime.now(UTC))) or time.monotonic() > deadline:
            return api.trigger("nightly")
        time.sleep(0.3)


def latest_night(now: datetime) -> datetime:
    """Return when the schedule last fired: 02:00 UTC today, or yesterday before that."""
    return (now.astimezone(UTC) - NIGHT_STARTS).replace(hour=2, minute=0, second=0, microsecond=0)


def find_run(runs: Sequence[DagRun], since: datetime) -> DagRun | None:
    """Return the latest run that is under way, or that was queued since the stack started."""
    for run in runs:
        if not run.ended or (run.queued_at and run.queued_at >= since):
            return run
    return None


def has_night(runs: Sequence[DagRun], night: datetime) -> bool:
    """Whether the scheduler has made its run for the night that began then."""
    return any(run.run_type == "scheduled" and run.run_after >= night for run in runs)

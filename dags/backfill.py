"""Never starts by itself, whatever schedule is shown: `dateline backfill` collects past days again with it.

The schedule only says how days are cut: each is a run of its own, and nothing outside a run's day is published. It
serves a source that is new or a night that was lost. It cannot be triggered as a single run: use the command line,
which shows the progress,

    dateline backfill --from 2026-11-01 --to 2026-11-07 --source meridian

Both days are included. The steps are those of `nightly`; what was published before is only updated where it
changed. Days that `nightly` never ran over can also be filled in from its own page: *Trigger → Backfill*.
"""

from datetime import UTC, datetime

from airflow.sdk import CronDataIntervalTimetable

from dags.factory import build_line

backfill = build_line(
    dag_id="backfill",
    doc=__doc__,
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    max_active_runs=2,
    # Past dates keep the scheduler from ever starting a run of its own; backfills look at their own dates only.
    end_date=datetime(2000, 1, 1, tzinfo=UTC),
    # No "manual": since the dates lie in the past, a single run would have no tasks and be green at once.
    allowed_run_types=["scheduled", "backfill"],
    is_paused_upon_creation=False,
)

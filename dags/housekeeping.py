"""Keeps the house small, every day: partitions, retention, what takedowns left, what is long over."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from airflow.sdk import DAG, CronDataIntervalTimetable, task

from dags.stopping import NoRetryOnceStopped

STEPS = {
    "make_partitions": "Makes the ledger's partitions of this month and the next.",
    "expire_pages": "Marks raw pages older than their source's retention, or `DATELINE_RETENTION_DAYS`.",
    "erase_pages": "Erases the archive's records of what was taken down or has expired.",
    "clear_archive": "Removes files that dead crawls left and no capture lies in (`DATELINE_ORPHAN_DAYS`).",
    "clear_staged": "Deletes what was staged for runs that are over (`DATELINE_STAGING_DAYS`).",
    "clear_ledger": "Drops old months of the ledger (`DATELINE_LEDGER_DAYS`); coverage and funnel stay.",
    "clear_documents": "Removes old Data Docs (`DATELINE_DOCUMENTS_DAYS`).",
}
TABLE = "\n".join(f"| `{name}` | {what} |" for name, what in STEPS.items())
DOC = f"""{__doc__}

| step | what it does |
|---|---|
{TABLE}
| `settle` | **Fails the run naming each step that failed.** |

No step needs another to have done well, and each can be run again at any time. The same from the command line:
`dateline housekeeping`, with `--dry-run` to see what it would do.
"""


def build_step(name: str) -> Any:  # noqa: ANN401  Airflow's decorators have no public type
    """Return the task of one step."""

    @task(task_id=name, trigger_rule="all_done", doc_md=STEPS[name])
    def step() -> dict[str, int]:
        from dags.stopping import stop_in_one_line
        from dateline.settings import load_settings
        from dateline.steps import housekeeping

        with stop_in_one_line():
            return housekeeping.STEPS[name](load_settings(), dry=False)

    return step()


@task(trigger_rule="all_done", retries=0)
def settle() -> None:
    """Fail the run naming each step that failed."""
    from dags.runs import read_task_states
    from dags.stopping import stop_in_one_line
    from dateline.errors import UserError

    failed = sorted(name for name, states in read_task_states().items() if states != ["success"])
    with stop_in_one_line():
        if failed:
            raise UserError(f"{', '.join(failed)} failed: read the logs of these tasks")


with DAG(
    dag_id="housekeeping",
    doc_md=DOC,
    description=__doc__.splitlines()[0],
    schedule=CronDataIntervalTimetable("30 4 * * *", timezone="UTC"),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["dateline", "housekeeping"],
    default_args={
        "owner": "dateline",
        "retries": 2,
        "retry_policy": NoRetryOnceStopped(),
        "execution_timeout": timedelta(hours=2),
    },
) as housekeeping:
    for before, after in pairwise([*map(build_step, STEPS), settle()]):
        before >> after

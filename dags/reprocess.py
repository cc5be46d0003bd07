"""Derives articles again from the archive, under the current extractor and model, without asking any site.

Started by hand only. **Say what**: `window` (published days) and `sources`; one of the two is enough, `all` as a
source means everything that was ever collected. An empty form is refused. Begin with `dry_run`.

| task | does |
|---|---|
| `plan_batches` | each version's own page, and pages that were refused before, in equal batches |
| `clean`, `analyse` | as in `nightly`, from the archive |
| `validate` | the same expectations; a row that fails one stays as it is published |
| `compare` | rows and fields that would change, with samples: in its log and in `report.reprocess_changes` |
| `replace` | one transaction a source; a source that looks much worse than before is held, unless `force` |
| `settle` | says what changed, and **fails the run naming each source that is unwell** |

No version is ever added or deleted, and nothing is unpublished. The same from the command line:
`dateline reprocess --window 2026-11-19..2026-11-21 --dry-run`. A day that was never collected is the business of
`dateline backfill --from … --to …`.
"""

from typing import Any

from airflow.sdk import Param, task

from dags.factory import ARTICLES, analyse, clean, describe_params, open_dag, settle, show_text, validate

ASKED: dict[str, Any] = {
    **describe_params(no_sources="every source, in the window", no_window="every day, of the sources"),
    "dry_run": Param(False, type="boolean", title="Dry run", description="Only compare: nothing is replaced."),
    "force": Param(
        False, type="boolean", title="Force", description="Replace also where much looks worse than before."
    ),
}


@task
def plan_batches() -> list[int]:
    """Choose the pages to derive again, and spread them over equal batches."""
    from dags.runs import read_reprocess
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps.reprocess import plan_reprocess

    with stop_in_one_line():
        run = read_reprocess()
        return plan_reprocess(
            load_settings(),
            run_id=run.run_id,
            dag_id=run.dag_id,
            window=run.window,
            selection=run.selection,
            dry_run=run.dry_run,
            force=run.force,
        )


@task
def compare() -> dict[str, int]:
    """Say which rows and fields would change, with samples, before anything does."""
    from dags.runs import name_run
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps.replace import compare_run

    with stop_in_one_line():
        return compare_run(load_settings(), run_id=name_run())


@task(outlets=[ARTICLES])
def replace() -> dict[str, int]:
    """Put the new derivations in the place of the old ones, one transaction a source; a dry run skips this."""
    from airflow.sdk.exceptions import AirflowSkipException

    from dags.runs import name_run
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps.replace import is_dry_run, replace_run

    with stop_in_one_line():
        if is_dry_run(load_settings(), run_id=name_run()):
            raise AirflowSkipException("a dry run: nothing is replaced, and nobody is told of new rows")
        return replace_run(load_settings(), run_id=name_run())


reprocess = open_dag(
    dag_id="reprocess",
    doc=__doc__,
    params=ASKED,
    schedule=None,
    max_active_runs=2,
    # It never starts by itself: paused, what somebody triggers would only wait.
    is_paused_upon_creation=False,
)
with reprocess:
    batches = plan_batches()
    cleaned = show_text(clean).expand(batch=batches)
    cleaned >> show_text(analyse).expand(batch=batches) >> validate() >> compare() >> replace() >> settle()

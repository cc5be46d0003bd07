"""The line that `nightly` and `backfill` share: which steps, in which order, mapped over what.

The steps are imported inside the tasks: Airflow parses these files every few seconds and must not load them.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import DAG, Asset, Param, task

from dags.stopping import NoRetryOnceStopped

ARTICLES = Asset(name="articles", uri="dateline://news/articles")
EARLY = datetime(2000, 1, 1, tzinfo=UTC)
DAY_PATTERN = r"\d{4}-\d{2}-\d{2}"
# The crawl defers what it cannot fetch by its own deadline: these are nets for a task that hangs.
CRAWL_LIMIT = timedelta(hours=6)
STEP_LIMIT = timedelta(hours=4)


def build_line(*, dag_id: str, doc: str, **schedule: Any) -> DAG:  # noqa: ANN401  passed on to DAG as it is
    """Return the DAG of the whole line; `schedule` holds what differs between the two DAGs."""
    with open_dag(dag_id=dag_id, doc=doc, params=describe_params(), **schedule) as dag:
        crawled = show_text(crawl).expand(shard=plan_shards())
        batches = plan_batches()
        cleaned = show_text(clean).expand(batch=batches)
        analysed = show_text(analyse).expand(batch=batches)
        crawled >> batches
        cleaned >> analysed >> validate() >> publish() >> settle()
    return dag


def open_dag(*, dag_id: str, doc: str, params: dict[str, Param], **schedule: Any) -> DAG:  # noqa: ANN401  as above
    """Return a DAG without tasks: what is the same for all of ours."""
    return DAG(
        dag_id=dag_id,
        doc_md=doc,
        description=doc.splitlines()[0],
        start_date=EARLY,
        catchup=False,
        tags=["dateline", "articles"],
        params=params,
        default_args={
            "owner": "dateline",
            "retries": 2,
            "retry_policy": NoRetryOnceStopped(),
            "execution_timeout": STEP_LIMIT,
        },
        on_failure_callback=note_failure,
        **schedule,
    )


def show_text(step: Any) -> Any:  # noqa: ANN401  Airflow's decorators have no public type
    """Have the UI show a step's docstring when it is mapped; for other steps Airflow does so by itself."""
    return step.override(doc_md=step.function.__doc__)


def describe_params(
    *, no_sources: str = "those that are enabled", no_window: str = "the last complete day"
) -> dict[str, Param]:
    """Return what the trigger form asks for; the two say what an empty field means."""
    return {
        "sources": Param(
            [],
            type=["null", "array"],
            items={"type": "string", "minLength": 1},
            title="Sources",
            description=f"One a line: an id, kind:think_tank, tag:demo or all. Empty: {no_sources}.",
        ),
        "window": Param(
            None,
            type=["null", "string"],
            pattern=rf"^({DAY_PATTERN}(\.\.{DAY_PATTERN})?)?$",
            examples=["2026-11-21", "2026-11-19..2026-11-21"],
            title="Window",
            # In the schema, so that Airflow shows these words also where it refuses what was written.
            description_md=f"UTC days: 2026-11-21, or 2026-11-19..2026-11-21. Empty: {no_window}.",
        ),
    }


@task
def plan_shards() -> list[dict[str, Any]]:
    """Choose the sources and plan one crawl task for each."""
    from dags.runs import close_ended_runs, read_run
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps import plan

    with stop_in_one_line():
        run = read_run()
        close_ended_runs()
        return plan.plan_shards(
            load_settings(), run_id=run.run_id, dag_id=run.dag_id, window=run.window, selection=run.selection
        )


@task(pool="crawl", execution_timeout=CRAWL_LIMIT, map_index_template="{{ task.op_kwargs['shard']['label'] }}")
def crawl(shard: dict[str, Any]) -> dict[str, int]:
    """Find the source's articles in the window and fetch what is new or changed."""
    from dags.runs import name_run
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps.crawl import crawl_shard

    with stop_in_one_line():
        return crawl_shard(load_settings(), run_id=name_run(), shard=shard["shard"])


@task(trigger_rule="all_done")
def plan_batches() -> list[int]:
    """Spread the fetched pages, and those that earlier runs left, over equal batches."""
    from dags.runs import name_run, skip_unless_done
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps import batches

    skip_unless_done("plan_shards")
    with stop_in_one_line():
        return batches.plan_batches(load_settings(), run_id=name_run())


@task(pool="cpu", map_index_template="batch {{ task.op_kwargs['batch'] }}")
def clean(batch: int) -> dict[str, int]:
    """Take text, title, authors, dates and language out of the batch's pages."""
    from dags.runs import name_run
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps.clean import clean_batch

    with stop_in_one_line():
        return clean_batch(load_settings(), run_id=name_run(), batch=batch)


@task(pool="cpu", trigger_rule="all_done", map_index_template="batch {{ task.op_kwargs['batch'] }}")
def analyse(batch: int) -> dict[str, int]:
    """Find the mentions in the batch's articles."""
    from dags.runs import name_run
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps.analyse import analyse_batch

    with stop_in_one_line():
        return analyse_batch(load_settings(), run_id=name_run(), batch=batch)


@task(pool="cpu", trigger_rule="all_done")
def validate() -> dict[str, int]:
    """Hold the rows and each source's night against the expectations; failures wait in quarantine."""
    from dags.runs import name_run, skip_unless_done
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps.validate import validate_run

    skip_unless_done("plan_batches")
    with stop_in_one_line():
        return validate_run(load_settings(), run_id=name_run())


@task(outlets=[ARTICLES])
def publish() -> dict[str, int]:
    """Write the articles, one transaction a source."""
    from dags.runs import name_run
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps.publish import publish_run

    with stop_in_one_line():
        return publish_run(load_settings(), run_id=name_run())


@task(trigger_rule="all_done", retries=0)
def settle() -> dict[str, int]:
    """Write coverage and funnel, send the night's message; fail naming each source and task that is unwell."""
    from dags.notices import settle_and_tell
    from dags.runs import name_run, read_reason, read_task_states
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings

    with stop_in_one_line():
        return settle_and_tell(
            load_settings(),
            run_id=name_run(),
            task_states=read_task_states(),
            unplanned_because=read_reason("plan_shards") or read_reason("plan_batches"),
        )


def note_failure(context: Any) -> None:  # noqa: ANN401  Airflow's own context type varies by version
    """Close the books of a run that failed without its settle step: the net below it."""
    from dags.runs import close_failed_run

    close_failed_run(context)

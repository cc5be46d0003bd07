"""The DAGs as Airflow reads them: ids, order, rules, params; and what a run's context means."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dags.runs import check_conf, check_run_type, choose_window, group_states, read_selection
from dateline.errors import UserError
from transforms.windows import Mode

DAGS = Path(__file__).resolve().parents[2] / "dags"
ORDER = ["plan_shards", "crawl", "plan_batches", "clean", "analyse", "validate", "publish", "settle"]
RULES = {
    "plan_shards": "all_success",
    "crawl": "all_success",
    "plan_batches": "all_done",
    "clean": "all_success",
    "analyse": "all_done",
    "validate": "all_done",
    "publish": "all_success",
    "settle": "all_done",
}
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def dags(tmp_path_factory):
    home = tmp_path_factory.mktemp("airflow")
    os.environ.setdefault("AIRFLOW_HOME", str(home))
    os.environ.setdefault("AIRFLOW__CORE__LOAD_EXAMPLES", "False")
    os.environ.setdefault("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", f"sqlite:///{home}/airflow.db")
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(str(DAGS))
    assert bag.import_errors == {}
    return bag.dags


@pytest.mark.parametrize("dag_id", ["nightly", "backfill", "housekeeping", "reprocess", "stories"])
def test_no_task_is_tried_again_that_stopped_for_what_trying_again_cannot_mend(dags, dag_id):
    from airflow.sdk import RetryAction

    from dags.stopping import Stopped

    for task in dags[dag_id].tasks:
        policy = task.partial_kwargs["retry_policy"] if task.is_mapped else task.retry_policy
        assert policy.evaluate(Stopped(1), 1, 2).action is RetryAction.FAIL
        assert policy.evaluate(ConnectionError("gone"), 1, 2).action is RetryAction.DEFAULT
        assert policy.evaluate(SystemExit(1), 1, 2).action is RetryAction.DEFAULT


def test_the_trigger_form_says_what_a_window_is_and_says_it_again_when_it_refuses(dags):
    from airflow.sdk.exceptions import ParamValidationError

    param = dags["nightly"].params.get_param("window")
    with pytest.raises(ParamValidationError, match="Empty: the last complete day"):
        param.resolve("banana")


def test_no_other_file_is_read_as_a_dag(dags):
    assert set(dags) == {"nightly", "backfill", "housekeeping", "reprocess", "stories"}
    beside = {"factory.py", "notices.py", "runs.py", "stopping.py"}
    assert set((DAGS / ".airflowignore").read_text().split()) == beside


@pytest.mark.parametrize("dag_id", ["nightly", "backfill"])
def test_both_have_the_same_line_in_order(dags, dag_id):
    dag = dags[dag_id]
    assert [task.task_id for task in dag.topological_sort()] == ORDER
    assert {
        task.task_id: str(getattr(task.trigger_rule, "value", task.trigger_rule)) for task in dag.tasks
    } == RULES
    assert [task.task_id for task in dag.leaves] == ["settle"]


def test_reprocess_has_a_line_of_its_own_without_a_crawl(dags):
    dag = dags["reprocess"]
    order = ["plan_batches", "clean", "analyse", "validate", "compare", "replace", "settle"]
    assert [task.task_id for task in dag.topological_sort()] == order
    rules = {task.task_id: str(getattr(task.trigger_rule, "value", task.trigger_rule)) for task in dag.tasks}
    assert rules == {
        **{name: RULES[name] for name in ("clean", "analyse", "validate", "settle")},
        **dict.fromkeys(("plan_batches", "compare", "replace"), "all_success"),
    }
    assert [task.task_id for task in dag.leaves] == ["settle"]
    assert [asset.uri for asset in dag.get_task("replace").outlets] == ["dateline://news/articles"]


def test_reprocess_runs_only_when_somebody_triggers_it(dags):
    assert type(dags["reprocess"].timetable).__name__ == "NullTimetable"
    assert dags["reprocess"].is_paused_upon_creation is False


@pytest.mark.parametrize(
    ("name", "value", "good"),
    [
        ("dry_run", True, True),
        ("dry_run", "yes", False),
        ("force", False, True),
        ("window", "2026-11-19..2026-11-21", True),
        ("window", "yesterday", False),
        ("sources", ["all"], True),
        ("sources", "all", False),
    ],
)
def test_the_form_of_reprocess_takes_days_sources_and_two_switches(dags, name, value, good):
    from airflow.sdk.exceptions import ParamValidationError

    param = dags["reprocess"].params.get_param(name)
    if good:
        assert param.resolve(value) == value
    else:
        with pytest.raises(ParamValidationError):
            param.resolve(value)


@pytest.mark.parametrize("dag_id", ["nightly", "backfill", "housekeeping", "reprocess", "stories"])
def test_each_task_has_an_owner_text_retries_and_a_limit(dags, dag_id):
    for task in dags[dag_id].tasks:
        assert task.owner == "dateline"
        assert task.doc_md
        assert task.retries == (0 if task.task_id == "settle" else 2)
        assert task.execution_timeout > timedelta(hours=1)


def test_housekeeping_does_step_after_step_whatever_became_of_the_others(dags):
    dag = dags["housekeeping"]
    assert [task.task_id for task in dag.topological_sort()] == [
        *("make_partitions", "expire_pages", "erase_pages", "clear_archive"),
        *("clear_staged", "clear_ledger", "clear_documents", "settle"),
    ]
    assert {str(getattr(task.trigger_rule, "value", task.trigger_rule)) for task in dag.tasks} == {"all_done"}
    assert all(f"| `{task.task_id}` |" in dag.doc_md for task in dag.tasks)
    assert dag.max_active_runs == 1


@pytest.mark.parametrize("dag_id", ["nightly", "backfill"])
def test_heavy_tasks_wait_in_pools(dags, dag_id):
    pools = {task.task_id: task.pool for task in dags[dag_id].tasks}
    assert {name: pool for name, pool in pools.items() if pool != "default_pool"} == {
        "crawl": "crawl",
        "clean": "cpu",
        "analyse": "cpu",
        "validate": "cpu",
    }


@pytest.mark.parametrize("dag_id", ["nightly", "backfill", "reprocess"])
def test_each_dag_says_what_it_is(dags, dag_id):
    dag = dags[dag_id]
    assert dag.tags == {"dateline", "articles"}
    assert dag.doc_md.startswith(dag.description)
    assert "dateline backfill --from" in dag.doc_md
    assert dag.catchup is False
    assert dag.start_date == datetime(2000, 1, 1, tzinfo=UTC)
    assert dag.has_on_failure_callback


def test_mapped_tasks_are_named_after_their_source_or_batch(dags):
    templates = {
        task.task_id: task.partial_kwargs["map_index_template"] for task in dags["nightly"].tasks if task.is_mapped
    }
    assert templates == {
        "crawl": "{{ task.op_kwargs['shard']['label'] }}",
        "clean": "batch {{ task.op_kwargs['batch'] }}",
        "analyse": "batch {{ task.op_kwargs['batch'] }}",
    }


def test_publish_tells_that_articles_are_new(dags):
    assert [asset.uri for asset in dags["nightly"].get_task("publish").outlets] == ["dateline://news/articles"]


def test_intervals_are_whole_days_not_points(dags):
    from airflow.sdk import CronDataIntervalTimetable

    timetables = {dag_id: dags[dag_id].timetable for dag_id in ("nightly", "backfill", "housekeeping")}
    assert {type(timetable) for timetable in timetables.values()} == {CronDataIntervalTimetable}
    written = {dag_id: timetable.expression for dag_id, timetable in timetables.items()}
    assert written == {"nightly": "0 2 * * *", "backfill": "0 0 * * *", "housekeeping": "30 4 * * *"}


def test_the_backfill_dag_never_starts_by_itself(dags):
    dag = dags["backfill"]
    assert dag.end_date == dag.start_date
    assert {str(kind.value) for kind in dag.allowed_run_types} == {"scheduled", "backfill"}
    assert dag.is_paused_upon_creation is False


@pytest.mark.parametrize(
    ("name", "value", "good"),
    [
        ("window", None, True),
        ("window", "2026-11-21", True),
        ("window", "2026-11-19..2026-11-21", True),
        ("window", "", True),
        ("window", "yesterday", False),
        ("window", "2026-11-21..", False),
        ("sources", None, True),
        ("sources", [], True),
        ("sources", ["meridian", "kind:think_tank"], True),
        ("sources", [7], False),
        ("sources", "meridian", False),
    ],
)
def test_the_trigger_form_takes_days_and_sources(dags, name, value, good):
    from airflow.sdk.exceptions import ParamValidationError

    param = dags["nightly"].params.get_param(name)
    if good:
        assert param.resolve(value) == value
    else:
        with pytest.raises(ParamValidationError):
            param.resolve(value)


def test_reading_the_dag_files_loads_none_of_the_heavy_libraries():
    script = (
        "import sys, dags.nightly, dags.backfill, dags.housekeeping, dags.reprocess\n"
        "heavy = {'spacy', 'scrapy', 'great_expectations', 'trafilatura', 'psycopg', 'dateline.steps', 'lxml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip().splitlines()[-1] == "[]"


def choose(**given):
    asked = {
        "dag_id": "nightly",
        "run_type": "scheduled",
        "written": None,
        "interval_start": datetime(2026, 11, 21, 2, tzinfo=UTC),
        "run_after": datetime(2026, 11, 22, 2, tzinfo=UTC),
        "now": NOW,
    }
    return choose_window(**{**asked, **given})


def describe(window):
    return str(window.first_day), str(window.last_day), window.mode


def test_the_scheduled_night_looks_back_from_its_own_day():
    assert describe(choose()) == ("2026-11-21", "2026-11-21", Mode.LOOK_BACK)


def test_an_older_night_is_exact():
    window = choose(interval_start=datetime(2026, 11, 18, 2, tzinfo=UTC))
    assert describe(window) == ("2026-11-18", "2026-11-18", Mode.EXACT)


def test_a_manual_run_without_an_interval_takes_the_last_complete_day():
    window = choose(run_type="manual", interval_start=None, run_after=NOW)
    assert describe(window) == ("2026-11-21", "2026-11-21", Mode.LOOK_BACK)


def test_before_two_in_the_night_the_latest_night_is_yesterdays():
    early = datetime(2026, 11, 22, 1, tzinfo=UTC)
    window = choose(interval_start=datetime(2026, 11, 20, 2, tzinfo=UTC), run_after=early, now=early)
    assert describe(window) == ("2026-11-20", "2026-11-20", Mode.LOOK_BACK)


def test_a_written_window_is_exact_whatever_the_interval():
    window = choose(run_type="manual", written="2026-11-19..2026-11-21")
    assert describe(window) == ("2026-11-19", "2026-11-21", Mode.EXACT)


@pytest.mark.parametrize(("dag_id", "run_type"), [("backfill", "backfill"), ("nightly", "backfill")])
def test_a_backfill_is_exact_even_on_the_latest_day(dag_id, run_type):
    assert choose(dag_id=dag_id, run_type=run_type).mode is Mode.EXACT


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("2026-02-30", "window '2026-02-30' is not a day"),
        ("2026-11-21..2026-11-19", "ends before it starts"),
        ("2026-11-23", "lies in the future: today is 2026-11-22"),
    ],
)
def test_a_window_that_cannot_be_is_one_clear_line(written, line):
    with pytest.raises(UserError, match=line):
        choose(written=written)


def test_a_single_run_of_backfill_is_refused():
    with pytest.raises(UserError, match="dateline backfill --from"):
        check_run_type("backfill", "manual")
    check_run_type("backfill", "backfill")
    check_run_type("nightly", "manual")


def test_a_conf_key_that_means_nothing_is_refused():
    with pytest.raises(UserError, match="conf has source, window_"):
        check_conf({"source": "meridian", "window_": None, "sources": []})
    check_conf({"sources": [], "window": None})


@pytest.mark.parametrize(
    ("written", "selection"),
    [
        (None, ()),
        ([], ()),
        ([" meridian ", ""], ("meridian",)),
        ("meridian, kind:agency\nall", ("meridian", "kind:agency", "all")),
    ],
)
def test_sources_may_be_a_list_or_a_text(written, selection):
    assert read_selection(written) == selection


def test_states_are_grouped_by_task_whatever_the_task_is_called():
    states = {
        "crawl_0": "failed",
        "crawl_1": "success",
        "plan_shards": "success",
        "clean": None,
        "settle": "running",
    }
    assert group_states(states, {"crawl", "plan_shards", "clean"}) == {
        "crawl": ["failed", "success"],
        "plan_shards": ["success"],
        "clean": ["none"],
    }

"""Following runs of Airflow: a line for each step that ends, as it ends."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from dateline.stack.airflow_api import AirflowApi, DagRun, TaskInstance

POLL = 0.5
STEPS = ("plan_shards", "crawl", "plan_batches", "clean", "analyse", "validate", "publish", "settle")


class RunFollower:
    """What is new in one run since the last look."""

    def __init__(self, api: AirflowApi, run: DagRun) -> None:
        self._api = api
        self._run = run
        self._told: set[tuple[str, int, str, int]] = set()

    def look(self) -> tuple[DagRun, list[str], str]:
        """Return the run, a line for each task that has ended since the last look, and what runs right now."""
        self._run = self._api.read_run(self._run.dag_id, self._run.run_id)
        tasks = sorted(self._api.list_tasks(self._run.dag_id, self._run.run_id), key=_place_in_line)
        lines = [self._describe(task) for task in tasks if self._is_news(task)]
        running = [_name_task(task) for task in tasks if task.state == "running"]
        return self._run, lines, ", ".join(running)

    def _is_news(self, task: TaskInstance) -> bool:
        key = (task.task_id, task.map_index, task.state, task.try_number)
        if key in self._told or not (task.ended or task.state == "up_for_retry"):
            return False
        self._told.add(key)
        return True

    def _describe(self, task: TaskInstance) -> str:
        seconds = f"{task.seconds:5.1f} s" if task.seconds is not None else " " * 7
        return f"{_name_task(task):<28} {seconds}  {self._describe_end(task)}"

    def _describe_end(self, task: TaskInstance) -> str:
        if task.state == "success":
            return describe_result(self._api.read_result(self._run.dag_id, self._run.run_id, task))
        if task.state == "failed":
            return f"FAILED: {self._find_reason(task)}"
        if task.state == "up_for_retry":
            return f"failed, will be tried again: {self._find_reason(task)}"
        return task.state.replace("_", " ")

    def _find_reason(self, task: TaskInstance) -> str:
        """Return the last error line of the task's log."""
        return self._api.read_error(self._run.dag_id, self._run.run_id, task) or "read its log in the UI"


def follow_run(
    api: AirflowApi,
    run: DagRun,
    *,
    say: Callable[[str], None],
    show: Callable[[str], None],
    check: Callable[[], None],
) -> DagRun:
    """Tell each step's end through `say` and what runs through `show`, until the run ends; return it then."""
    follower = RunFollower(api, run)
    while True:
        check()
        now, lines, running = follower.look()
        for line in lines:
            say(line)
        show(running or now.state)
        if now.ended:
            return now
        time.sleep(POLL)


def describe_result(result: Any) -> str:  # noqa: ANN401  whatever a task returned
    """Return in words what a step returned: counts that are not zero, labels, how many batches."""
    if isinstance(result, Mapping):
        return (
            ", ".join(_describe_count(name, value) for name, value in result.items() if value) or "nothing to do"
        )
    if isinstance(result, list):
        labels = [str(part["label"]) for part in result if isinstance(part, Mapping) and "label" in part]
        return ", ".join(labels) or (f"{len(result)} batch" if len(result) == 1 else f"{len(result)} batches")
    return "done"


def _describe_count(name: str, value: object) -> str:
    words, bracket, reason = name.partition("(")
    return f"{value} {words.replace('_', ' ')}{bracket}{reason}"


def _name_task(task: TaskInstance) -> str:
    return f"{task.task_id} {task.label}".strip() if task.map_index >= 0 else task.task_id


def _place_in_line(task: TaskInstance) -> tuple[int, int]:
    known = task.task_id in STEPS
    return (STEPS.index(task.task_id) if known else len(STEPS), task.map_index)

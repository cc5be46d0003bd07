"""Finds syndicated copies and groups articles into stories, whenever articles were published.

A run of `nightly`, `backfill` or `reprocess` wakes it. What is new it reads from the tables, so that it does not
matter how often, or by how many runs at once, it was woken. Articles within a week of each other can be one story,
and a late article finds the story that it belongs to. See `report.stories`, `report.story_timeline` and
`report.syndication`.

The same from the command line: `dateline stories`.
"""

from airflow.sdk import task

from dags.factory import ARTICLES, open_dag


@task
def group_stories() -> dict[str, int]:
    """Find copies and stories among all articles that are in none yet."""
    from dags.runs import name_run
    from dags.stopping import stop_in_one_line
    from dateline.settings import load_settings
    from dateline.steps.stories import group_stories as group

    with stop_in_one_line():
        return group(load_settings(), run_id=name_run())


stories = open_dag(
    dag_id="stories",
    doc=__doc__,
    params={},
    schedule=[ARTICLES],
    max_active_runs=1,
    is_paused_upon_creation=False,
)
with stories:
    group_stories()

"""Collects what the enabled sources published on the last complete UTC day, and late posts before it.

| step | what it does |
|---|---|
| `plan_shards` | chooses the sources and resets the run, so that clearing it starts afresh |
| `crawl` | one task a source: finds articles in the window, fetches what is new or changed |
| `plan_batches` | spreads the fetched pages over equal batches, whatever their source |
| `clean`, `analyse` | text and metadata out of the pages; mentions out of the text |
| `validate` | the expectations: rows that fail one wait in quarantine |
| `publish` | one transaction a source into `news.*` |
| `settle` | writes coverage and funnel, and **fails the run naming each source that is unwell** |

A red run has still published every source that was well: read the log of `settle` first.

**Trigger it by hand** with `sources` (ids, `kind:think_tank`, `tag:demo`; empty: all that are enabled) and
`window` (`2026-11-21`, or `2026-11-19..2026-11-21`; empty: the last complete day). Days that nightly has
already collected are collected again with the `backfill` DAG: `dateline backfill --from … --to …`.
"""

from datetime import timedelta

from airflow.sdk import CronDataIntervalTimetable

from dags.factory import build_line

nightly = build_line(
    dag_id="nightly",
    doc=__doc__,
    schedule=CronDataIntervalTimetable("0 2 * * *", timezone="UTC"),
    max_active_runs=2,
    dagrun_timeout=timedelta(hours=12),
)

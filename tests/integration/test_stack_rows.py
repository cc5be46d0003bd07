"""What the stack and the backfill command read and write in the database."""

from datetime import date

from dateline.steps.close import close_run
from sql.abandoned import list_running
from sql.backfills import count_published, read_messages, read_outcomes

RUN = """
    insert into crawl.runs (run_id, dag_id, mode, first_day, last_day, sources, state, message)
    values (%s, %s, 'exact', '2026-11-20', '2026-11-20', '{a}', %s, %s)
"""


def test_a_run_is_closed_once_and_only_while_it_runs(database, settings):
    database.execute(RUN, ("nightly/x", "nightly", "running", None))
    database.execute(RUN, ("nightly/y", "nightly", "settled", "4 stored"))
    assert list_running(database, ["nightly", "backfill"]) == [("nightly", "nightly/x")]
    assert close_run(settings, run_id="nightly/x", message="ended") is True
    assert close_run(settings, run_id="nightly/x", message="again") is False
    assert close_run(settings, run_id="nightly/y", message="ended") is False
    assert read_messages(database, ["nightly/x", "nightly/y", "nightly/z"]) == {
        "nightly/x": "ended",
        "nightly/y": "4 stored",
    }
    assert list_running(database, ["nightly"]) == []


def test_runs_of_the_command_line_are_not_airflows_to_judge(database):
    database.execute(RUN, ("command/x", "command", "running", None))
    assert list_running(database, ["nightly", "backfill"]) == []


def test_outcomes_are_counted_over_sources_without_pruned_entries(database):
    for source, outcome, reason, entries, pruned in (
        ("a", "stored", "", 3, False),
        ("b", "stored", "", 2, False),
        ("b", "rejected", "soft_404", 1, False),
        ("b", "skipped", "outside_window", 90, True),
    ):
        database.execute(
            "insert into quality.funnel (run_id, source_id, outcome, reason, entries, pruned) "
            "values ('backfill/x', %s, %s, %s, %s, %s)",
            (source, outcome, reason, entries, pruned),
        )
    assert read_outcomes(database, ["backfill/x", "backfill/y"]) == {"backfill/x": {"rejected": 1, "stored": 5}}


ARTICLE = """
    insert into news.articles
        (article_id, source_id, url, published_day, body, words, version_no, methods, extractor, capture_id,
         first_published_run_id, run_id, fetched_at, taken_down_at)
    values (gen_random_uuid(), %s, %s, %s, 'x', 1, 1, '{}', 'x', 1, 'x', 'x', now(), %s)
"""


def test_what_days_hold_is_counted_by_day_and_source(database):
    for source, url, day, taken_down in (
        ("a", "u1", "2026-11-19", None),
        ("a", "u2", "2026-11-19", None),
        ("b", "u3", "2026-11-21", None),
        ("b", "u4", "2026-11-21", "2026-11-22"),
        ("b", "u5", "2026-11-22", None),
        ("c", "u6", "2026-11-20", None),
    ):
        database.execute(ARTICLE, (source, url, day, taken_down))
    days = {"first_day": date(2026, 11, 19), "last_day": date(2026, 11, 21)}
    counts = count_published(database, sources=["a", "b"], **days)
    assert counts == {(date(2026, 11, 19), "a"): 2, (date(2026, 11, 21), "b"): 1}

"""The health of sources on real rows: judged before publication, shown in the view, told once."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from psycopg.types.json import Jsonb

from dateline.settings import NotifierSetting
from dateline.steps.message import tell_once
from dateline.steps.settle import settle_run
from dateline.steps.validate import validate_run

DAY = datetime(2026, 11, 21, tzinfo=UTC).date()
LONG = "Ferries to the islands run again after the storm, the harbour office said on Monday morning. " * 8


def publish_past(night, source, *, per_day, words=130, days=28):
    """Four weeks of articles and coverage before the judged day."""
    for back in range(1, days + 1):
        day = DAY - timedelta(days=back)
        night.insert(
            "quality.coverage",
            {
                **dict.fromkeys(("found", "stored"), per_day),
                **dict.fromkeys(("rejected", "quarantined", "deferred", "failed"), 0),
                "source_id": source,
                "day": day,
                "reach": "full",
                "run_id": "n/0",
            },
        )
        for number in range(per_day):
            night.connection.execute(
                "insert into news.articles (article_id, source_id, url, title, published_day, body, words,"
                " version_no, methods, extractor, capture_id, first_published_run_id, run_id, fetched_at,"
                " first_stored_at) values (gen_random_uuid(), %s, %s, 'T', %s, 'b', %s,"
                " 1, %s, 'test/1', 1, 'n/0', 'n/0', now(), %s)",
                [
                    source,
                    f"https://{source}.example/{day}/{number}",
                    day,
                    words,
                    Jsonb({"title": "json_ld", "text": "trafilatura", "authors": "json_ld"}),
                    datetime(day.year, day.month, day.day, 3, tzinfo=UTC) + timedelta(days=1),
                ],
            )


@pytest.fixture
def tonight(night):
    """A nightly run over two sources; alpha is as it was, beta brings nothing."""
    night.source("alpha")
    night.source("beta")
    for source in ("alpha", "beta"):
        publish_past(night, source, per_day=8)
    run = night.plan("n/1", ("alpha", "beta"))
    for number in range(8):
        night.page(
            run,
            f"https://alpha.example/report-number-{number}",
            text=f"{LONG}{number}",
            methods=Jsonb({"title": "json_ld", "text": "trafilatura", "authors": "json_ld"}),
        )
    return run


def test_a_silent_source_is_warned_of_before_publication(night, tonight):
    counts = validate_run(night.settings, run_id=tonight)
    assert counts["remarkable_sources"] == 1
    assert night.fetch("select 1 from news.articles where run_id = %s", tonight) == []
    rows = night.fetch(
        "select source_id, state, symptoms, in_words, articles_on_day, usual_on_day from quality.health"
    )
    assert [tuple(row.values()) for row in sorted(rows, key=lambda row: row["source_id"])] == [
        ("alpha", "well", [], None, 8, 8.0),
        (
            "beta",
            "warned",
            ["silent"],
            "no article on Saturday 2026-11-21, usually about 8 on a Saturday",
            0,
            8.0,
        ),
    ]
    validate_run(night.settings, run_id=tonight)
    assert len(night.fetch("select 1 from quality.health")) == 2


def test_a_night_without_any_article_is_judged_too(night):
    night.source("alpha")
    publish_past(night, "alpha", per_day=8)
    run = night.plan("n/1")
    assert validate_run(night.settings, run_id=run)["remarkable_sources"] == 1


def test_a_source_that_could_not_be_reached_is_not_called_silent(night):
    night.source("alpha")
    publish_past(night, "alpha", per_day=8)
    run = night.plan("n/1", reach="unreachable")
    assert "remarkable_sources" not in validate_run(night.settings, run_id=run)


def test_an_exact_run_judges_no_health(night, tonight):
    night.connection.execute("update crawl.runs set mode = 'exact'")
    validate_run(night.settings, run_id=tonight)
    assert night.fetch("select 1 from quality.health") == []


def test_lost_dates_shrunk_texts_and_a_new_layout_are_noticed(night):
    night.source("alpha")
    publish_past(night, "alpha", per_day=6)
    run = night.plan("n/1")
    for number in range(6):
        night.page(
            run,
            f"https://alpha.example/report-number-{number}",
            text=f"Ferries run again, number {number}.",
            published_day=None,
            published_at=None,
            methods=Jsonb({"title": "h1", "text": "trafilatura"}),
        )
    validate_run(night.settings, run_id=run)
    (row,) = night.fetch("select symptoms, dated_share_before, dated_share_now from quality.health")
    assert set(row["symptoms"]) >= {"dates_lost", "bodies_lost", "layout_changed"}
    assert (row["dated_share_before"], row["dated_share_now"]) == (1.0, 0.0)


def test_the_view_shows_what_needs_a_look_first(night, tonight):
    night.source("new")
    validate_run(night.settings, run_id=tonight)
    rows = night.fetch("select source_id, state, days_silent from report.source_health")
    assert [tuple(row.values()) for row in rows] == [
        ("beta", "warned", 1),
        ("new", "not_judged", None),
        ("alpha", "well", 0),
    ]
    night.connection.execute("update crawl.sources set held_at = now(), held_because = 'Dates vanished.'")
    assert {row["state"] for row in night.fetch("select state from report.source_health")} == {"held"}


def test_the_message_names_it_and_is_told_once(night, tonight):
    told = []
    settings = night.settings.model_copy(update={"notifiers": (NotifierSetting(notifier="x.Y"),)})
    validate_run(settings, run_id=tonight)
    night.publish(tonight)
    settle_run(settings, run_id=tonight, task_states={})
    assert tell_once(settings, run_id=tonight, send=told.append)
    assert not tell_once(settings, run_id=tonight, send=told.append)
    (message,) = told
    assert message["message"].startswith("1 of 2 sources not as they were: beta: no article on Saturday")
    assert (message["run_id"], message["state"]) == (tonight, "settled")
    settle_run(settings, run_id=tonight, task_states={"publish": ["success"]})
    assert not tell_once(settings, run_id=tonight, send=told.append)


def test_a_good_night_is_told_only_on_request(night):
    run = night.plan("n/1")
    night.page(run, "https://alpha.example/report-number-1", text=LONG)
    validate_run(night.settings, run_id=run)
    night.publish(run)
    settle_run(night.settings, run_id=run, task_states={})
    told = []
    assert not tell_once(night.settings, run_id=run, send=told.append)
    always = night.settings.model_copy(update={"notify_always": True})
    assert tell_once(always, run_id=run, send=told.append)
    assert json.dumps(told, default=str)

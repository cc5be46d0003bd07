import threading

import pytest

from dateline.steps.analyse import analyse_batch
from sql.connection import connect
from sql.errors import StaleAttempt
from sql.staging import begin_analysing, begin_cleaning, finish_analysing, stage_analyses
from transforms.records import Analysis

RUN = "command/now"
TEXT = "Angela Merkel met Emmanuel Macron in Berlin on Tuesday.\n\nNATO sent ships to Norway."


@pytest.fixture(autouse=True)
def run(rows):
    rows.source("meridian")
    rows.run(RUN)


def analyses(fetch):
    return {row["capture_id"]: row for row in fetch("select * from staging.analyses")}


def test_articles_get_mentions_that_stand_in_their_text(settings, rows, fetch):
    capture = rows.article(RUN, body=TEXT)
    counts = analyse_batch(settings, run_id=RUN, batch=0)
    row = analyses(fetch)[capture]
    assert counts == {"analysed": 1, "without_model": 0, "mentions": len(row["mentions"])}
    assert {"Angela Merkel", "Emmanuel Macron", "Berlin"} <= {mention["text"] for mention in row["mentions"]}
    for mention in row["mentions"]:
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]
        assert set(mention) == {"start", "end", "text", "label", "kind", "entity_id"}
    assert row["model_name"].startswith("en_core_web_sm")
    assert row["model_version"]
    assert row["note"] is None
    assert fetch("select analysed_at is not null as done from staging.batches") == [{"done": True}]


def test_an_article_in_another_language_says_that_there_is_no_model(settings, rows, fetch):
    capture = rows.article(RUN, body="La trêve tient depuis mardi sur la Dren, à Halmar.", language="fr")
    assert analyse_batch(settings, run_id=RUN, batch=0) == {"analysed": 0, "without_model": 1, "mentions": 0}
    row = analyses(fetch)[capture]
    assert (row["mentions"], row["model_name"]) == ([], None)
    assert "'fr'" in row["note"]


def test_what_is_no_article_is_not_analysed(settings, rows, fetch):
    rows.article(RUN, outcome="rejected", reason="video")
    assert analyse_batch(settings, run_id=RUN, batch=0) == {"analysed": 0, "without_model": 0, "mentions": 0}
    assert analyses(fetch) == {}


def test_more_articles_than_a_chunk(settings, rows, fetch):
    captures = [rows.article(RUN, body=TEXT) for _ in range(70)]
    assert analyse_batch(settings, run_id=RUN, batch=0)["analysed"] == 70
    assert sorted(analyses(fetch)) == captures
    assert all(row["mentions"] for row in analyses(fetch).values())


def test_a_batch_that_was_not_cleaned_whole_is_left_alone(settings, rows, fetch, database, caplog):
    rows.article(RUN)
    database.execute("update staging.batches set cleaned_at = null")
    before = fetch("select * from staging.analyses")
    assert analyse_batch(settings, run_id=RUN, batch=0) == {"analysed": 0, "without_model": 0, "mentions": 0}
    assert fetch("select * from staging.analyses") == before
    assert "not cleaned whole" in caplog.text


def test_analysing_again_gives_the_same_rows(settings, rows, fetch):
    rows.article(RUN, body=TEXT)

    def snapshot():
        ignored = {"attempt_token", "staged_at"}
        return [{k: v for k, v in row.items() if k not in ignored} for row in analyses(fetch).values()]

    analyse_batch(settings, run_id=RUN, batch=0)
    first = snapshot()
    analyse_batch(settings, run_id=RUN, batch=0)
    assert snapshot() == first


def test_a_stale_attempt_cannot_write(settings, rows, database_url):
    capture = rows.article(RUN)
    with connect(database_url, autocommit=True) as connection:
        stale = begin_analysing(connection, RUN, 0)
        assert stale
        assert begin_analysing(connection, RUN, 0)
        with pytest.raises(StaleAttempt, match="newer attempt"):
            stage_analyses(connection, stale, [(capture, Analysis(note="late"))])
        with pytest.raises(StaleAttempt):
            finish_analysing(connection, stale)


def test_cleaning_again_makes_an_analysis_under_way_stale(settings, rows, database_url):
    capture = rows.article(RUN)
    with connect(database_url, autocommit=True) as connection:
        stale = begin_analysing(connection, RUN, 0)
        assert stale
        begin_cleaning(connection, RUN, 0)
        with pytest.raises(StaleAttempt):
            stage_analyses(connection, stale, [(capture, Analysis())])


def test_twice_at_once_gives_one_set_of_rows(settings, rows, fetch):
    captures = [rows.article(RUN, body=TEXT) for _ in range(70)]
    ends = []

    def attempt():
        try:
            ends.append(analyse_batch(settings, run_id=RUN, batch=0)["analysed"])
        except StaleAttempt as error:
            ends.append(error)

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert 70 in ends
    assert sorted(analyses(fetch)) == captures

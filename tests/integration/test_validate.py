import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from dateline.expectations.pages import docs_folder, docs_page, find_trouble
from dateline.expectations.suites import ROWS, SOURCES
from dateline.settings import Settings
from dateline.steps.batches import plan_batches
from dateline.steps.validate import validate_run
from sql.connection import connect

RUN = "command/2026-11-22T02:00:00+00:00"
NOTHING = {"articles": 0, "quarantined": 0, "warned": 0, "held_sources": 0}
LONG = "The convoy crossed the bridge before dawn and reached Halmar unharmed, drivers said. " * 12


@pytest.fixture(autouse=True)
def run(rows):
    rows.source("meridian", name="Meridian Institute", homepage="https://www.meridian.example/")
    rows.run(RUN)


def outcomes(fetch):
    return {
        row["capture_id"]: (row["outcome"], row["reason"])
        for row in fetch("select capture_id, outcome, reason from staging.articles order by 1")
    }


def failed_verdicts(fetch):
    return fetch(
        "select source_id, expectation, severity, unexpected from quality.verdicts"
        " where not success order by verdict_no"
    )


def publish(database, source_id, count, *, words=100, dated=True):
    """Articles that earlier runs published."""
    for number in range(count):
        database.execute(
            "insert into news.articles (article_id, source_id, url, title, published_day, body, words, version_no,"
            " methods, extractor, capture_id, first_published_run_id, run_id, fetched_at)"
            " values (%s, %s, %s, 'T', %s, 'b', %s, 1, '{}', 'x', 1, 'nightly/old', 'nightly/old', now())",
            [
                uuid4(),
                source_id,
                f"https://x.example/{source_id}/{number}",
                date(2026, 11, 1) if dated else None,
                words,
            ],
        )


def test_a_run_without_staged_rows_has_no_verdicts_and_never_imports_the_library(settings, fetch):
    code = (
        "import sys; from pathlib import Path\n"
        "from dateline.settings import Settings\n"
        "from dateline.steps.validate import validate_run\n"
        f"settings = Settings(home=Path({str(settings.home)!r}), database_url={settings.database_url!r})\n"
        f"print(validate_run(settings, run_id={RUN!r}), 'great_expectations' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == f"{NOTHING} False"
    assert fetch("select 1 from quality.verdicts") == []


def test_sound_articles_pass_and_every_expectation_has_a_verdict(settings, rows, fetch):
    captures = [rows.article(RUN, body=f"{LONG} Report {number}.") for number in range(12)]
    assert validate_run(settings, run_id=RUN) == {"articles": 12, "quarantined": 0, "warned": 0, "held_sources": 0}
    assert outcomes(fetch) == dict.fromkeys(captures, (None, None))
    verdicts = fetch("select * from quality.verdicts order by verdict_no")
    assert [row["expectation"] for row in verdicts] == [one.name for one in (*ROWS, *SOURCES)]
    assert [row["expectation"] for row in verdicts if not row["success"]] == []
    by_name = {row["expectation"]: row for row in verdicts}
    assert by_name["title_length"]["evaluated"] == 12
    assert by_name["title_length"]["source_id"] is None
    assert by_name["title_length"]["in_words"] == "The title has 3 to 400 characters."
    assert fetch("select 1 from quality.quarantine") == []


ELSEWHERE = Jsonb([{"start": 0, "end": 4, "text": "Dren", "label": "LOC", "kind": "LOC"}])
BAD = (
    ("title_present", {"title": None}),
    ("title_length", {"title": "Hi"}),
    ("title_length", {"title": "x" * 401}),
    ("title_is_of_the_article", {"title": "meridian institute "}),
    ("title_is_of_the_article", {"title": "meridian.example"}),
    ("text_length", {"body": "Short."}),
    ("text_is_decoded", {"body": LONG + "\ufffd" * 30}),
    ("published_before_fetched", {"published_at": datetime(2026, 11, 23, 2, 6, tzinfo=UTC)}),
    ("published_before_fetched", {"published_at": None, "published_day": date(2026, 11, 24)}),
    ("published_since_1990", {"published_at": None, "published_day": date(1970, 1, 1)}),
    ("language_code", {"language": "EN"}),
    ("language_code", {"language": "eng"}),
    ("address_of_the_web", {"url": "javascript:alert(1)"}),
    ("links_of_the_web", {"image_url": "data:image/png;base64,AAAA"}),
    ("links_of_the_web", {"canonical_url": "file:///etc/passwd"}),
    ("mentions_in_text", {"analysis": {"mentions": ELSEWHERE}}),
)
ODD = (
    ("published_known", {"published_at": None, "published_day": None}),
    ("language_known", {"language": None}),
    ("language_of_the_source", {"language": "de"}),
    ("text_is_whole", {"truncated": True}),
    ("text_is_no_book", {"body": LONG + "x" * 300_000}),
    ("text_is_plain", {"body": LONG + '<div class="share">Share</div>'}),
    ("authors_are_names", {"authors": ["Mara Velin", "M" * 101]}),
    ("modified_after_published", {"modified_at": datetime(2026, 11, 20, 9, tzinfo=UTC)}),
)


def test_rows_that_fail_are_held_with_the_expectation_in_words(settings, rows, fetch):
    sound = rows.article(RUN)
    expected = {rows.article(RUN, **columns): name for name, columns in BAD}
    assert validate_run(settings, run_id=RUN)["quarantined"] == len(BAD)
    assert outcomes(fetch) == {sound: (None, None)} | dict.fromkeys(
        expected, ("quarantined", "expectation_failed")
    )
    cases = fetch("select * from quality.quarantine")
    assert {case["capture_id"]: case["expectation"] for case in cases} == expected
    words = {one.name: one.in_words for one in ROWS}
    details = fetch("select capture_id, detail from staging.articles where outcome is not null")
    assert {row["capture_id"]: row["detail"] for row in details} == {
        capture: words[name] for capture, name in expected.items()
    }
    for case in cases:
        assert (case["in_words"], case["reason"], case["state"]) == (
            words[case["expectation"]],
            "expectation_failed",
            "held",
        )


def test_a_case_keeps_the_whole_row_as_it_was_staged(settings, rows, fetch):
    bad = rows.article(RUN, title="Hi")
    validate_run(settings, run_id=RUN)
    (case,) = fetch("select * from quality.quarantine")
    (row,) = fetch("select to_jsonb(articles) as staged from staging.articles where capture_id = %s", bad)
    undecided = {"outcome": None, "reason": None, "detail": None}
    assert case["row_as_staged"] | {"analysis": None} == row["staged"] | undecided | {"analysis": None}
    assert case["row_as_staged"]["analysis"]["model_name"] == "test"


def test_rows_that_are_only_odd_are_told_and_published(settings, rows, fetch):
    odd = [rows.article(RUN, **columns) for _, columns in ODD]
    counts = validate_run(settings, run_id=RUN)
    assert counts == {"articles": len(ODD), "quarantined": 0, "warned": len(ODD), "held_sources": 0}
    assert outcomes(fetch) == dict.fromkeys(odd, (None, None))
    assert failed_verdicts(fetch) == [
        {"source_id": source, "expectation": name, "severity": "warn", "unexpected": 1}
        for name, _ in ODD
        for source in (None, "meridian")
    ]


def test_every_expectation_of_a_row_is_seen_to_fail():
    seen = {name for name, _ in (*BAD, *ODD)} | {"text_is_of_one_page", "analysed"}
    assert seen == {one.name for one in ROWS}


def test_an_article_without_an_analysis_is_told(settings, rows, fetch, database):
    rows.article(RUN)
    database.execute("delete from staging.analyses")
    validate_run(settings, run_id=RUN)
    assert [row["expectation"] for row in failed_verdicts(fetch)] == ["analysed", "analysed"]


def test_the_same_text_at_many_addresses_of_one_source_is_boilerplate(settings, rows, fetch):
    rows.source("northwire")
    repeated = [rows.article(RUN, body=LONG) for _ in range(4)]
    copies = [rows.article(RUN, "northwire", body=LONG) for _ in range(3)]
    assert validate_run(settings, run_id=RUN)["quarantined"] == 4
    found = outcomes(fetch)
    assert {found[one] for one in repeated} == {("quarantined", "expectation_failed")}
    assert {found[one] for one in copies} == {(None, None)}


def test_spans_count_code_points(settings, rows):
    body = f"\U0001f600 Čeští vojáci jsou v Praze. {LONG}"
    start = body.index("Praze")
    mention = {"start": start, "end": start + 5, "text": "Praze", "label": "LOC", "kind": "LOC"}
    rows.article(RUN, body=body, analysis={"mentions": Jsonb([mention])})
    assert validate_run(settings, run_id=RUN)["quarantined"] == 0


def test_a_row_that_fails_twice_has_two_cases_and_says_both(settings, rows, fetch):
    bad = rows.article(RUN, title=None, language="EN")
    validate_run(settings, run_id=RUN)
    assert [row["expectation"] for row in fetch("select expectation from quality.quarantine order by 1")] == [
        "language_code",
        "title_present",
    ]
    (row,) = fetch("select detail from staging.articles where capture_id = %s", bad)
    assert row["detail"] == "The article has a title. The language is a code of two small letters."


def test_what_was_rejected_before_is_not_judged_as_an_article(settings, rows, fetch):
    rejected = rows.article(RUN, outcome="rejected", reason="video", title=None, body="")
    assert validate_run(settings, run_id=RUN) == NOTHING
    assert outcomes(fetch) == {rejected: ("rejected", "video")}
    names = {row["expectation"] for row in fetch("select expectation from quality.verdicts")}
    assert names == {one.name for one in SOURCES}, "sources are judged even where no article is left"


def test_again_gives_the_same_rows(settings, rows, fetch):
    rows.article(RUN)
    rows.article(RUN, title=None)
    for _ in range(10):
        rows.article(RUN, outcome="rejected", reason="video")

    def snapshot():
        return [
            fetch(f"select {columns} from {table} order by 1, 2")
            for table, columns in {
                "staging.articles": "capture_id, outcome, reason, detail",
                "quality.quarantine": "capture_id, expectation, in_words, row_as_staged, state",
                "quality.verdicts": "verdict_no, source_id, expectation, success, evaluated, unexpected, observed",
                "crawl.sources": "source_id, held_because, held_by",
            }.items()
        ]

    counts = validate_run(settings, run_id=RUN)
    first = snapshot()
    assert validate_run(settings, run_id=RUN) == counts
    assert snapshot() == first


def test_a_row_that_was_mended_is_free_again(settings, rows, fetch, database):
    bad = rows.article(RUN, title=None)
    validate_run(settings, run_id=RUN)
    database.execute("update staging.articles set title = 'A title after all'")
    assert validate_run(settings, run_id=RUN)["quarantined"] == 0
    assert outcomes(fetch) == {bad: (None, None)}
    assert fetch("select 1 from quality.quarantine") == []


def test_other_runs_are_left_alone(settings, rows, fetch):
    rows.run("command/other")
    other = rows.article("command/other", title=None)
    validate_run(settings, run_id="command/other")
    rows.article(RUN)
    validate_run(settings, run_id=RUN)
    assert outcomes(fetch)[other] == ("quarantined", "expectation_failed")
    assert len(fetch("select 1 from quality.quarantine where run_id = 'command/other'")) == 1


def test_most_pages_rejected_holds_the_source_back(settings, rows, fetch, caplog):
    rows.source("northwire")
    kept = rows.article(RUN)
    broken = rows.article(RUN, title=None)
    well = rows.article(RUN, "northwire")
    for _ in range(9):
        rows.article(RUN, outcome="rejected", reason="video")
    counts = validate_run(settings, run_id=RUN)
    assert counts == {"articles": 3, "quarantined": 2, "warned": 0, "held_sources": 1}
    found = outcomes(fetch)
    assert found[kept] == ("quarantined", "source_held")
    assert found[broken] == ("quarantined", "expectation_failed")
    assert found[well] == (None, None)
    (source,) = fetch("select * from crawl.sources where held_at is not null")
    assert (source["source_id"], source["held_by"]) == ("meridian", RUN)
    assert source["held_because"].startswith("At most four pages in five are rejected")
    (case,) = fetch("select * from quality.quarantine where capture_id = %s", kept)
    assert (case["reason"], case["expectation"]) == ("source_held", "pages_are_articles")
    assert "source=meridian step=validate held back" in caplog.text


def test_a_source_that_was_mended_is_free_again(settings, rows, fetch, database):
    kept = rows.article(RUN)
    for _ in range(10):
        rows.article(RUN, outcome="rejected", reason="video")
    assert validate_run(settings, run_id=RUN)["held_sources"] == 1
    database.execute("delete from staging.articles where outcome = 'rejected'")
    assert validate_run(settings, run_id=RUN)["held_sources"] == 0
    assert fetch("select held_at, held_because, held_by from crawl.sources") == [
        {"held_at": None, "held_because": None, "held_by": None}
    ]
    assert outcomes(fetch) == {kept: (None, None)}


def test_pages_in_other_languages_hold_nothing_back(settings, rows, fetch):
    rows.article(RUN)
    for _ in range(20):
        rows.article(RUN, outcome="rejected", reason="wrong_language")
    assert validate_run(settings, run_id=RUN)["held_sources"] == 0
    assert failed_verdicts(fetch) == []


def test_nine_pages_are_too_few_to_hold_a_source(settings, rows, fetch):
    for _ in range(9):
        rows.article(RUN, outcome="rejected", reason="video")
    assert validate_run(settings, run_id=RUN)["held_sources"] == 0
    assert failed_verdicts(fetch) == []


def test_dates_that_vanish_hold_the_source_back(settings, rows, fetch, database):
    publish(database, "meridian", 20)
    for number in range(10):
        day = {} if number < 4 else {"published_at": None, "published_day": None}
        rows.article(RUN, body=f"{LONG} {number}", **day)
    validate_run(settings, run_id=RUN)
    assert fetch("select held_because from crawl.sources")[0]["held_because"].startswith("The share of articles")


def test_a_source_that_never_dated_its_articles_is_not_held(settings, rows, fetch, database):
    publish(database, "meridian", 20, dated=False)
    for number in range(10):
        rows.article(RUN, body=f"{LONG} {number}", published_at=None, published_day=None)
    assert validate_run(settings, run_id=RUN)["held_sources"] == 0
    assert "most_articles_are_dated" in {row["expectation"] for row in failed_verdicts(fetch)}


def test_a_new_source_without_any_date_is_held(settings, rows, fetch):
    for number in range(10):
        rows.article(
            RUN,
            body=f"{LONG} {number}",
            published_at=None,
            published_day=None,
            outcome="skipped",
            reason="undated",
        )
    assert validate_run(settings, run_id=RUN)["held_sources"] == 1
    assert fetch("select held_because from crawl.sources")[0]["held_because"].startswith("Of a source with fewer")


def test_an_archive_that_is_taken_whole_may_be_undated(settings, rows, fetch, database):
    for number in range(10):
        rows.article(RUN, body=f"{LONG} {number}", published_at=None, published_day=None)
    database.execute("update crawl.captures set wanted_since = '-infinity'")
    assert validate_run(settings, run_id=RUN)["held_sources"] == 0


def test_texts_that_shrink_hold_the_source_back(settings, rows, fetch, database):
    publish(database, "meridian", 10, words=900)
    for number in range(10):
        rows.article(RUN, body=f"{LONG} {number}")
    validate_run(settings, run_id=RUN)
    assert fetch("select held_because from crawl.sources")[0]["held_because"].startswith("The median article")


def test_texts_of_the_usual_length_do_not(settings, rows, fetch, database):
    publish(database, "meridian", 10, words=300)
    for number in range(10):
        rows.article(RUN, body=f"{LONG} {number}")
    assert validate_run(settings, run_id=RUN)["held_sources"] == 0


def test_a_source_that_an_earlier_run_held_stays_held(settings, rows, fetch, database):
    database.execute(
        "update crawl.sources set held_at = now(), held_because = 'Dates are gone.', held_by = 'nightly/old'"
    )
    capture = rows.article(RUN)
    assert validate_run(settings, run_id=RUN) == {"articles": 1, "quarantined": 1, "warned": 0, "held_sources": 1}
    assert outcomes(fetch) == {capture: ("quarantined", "source_held")}
    (case,) = fetch("select * from quality.quarantine")
    assert (case["expectation"], case["in_words"]) == ("source_held", "The source is held back: Dates are gone.")
    assert fetch("select held_by from crawl.sources") == [{"held_by": "nightly/old"}]


@pytest.mark.parametrize(
    ("bounds", "mode", "expectation"),
    [
        ({"expected_minimum": 3}, "look_back", "enough_articles"),
        ({"expected_maximum": 1}, "look_back", "not_too_many_articles"),
        ({"expected_minimum": 2, "expected_maximum": 2}, "look_back", None),
        ({"expected_minimum": 3}, "exact", None),
    ],
)
def test_bounds_warn_and_hold_nothing_back(settings, rows, fetch, database, bounds, mode, expectation):
    for column, value in bounds.items():
        database.execute(f"update crawl.sources set {column} = {value}")
    database.execute("update crawl.runs set mode = %s", [mode])
    rows.article(RUN)
    rows.note(RUN, "meridian", "https://meridian.example/unchanged", outcome="unchanged")
    assert validate_run(settings, run_id=RUN)["held_sources"] == 0
    found = [(row["source_id"], row["expectation"]) for row in failed_verdicts(fetch)]
    assert found == ([(None, expectation), ("meridian", expectation)] if expectation else [])


def test_a_planned_source_without_any_page_is_judged_too(settings, rows, fetch, database):
    rows.source("northwire", expected_minimum=1)
    database.execute("update crawl.runs set mode = 'look_back', sources = '{meridian,northwire}'")
    rows.article(RUN)
    validate_run(settings, run_id=RUN)
    assert [(row["source_id"], row["expectation"]) for row in failed_verdicts(fetch)] == [
        (None, "enough_articles"),
        ("northwire", "enough_articles"),
    ]


def test_planning_and_validating_work_on_postgres_15(postgres15_url, rows, tmp_path):
    settings = Settings(home=tmp_path, database_url=postgres15_url)
    with connect(postgres15_url, autocommit=True) as connection:
        older = type(rows)(connection)
        older.source("meridian")
        older.run(RUN)
        older.article(RUN)
        older.article(RUN, title=None)
        assert validate_run(settings, run_id=RUN) == {
            "articles": 2,
            "quarantined": 1,
            "warned": 0,
            "held_sources": 0,
        }
        assert plan_batches(settings, run_id=RUN) == [0]


def test_data_docs_are_written_linked_and_load_nothing(settings, rows, caplog):
    caplog.set_level("INFO")
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    rows.article(RUN, title=hostile, language="<b>x", url=f"https://meridian.example/{hostile}", body=hostile * 5)
    rows.article(RUN, title=None)
    validate_run(settings, run_id=RUN)
    page = docs_page(settings.home, RUN)
    assert page.absolute().as_uri() in caplog.text
    index = docs_folder(settings.home) / "index.html"
    assert f'href="{page.parent.name}/index.html"' in index.read_text()
    assert RUN.replace("+", "+") in index.read_text()
    pages = list(docs_folder(settings.home).rglob("*.html"))
    assert {one.name for one in pages} == {"index.html", "articles.html", "sources.html"}
    for one in pages:
        text = one.read_text()
        assert not re.search(r"<script|<img|<link|onerror|onclick|(href|src)=.?https?:", text), one
        assert "alert(1)" not in text
    assert "The article has a title." in (page.parent / "articles.html").read_text()


def test_data_docs_say_what_did_not_hold_and_whether_it_only_warned(settings, rows):
    rows.article(RUN)
    validate_run(settings, run_id=RUN)
    page = docs_page(settings.home, RUN)
    assert find_trouble(settings.home, RUN) is None
    rows.article(RUN, language=None)
    validate_run(settings, run_id=RUN)
    text = re.sub(r"<[^>]+>", " ", page.read_text())
    assert "0 failed, 1 only warned" in text
    assert re.search(r"only warned: published +The article has a language\. +1 of 2 articles", text)
    assert find_trouble(settings.home, RUN) == page
    rows.article(RUN, title=None)
    validate_run(settings, run_id=RUN)
    text = re.sub(r"<[^>]+>", " ", page.read_text())
    assert "1 failed, 1 only warned" in text
    assert re.search(r"failed: held back +The article has a title\. +1 of 3 articles", text)
    index = re.sub(r"<[^>]+>", " ", (docs_folder(settings.home) / "index.html").read_text())
    assert index.split()[-3:] == ["31", "1", "1"]


def test_data_docs_of_all_runs_are_listed_the_latest_first(settings, rows):
    rows.run("command/later")
    rows.article(RUN)
    rows.article("command/later")
    for run_id in (RUN, "command/later", RUN):
        validate_run(settings, run_id=run_id)
    text = (docs_folder(settings.home) / "index.html").read_text()
    assert text.count("/index.html") == 2


def test_the_library_is_told_to_send_nothing(settings, rows):
    rows.article(RUN)
    validate_run(settings, run_id=RUN)
    import great_expectations as gx

    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
    assert gx.get_context(mode="ephemeral").variables.analytics_enabled is not True


def cannot_be_written(caplog, settings, why):
    [record] = [one for one in caplog.records if "Data Docs cannot be written" in one.message]
    assert record.levelname == "WARNING"
    assert f"cannot be written to {docs_folder(settings.home)} ({why})" in record.message
    return True


def test_a_home_that_takes_no_files_is_a_warning_and_the_verdicts_stand(settings, rows, fetch, caplog):
    rows.article(RUN)
    settings.home.write_text("a file where a folder should be")
    assert validate_run(settings, run_id=RUN)["articles"] == 1
    assert cannot_be_written(caplog, settings, "Not a directory")
    assert fetch("select 1 from quality.verdicts")


def test_a_full_home_is_a_warning_and_no_draft_is_left(settings, rows, fetch, caplog, small_disk):
    rows.article(RUN)
    home = small_disk()
    (home / "filler").write_bytes(b"x" * shutil.disk_usage(home).free)
    full = settings.model_copy(update={"home": home})
    assert validate_run(full, run_id=RUN)["articles"] == 1
    assert cannot_be_written(caplog, full, "No space left on device")
    assert [path for path in home.rglob("*") if path.is_file() and path.name != "filler"] == []
    (home / "filler").unlink()
    validate_run(full, run_id=RUN)
    assert docs_page(home, RUN).exists()

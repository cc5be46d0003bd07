import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from dateline.commands.quarantine import command
from dateline.errors import UserError
from dateline.steps.batches import plan_batches
from dateline.steps.validate import validate_run

RUN = "command/now"


@pytest.fixture
def quarantine(settings, monkeypatch) -> Callable[..., str]:
    """Run the command and return what it prints; a user error is raised."""
    monkeypatch.setenv("DATELINE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("DATELINE_HOME", str(settings.home))

    def run(*words: str) -> str:
        done = CliRunner().invoke(command, words)
        if done.exception:
            raise done.exception
        return done.output

    return run


@pytest.fixture
def case(settings, rows, database, fetch) -> dict:
    """A row that was held back, its run over."""
    rows.source("meridian")
    rows.run(RUN)
    rows.article(RUN, title="Hi")
    validate_run(settings, run_id=RUN)
    database.execute("update crawl.captures set outcome = 'quarantined', outcome_run_id = %s", [RUN])
    database.execute("update crawl.runs set state = 'settled'")
    return fetch("select * from quality.quarantine")[0]


def test_an_empty_quarantine_says_so(quarantine):
    assert quarantine("list") == "Nothing is held back.\n"


def test_the_list_names_number_source_expectation_and_address(quarantine, case):
    (line,) = quarantine("list").splitlines()
    assert line.split()[0] == str(case["quarantine_id"])
    assert line.split()[3:] == ["meridian", "title_length", case["url"]]
    assert quarantine("list", "--source", "northwire") == "Nothing is held back.\n"
    assert quarantine("list", "--state", "dismissed") == "No cases.\n"


def test_a_case_is_shown_in_words_with_its_row(quarantine, case):
    shown = quarantine("show", str(case["quarantine_id"]))
    assert "failed: The title has 3 to 400 characters. (title_length)" in shown
    assert "title: Hi" in shown
    assert "authors: Mara Velin" in shown
    assert "Engineers reopened the bridge" in shown
    whole = json.loads(quarantine("show", "--json", str(case["quarantine_id"])))
    assert whole["row_as_staged"] == case["row_as_staged"]


def test_an_unknown_case_is_one_line(quarantine):
    with pytest.raises(UserError, match="there is no case 7"):
        quarantine("show", "7")
    with pytest.raises(UserError, match="no case 7 is held"):
        quarantine("retry", "7")


def test_a_page_cannot_drive_the_terminal(quarantine, case, database):
    database.execute("update quality.quarantine set url = %s", ["https://meridian.example/\x1b[2J\u202e"])
    assert "\x1b" not in quarantine("list") + quarantine("show", str(case["quarantine_id"]))
    assert "\u202e" not in quarantine("list")


def test_a_retried_page_goes_before_the_next_run(quarantine, case, settings, rows, fetch):
    rows.run("command/next")
    assert plan_batches(settings, run_id="command/next") == []
    assert quarantine("retry", str(case["quarantine_id"])).startswith("1 pages go before the next run")
    assert fetch("select state from quality.quarantine") == [{"state": "retried"}]
    assert plan_batches(settings, run_id="command/next") == [0]
    assert quarantine("list") == "Nothing is held back.\n"


def test_a_dismissed_page_stays_out(quarantine, case, settings, rows, fetch):
    rows.run("command/next")
    assert quarantine("dismiss", str(case["quarantine_id"])) == "1 cases are dismissed.\n"
    assert [(row["state"], bool(row["state_by"])) for row in fetch("select * from quality.quarantine")] == [
        ("dismissed", True)
    ]
    assert plan_batches(settings, run_id="command/next") == []
    with pytest.raises(UserError, match="is held"):
        quarantine("retry", str(case["quarantine_id"]))


def test_all_cases_of_a_row_are_decided_together(quarantine, rows, settings, fetch):
    rows.source("meridian")
    rows.run(RUN)
    rows.article(RUN, title="Hi", language="EN")
    rows.article(RUN, title=None)
    validate_run(settings, run_id=RUN)
    first = fetch("select min(quarantine_id) as id from quality.quarantine where expectation = 'language_code'")[
        0
    ]["id"]
    quarantine("dismiss", str(first))
    states = fetch("select expectation, state from quality.quarantine order by 1")
    assert {row["expectation"]: row["state"] for row in states} == {
        "language_code": "dismissed",
        "title_length": "dismissed",
        "title_present": "held",
    }


@pytest.mark.parametrize("verb", ["retry", "dismiss"])
def test_deciding_about_a_source_ends_its_hold(quarantine, case, database, fetch, verb):
    database.execute("update crawl.sources set held_at = now(), held_because = 'Dates are gone.', held_by = 'x'")
    quarantine(verb, "--source", "meridian")
    assert fetch("select held_at, held_because, held_by from crawl.sources") == [
        {"held_at": None, "held_because": None, "held_by": None}
    ]
    assert fetch("select 1 from quality.quarantine where state = 'held'") == []


def test_an_unknown_source_changes_nothing(quarantine, case, fetch):
    with pytest.raises(UserError, match="no source 'meridain'"):
        quarantine("retry", "--source", "meridain")
    assert fetch("select state from quality.quarantine") == [{"state": "held"}]


@pytest.mark.parametrize("words", [("retry",), ("retry", "1", "--source", "meridian"), ("dismiss",)])
def test_it_must_be_said_which(quarantine, words):
    with pytest.raises(UserError, match="say which"):
        quarantine(*words)


def test_a_run_that_is_planned_again_keeps_its_cases(case, settings, rows, fetch, database):
    database.execute("delete from staging.batches where run_id = %s", [RUN])
    database.execute("update crawl.runs set state = 'running'")
    validate_run(settings, run_id=RUN)
    assert [row["quarantine_id"] for row in fetch("select * from quality.quarantine")] == [case["quarantine_id"]]


def test_validating_again_leaves_what_a_person_dismissed(quarantine, case, settings, fetch):
    quarantine("dismiss", str(case["quarantine_id"]))
    validate_run(settings, run_id=RUN)
    assert [row["state"] for row in fetch("select state from quality.quarantine")] == ["dismissed"]
    assert [row["outcome"] for row in fetch("select outcome from staging.articles")] == ["quarantined"]

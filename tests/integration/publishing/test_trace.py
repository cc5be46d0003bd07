"""`dateline trace`: the story of one address, from its first sight to its end."""

import json

import pytest
from click.testing import CliRunner

from dateline.commands.trace import command
from dateline.errors import UserError
from dateline.steps.settle import settle_run

LINK = "https://alpha.example/go?7"
PAGE = "https://alpha.example/ferries-run-again"


@pytest.fixture
def trace(settings, monkeypatch):
    """Run the command and return what it prints; a user error is raised."""
    monkeypatch.setenv("DATELINE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("DATELINE_HOME", str(settings.home))

    def run(*words):
        done = CliRunner().invoke(command, words)
        if done.exception:
            raise done.exception
        return done.output

    return run


@pytest.fixture
def story(night):
    """An article behind a redirecting link, edited once."""
    for run, title in (("n/1", "Ferries run again"), ("n/2", "Ferries stop again")):
        night.plan(run)
        night.page(run, LINK, final_url=PAGE, title=title)
        night.publish(run)
        settle_run(night.settings, run_id=run, task_states={})


def test_every_step_of_an_address_in_the_order_of_time(trace, story):
    rows = json.loads(trace(LINK, "--json"))
    own = [(row["step"], row["event"], row["run_id"]) for row in rows if row["url"] == LINK]
    assert {event for _, event, _ in own} == {"found", "fetched", "stored", "updated", "version 1", "version 2"}
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert ("settle", "updated", "n/2") in own
    versions = {row["event"]: row["detail"] for row in rows if row["step"] == "publish"}
    assert versions["version 2"] == "title: Ferries stop again"
    assert "from https://alpha.example/ferries-run-again" in next(
        row["detail"] for row in rows if row["event"] == "fetched"
    )


def test_any_address_of_an_article_tells_the_same_story(trace, story):
    assert trace(PAGE, "--json") == trace(f"{PAGE}#comments", "--json") == trace(LINK, "--json")
    assert "version 2" in trace(PAGE)


def test_an_unknown_address_and_what_is_none_are_one_line(trace, story):
    with pytest.raises(UserError, match=r"no run has met https://alpha\.example/other"):
        trace("https://alpha.example/other")
    with pytest.raises(UserError, match="'ferries' is no web address"):
        trace("ferries")
